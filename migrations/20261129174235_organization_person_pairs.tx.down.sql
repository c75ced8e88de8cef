ALTER TABLE organization.person_tokens ALTER COLUMN token SET STATISTICS -1;
SELECT set_config('app.system', 'on', true);
WITH names AS MATERIALIZED (
	SELECT id, array_remove(regexp_split_to_array(organization.fold_name(normalize(full_name || ' ' || COALESCE(code, ''), NFC)) COLLATE "vi-x-icu", '[^[:alnum:]]+'), '') AS words
	FROM organization.persons
), turned AS (
	SELECT id, array_to_string(words[i:] || words[:i - 1], ' ') COLLATE "C" AS token FROM names, generate_subscripts(words, 1) AS i
), pairs AS (
	SELECT id, array_to_string(ARRAY[words[i], words[j]] || words[i + 1:j - 1] || words[j + 1:] || words[:i - 1], ' ') COLLATE "C" AS token
	FROM names, generate_subscripts(words, 1) AS i, generate_series(i + 2, cardinality(words)) AS j
	WHERE (i > 1 OR j < cardinality(words)) AND words[i] !~ '[0-9]' AND words[j] !~ '[0-9]'
	EXCEPT SELECT id, token FROM turned
)
DELETE FROM organization.person_tokens t USING pairs p WHERE t.person_id = p.id AND t.token = p.token;
SELECT set_config('app.system', 'off', true);
