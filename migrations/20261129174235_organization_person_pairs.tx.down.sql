ALTER TABLE organization.person_tokens ALTER COLUMN token SET STATISTICS -1;
SELECT set_config('app.system', 'on', true);
WITH names AS (
	SELECT id, array_remove(regexp_split_to_array(organization.fold_name(normalize(full_name || ' ' || COALESCE(code, ''), NFC)) COLLATE "vi-x-icu", '[^[:alnum:]]+'), '') AS words
	FROM organization.persons
)
DELETE FROM organization.person_tokens t
	USING names n, generate_subscripts(n.words, 1) AS i, generate_series(i + 2, cardinality(n.words)) AS j
	WHERE (i > 1 OR j < cardinality(n.words)) AND n.words[i] !~ '[0-9]' AND n.words[j] !~ '[0-9]' AND t.person_id = n.id
	AND t.token = array_to_string(ARRAY[n.words[i], n.words[j]] || n.words[i + 1:j - 1] || n.words[j + 1:] || n.words[:i - 1], ' ') COLLATE "C"
	AND NOT EXISTS (SELECT FROM generate_subscripts(n.words, 1) AS k WHERE array_to_string(n.words[k:] || n.words[:k - 1], ' ') COLLATE "C" = t.token);
SELECT set_config('app.system', 'off', true);
