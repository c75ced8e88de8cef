-- passages: what search finds inside courses, one row for each title and paragraph of a course's current
-- version. They are derived: each publishing writes those of its course again, with the folded text from Go.
CREATE TABLE catalog.passages (
	course_id  uuid NOT NULL REFERENCES catalog.courses,
	locale     text NOT NULL CHECK (locale IN ('vi', 'en')),
	number     integer NOT NULL,                          -- in reading order
	module_id  uuid REFERENCES catalog.modules,           -- NULL: of the whole course
	lesson_id  uuid REFERENCES catalog.lessons,           -- NULL: of the module
	is_title   boolean NOT NULL,
	text       text NOT NULL CHECK (text <> ''),
	search_key text COLLATE "C" NOT NULL,
	PRIMARY KEY (course_id, locale, number)
);

-- What was published before, folded as Go does it.
INSERT INTO catalog.passages (course_id, locale, number, module_id, lesson_id, is_title, text, search_key)
WITH current_version AS (
	SELECT v.* FROM catalog.courses c JOIN catalog.course_versions v ON v.id = c.current_version_id
), part AS (
	SELECT course_id, 'vi' AS locale, 0 AS place, 0 AS paragraph, NULL::uuid AS module_id, NULL::uuid AS lesson_id, false AS is_title, outcome_vi AS text FROM current_version
	UNION ALL SELECT course_id, 'en', 0, 0, NULL, NULL, false, outcome_en FROM current_version
	UNION ALL SELECT v.course_id, t.locale, (SELECT min(l.position) FROM catalog.lessons l WHERE l.module_id = m.id), -1, m.id, NULL, true, t.text
		FROM current_version v JOIN catalog.modules m ON m.course_version_id = v.id CROSS JOIN LATERAL (VALUES ('vi', m.title_vi), ('en', m.title_en)) t(locale, text)
	UNION ALL SELECT v.course_id, t.locale, l.position, 0, l.module_id, l.id, true, t.text
		FROM current_version v JOIN catalog.lessons l ON l.course_version_id = v.id CROSS JOIN LATERAL (VALUES ('vi', l.title_vi), ('en', l.title_en)) t(locale, text)
	UNION ALL SELECT v.course_id, x.locale, l.position, p.paragraph::integer, l.module_id, l.id, false, p.text
		FROM current_version v JOIN catalog.lessons l ON l.course_version_id = v.id JOIN catalog.lesson_texts x ON x.lesson_id = l.id
		CROSS JOIN LATERAL regexp_split_to_table(x.plain_text, '\n') WITH ORDINALITY p(text, paragraph)
), clean AS (
	SELECT *, btrim(regexp_replace(normalize(text, NFC), '\s+', ' ', 'g')) AS tidy FROM part
)
SELECT course_id, locale, row_number() OVER (PARTITION BY course_id, locale ORDER BY place, paragraph), module_id, lesson_id, is_title, tidy,
	replace(regexp_replace(normalize(lower(tidy COLLATE "vi-x-icu"), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd')
FROM clean WHERE tidy <> '';

ALTER TABLE catalog.lesson_texts DROP COLUMN plain_text, DROP COLUMN search_key;
