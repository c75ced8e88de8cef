-- Each two words of a name stand side by side at the beginning of a token, so that one range finds who has two
-- common words that seldom meet. Turning the name brings neighbors together; these are the others: "nguyen kim thi
-- lan" of "nguyen thi kim lan".
SELECT set_config('app.system', 'on', true);
WITH places AS ( -- where people are found: at their agency, and where a posting does not count
	SELECT id AS person_id, agency_id FROM organization.persons
	UNION SELECT person_id, agency_id FROM organization.postings WHERE NOT counts AND (valid_to IS NULL OR valid_to > (SELECT scope.today()))
), names AS MATERIALIZED (
	SELECT id, array_remove(regexp_split_to_array(organization.fold_name(normalize(full_name || ' ' || COALESCE(code, ''), NFC)) COLLATE "vi-x-icu", '[^[:alnum:]]+'), '') AS words
	FROM organization.persons
)
INSERT INTO organization.person_tokens (agency_id, token, person_id)
	SELECT x.agency_id, array_to_string(ARRAY[n.words[i], n.words[j]] || n.words[i + 1:j - 1] || n.words[j + 1:] || n.words[:i - 1], ' '), n.id
	FROM names n JOIN places x ON x.person_id = n.id, generate_subscripts(n.words, 1) AS i, generate_series(i + 2, cardinality(n.words)) AS j
	WHERE (i > 1 OR j < cardinality(n.words)) AND n.words[i] !~ '[0-9]' AND n.words[j] !~ '[0-9]'
	ON CONFLICT DO NOTHING;
SELECT set_config('app.system', 'off', true);
-- How common a word is decides which index is read; a hundred ranges of tokens do not tell it.
ALTER TABLE organization.person_tokens ALTER COLUMN token SET STATISTICS 1000;
ANALYZE organization.person_tokens;
