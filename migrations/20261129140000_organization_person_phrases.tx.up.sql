-- A token is the whole name turned to begin with one of its words: "an nguyen van"; behind "~" as it is
-- written, with the other words folded after it. So one index answers several words at once.
SELECT set_config('app.system', 'on', true);
DELETE FROM organization.person_tokens;
WITH places AS ( -- where people are found: at their agency, and where a posting does not count
	SELECT id AS person_id, agency_id FROM organization.persons
	UNION SELECT person_id, agency_id FROM organization.postings WHERE NOT counts AND (valid_to IS NULL OR valid_to > (SELECT scope.today()))
), older (ending, newer) AS ( -- the tone of an open syllable, on the vowel of the newer spelling
	SELECT o.ending, n.newer FROM string_to_table('oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ', ' ') WITH ORDINALITY AS o (ending, place)
	JOIN string_to_table('òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy', ' ') WITH ORDINALITY AS n (newer, place) USING (place)
), words AS (
	SELECT p.id, w.place, organization.fold_name(w.word) COLLATE "C" AS folded,
		(CASE WHEN o.newer IS NULL OR right(left(w.word, -2), 1) = 'q' THEN w.word ELSE left(w.word, -2) || o.newer END) COLLATE "C" AS written
	FROM organization.persons p
	CROSS JOIN LATERAL regexp_split_to_table(lower(normalize(p.full_name || ' ' || COALESCE(p.code, ''), NFC) COLLATE "vi-x-icu"), '[^[:alnum:]]+') WITH ORDINALITY AS w (word, place)
	LEFT JOIN older o ON o.ending = right(w.word, 2)
	WHERE w.word <> ''
), names AS (
	SELECT id, array_agg(folded ORDER BY place) AS folded, array_agg(written ORDER BY place) AS written FROM words GROUP BY id
), turned AS (
	SELECT id, folded[i:] || folded[:i - 1] AS folded, written[i:] || written[:i - 1] AS written FROM names, generate_subscripts(folded, 1) AS i
)
INSERT INTO organization.person_tokens (agency_id, token, person_id)
	SELECT x.agency_id, array_to_string(t.folded, ' '), t.id FROM turned t JOIN places x ON x.person_id = t.id
	UNION SELECT x.agency_id, '~' || array_to_string(t.written || t.folded[2:], ' '), t.id FROM turned t JOIN places x ON x.person_id = t.id
		WHERE t.written[1] <> t.folded[1];
SELECT set_config('app.system', 'off', true);
-- For whoever searches in many agencies at once, and reads everybody of many in order.
CREATE INDEX person_tokens_of_all ON organization.person_tokens (token, agency_id, person_id);
CREATE INDEX persons_of_all_by_name ON organization.persons (given_name COLLATE "vi-x-icu", family_name COLLATE "vi-x-icu", middle_name COLLATE "vi-x-icu", id) INCLUDE (agency_id);
