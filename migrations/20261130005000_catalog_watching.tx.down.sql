DROP TABLE catalog.lesson_questions;
CREATE OR REPLACE FUNCTION catalog.keep_published_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	version uuid;
BEGIN
	IF TG_TABLE_NAME = 'lesson_texts' THEN
		SELECT course_version_id INTO version FROM catalog.lessons WHERE id = OLD.lesson_id;
	ELSE
		version := OLD.course_version_id;
	END IF;
	IF EXISTS (SELECT FROM catalog.course_versions WHERE id = version AND state = 'published') THEN
		RAISE EXCEPTION 'a published course version never changes' USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
ALTER TABLE catalog.course_versions DROP COLUMN watch_share, DROP COLUMN watch_max_speed, DROP COLUMN watch_in_order;
