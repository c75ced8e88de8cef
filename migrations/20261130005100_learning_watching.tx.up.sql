-- A playback belongs to the session in which it was opened and counts no time after it expired.
ALTER TABLE learning.playbacks ADD COLUMN session_id uuid, ADD COLUMN expires_at timestamptz;
UPDATE learning.playbacks SET expires_at = opened_at + interval '1 day';
ALTER TABLE learning.playbacks ALTER COLUMN expires_at SET NOT NULL;

-- What the player says of a segment beside its place. None of it decides what counts: the server's clock does.
ALTER TABLE learning.watch_segments
	ADD COLUMN played_at timestamptz,                      -- by the device's clock; null: it was not told
	ADD COLUMN speed     smallint NOT NULL DEFAULT 100,    -- hundredths
	ADD COLUMN visible   boolean NOT NULL DEFAULT true;    -- false: the page was in the background

-- watched: the union of what counts. It outlives the segments that it rests on.
ALTER TABLE learning.lesson_progress ADD COLUMN watched int4multirange NOT NULL DEFAULT '{}';
UPDATE learning.lesson_progress lp SET watched = s.watched
	FROM (SELECT p.enrollment_id, p.lesson_id, range_agg(int4range(g.from_ms, g.to_ms)) AS watched
		FROM learning.watch_segments g JOIN learning.playbacks p ON p.id = g.playback_id GROUP BY 1, 2) s
	WHERE s.enrollment_id = lp.enrollment_id AND s.lesson_id = lp.lesson_id;

-- solved_questions: which questions of a video somebody has answered rightly.
CREATE TABLE learning.solved_questions (
	enrollment_id uuid NOT NULL REFERENCES learning.enrollments,
	lesson_id     uuid NOT NULL REFERENCES catalog.lessons,
	question_key  text NOT NULL,
	person_id     uuid NOT NULL,
	agency_id     uuid NOT NULL,
	solved_at     timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (enrollment_id, lesson_id, question_key)
);
CALL scope.protect_facts('learning.solved_questions');
