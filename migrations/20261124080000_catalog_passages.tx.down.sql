ALTER TABLE catalog.lesson_texts ADD COLUMN plain_text text NOT NULL DEFAULT '', ADD COLUMN search_key text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE catalog.lesson_texts DISABLE TRIGGER keep_published;
UPDATE catalog.lesson_texts t SET plain_text = p.text, search_key = p.search_key
FROM (
	SELECT lesson_id, locale, string_agg(text, E'\n' ORDER BY number) AS text, string_agg(search_key, ' ' ORDER BY number) AS search_key
	FROM catalog.passages WHERE lesson_id IS NOT NULL AND NOT is_title GROUP BY 1, 2
) p WHERE p.lesson_id = t.lesson_id AND p.locale = t.locale;
ALTER TABLE catalog.lesson_texts ENABLE TRIGGER keep_published;
DROP TABLE catalog.passages;
