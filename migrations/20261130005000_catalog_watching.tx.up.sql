-- watch_*: what watching the videos of a course asks for.
ALTER TABLE catalog.course_versions
	ADD COLUMN watch_share smallint NOT NULL DEFAULT 95 CHECK (watch_share BETWEEN 50 AND 100),          -- percent that must have been watched
	ADD COLUMN watch_max_speed smallint NOT NULL DEFAULT 200 CHECK (watch_max_speed BETWEEN 100 AND 200), -- hundredths
	ADD COLUMN watch_in_order boolean NOT NULL DEFAULT false;                                             -- viewing, too, goes no further than what was watched

-- lesson_questions: questions for oneself at a moment of a lesson's video; body is a question in its stored form.
CREATE TABLE catalog.lesson_questions (
	lesson_id uuid NOT NULL REFERENCES catalog.lessons,
	key       text NOT NULL,
	at_ms     integer NOT NULL CHECK (at_ms >= 0),
	body      jsonb NOT NULL,
	PRIMARY KEY (lesson_id, key)
);

CREATE OR REPLACE FUNCTION catalog.keep_published_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	version uuid;
BEGIN
	IF TG_TABLE_NAME IN ('lesson_texts', 'lesson_questions') THEN
		SELECT course_version_id INTO version FROM catalog.lessons WHERE id = OLD.lesson_id;
	ELSE
		version := OLD.course_version_id;
	END IF;
	IF EXISTS (SELECT FROM catalog.course_versions WHERE id = version AND state = 'published') THEN
		RAISE EXCEPTION 'a published course version never changes' USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON catalog.lesson_questions FOR EACH ROW EXECUTE FUNCTION catalog.keep_published_part();
