-- Grading by people. An attempt with answers that people mark is submitted, then under review from the first mark on,
-- and graded when every such answer has its final mark. Only one attempt of an enrollment and a kind is not graded.
ALTER TABLE assessment.attempts DROP CONSTRAINT attempts_state_check;
ALTER TABLE assessment.attempts
	ADD CONSTRAINT attempts_state_check CHECK (state IN ('started', 'submitted', 'under_review', 'graded')),
	ADD CONSTRAINT attempts_result_check CHECK ((state = 'graded') = (scaled IS NOT NULL AND passed IS NOT NULL)),
	ADD COLUMN graded_at timestamptz;                       -- of the result that stands; NULL: as submitted_at
DROP INDEX assessment.attempts_running;
CREATE UNIQUE INDEX attempts_running ON assessment.attempts (enrollment_id, kind) WHERE state <> 'graded';
CREATE INDEX attempts_by_test ON assessment.attempts (test_id, id);

-- What may follow what. A pass that was given is never taken away.
CREATE FUNCTION assessment.keep_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NOT (OLD.state = NEW.state
		OR OLD.state = 'started' AND NEW.state IN ('submitted', 'graded')
		OR OLD.state = 'submitted' AND NEW.state IN ('under_review', 'graded')
		OR OLD.state = 'under_review' AND NEW.state = 'graded') THEN
		RAISE EXCEPTION 'an attempt does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
	END IF;
	IF OLD.passed AND NEW.passed IS NOT TRUE THEN
		RAISE EXCEPTION 'a passed attempt stays passed' USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER keep_order BEFORE UPDATE OF state, passed ON assessment.attempts FOR EACH ROW EXECUTE FUNCTION assessment.keep_order();

-- How answers of a test are marked, and how long its learners may appeal.
ALTER TABLE assessment.tests
	ADD COLUMN second_marker      boolean NOT NULL DEFAULT false,
	ADD COLUMN moderation_percent smallint NOT NULL DEFAULT 20 CHECK (moderation_percent BETWEEN 0 AND 100),
	ADD COLUMN appeal_days        smallint NOT NULL DEFAULT 7 CHECK (appeal_days BETWEEN 0 AND 90);

-- scripts: an answer, or the answer to one part of a case study, that people mark. part: 0 is the whole question.
CREATE TABLE assessment.scripts (
	id                  uuid PRIMARY KEY,
	attempt_id          uuid NOT NULL REFERENCES assessment.attempts,
	position            smallint NOT NULL CHECK (position > 0),
	part                smallint NOT NULL CHECK (part >= 0),
	person_id           uuid NOT NULL,
	agency_id           uuid NOT NULL,
	course_id           uuid NOT NULL,
	test_id             uuid NOT NULL REFERENCES assessment.tests,
	question_version_id uuid NOT NULL REFERENCES assessment.question_versions,
	max_points          integer NOT NULL,
	second_marker       boolean NOT NULL,
	moderation_over     integer NOT NULL,                   -- hundredths of a point: a greater difference is moderated
	state               text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'moderation', 'final')),
	points              integer,                            -- hundredths, once final
	claimed_by          uuid,
	claimed_until       timestamptz,
	created_at          timestamptz NOT NULL DEFAULT now(),
	UNIQUE (attempt_id, position, part),
	CHECK ((state = 'final') = (points IS NOT NULL)),
	CHECK ((claimed_by IS NULL) = (claimed_until IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX scripts_open ON assessment.scripts (course_id, created_at, id) WHERE state <> 'final';
CREATE INDEX scripts_by_test ON assessment.scripts (test_id);
CREATE INDEX scripts_by_person ON assessment.scripts (person_id);
CALL scope.protect_facts('assessment.scripts');

-- marks: one round of one marker: 1 first, 2 second, 3 moderation. Nobody marks an answer twice.
CREATE TABLE assessment.marks (
	id         uuid PRIMARY KEY,
	script_id  uuid NOT NULL REFERENCES assessment.scripts,
	person_id  uuid NOT NULL,
	agency_id  uuid NOT NULL,
	marker_id  uuid NOT NULL,
	round      smallint NOT NULL CHECK (round BETWEEN 1 AND 3),
	levels     jsonb NOT NULL,                              -- criterion -> place of the level, from 0
	points     integer NOT NULL CHECK (points >= 0),
	comment    text NOT NULL DEFAULT '',
	created_at timestamptz NOT NULL DEFAULT now(),
	UNIQUE (script_id, round),
	UNIQUE (script_id, marker_id)
);
CREATE INDEX marks_by_person ON assessment.marks (person_id);
CALL scope.protect_facts('assessment.marks');

-- appeals: one for each question of an attempt, or for the whole (position 0). changed and kept are the ends.
CREATE TABLE assessment.appeals (
	id              uuid PRIMARY KEY,
	attempt_id      uuid NOT NULL REFERENCES assessment.attempts,
	position        smallint NOT NULL CHECK (position >= 0),
	person_id       uuid NOT NULL,
	agency_id       uuid NOT NULL,
	course_id       uuid NOT NULL,
	reason          text NOT NULL,
	state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'proposed', 'changed', 'kept')),
	created_at      timestamptz NOT NULL DEFAULT now(),
	points_position smallint CHECK (points_position > 0),   -- whose points change
	points          integer CHECK (points >= 0),            -- hundredths that are proposed
	answered_by     uuid,
	answered_at     timestamptz,
	answer          text NOT NULL DEFAULT '',
	decided_by      uuid,
	decided_at      timestamptz,
	decision        text NOT NULL DEFAULT '',
	UNIQUE (attempt_id, position),
	CHECK ((points IS NULL) = (points_position IS NULL)),
	CHECK (decided_by IS DISTINCT FROM answered_by OR decided_by IS NULL),
	CHECK (state <> 'changed' OR (points IS NOT NULL AND answered_by IS NOT NULL AND decided_by IS NOT NULL))
);
CREATE INDEX appeals_open ON assessment.appeals (created_at, id) WHERE state IN ('open', 'proposed');
CREATE INDEX appeals_by_person ON assessment.appeals (person_id);
CALL scope.protect_facts('assessment.appeals');

-- corrections: what was wrong in the key of a question version, and what is done about it. A correction is counted
-- first, then approved by a second person, then applied. cursor_*: the last attempt that was done.
CREATE TABLE assessment.corrections (
	id                  uuid PRIMARY KEY,
	course_id           uuid NOT NULL,
	question_version_id uuid NOT NULL REFERENCES assessment.question_versions,
	kind                text NOT NULL CHECK (kind IN ('new_key', 'everybody', 'struck_out')),
	new_version_id      uuid REFERENCES assessment.question_versions,
	state               text NOT NULL CHECK (state IN ('counting', 'counted', 'applying', 'applied', 'cancelled')),
	reason              text NOT NULL,
	proposed_by         uuid NOT NULL,
	proposed_at         timestamptz NOT NULL DEFAULT now(),
	decided_by          uuid,
	decided_at          timestamptz,
	decision            text NOT NULL DEFAULT '',
	cursor_test         uuid,
	cursor_attempt      uuid,
	attempts            integer NOT NULL DEFAULT 0,         -- done in this run
	finished_at         timestamptz,
	CHECK ((kind = 'new_key') = (new_version_id IS NOT NULL)),
	CHECK (state NOT IN ('applying', 'applied') OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
);
CREATE UNIQUE INDEX corrections_open ON assessment.corrections (question_version_id) WHERE state IN ('counting', 'counted', 'applying');
CREATE INDEX corrections_in_force ON assessment.corrections (question_version_id, decided_at) WHERE state IN ('applying', 'applied');

-- correction_effects: the attempts whose points a correction changes, as they were counted before its approval.
CREATE TABLE assessment.correction_effects (
	correction_id uuid NOT NULL REFERENCES assessment.corrections,
	attempt_id    uuid NOT NULL REFERENCES assessment.attempts,
	person_id     uuid NOT NULL,
	agency_id     uuid NOT NULL,
	enrollment_id uuid NOT NULL,
	submitted_on  date NOT NULL,
	scaled_before integer NOT NULL,
	scaled_after  integer NOT NULL,
	passes        boolean NOT NULL,                         -- passes by it
	keeps         boolean NOT NULL,                         -- stays passed although the new points are below the mark
	PRIMARY KEY (correction_id, attempt_id)
);
CREATE INDEX correction_effects_by_person ON assessment.correction_effects (person_id);
CALL scope.protect_facts('assessment.correction_effects');

-- point_changes: every change of a result after it was handed in. position 0: the whole paper.
CREATE TABLE assessment.point_changes (
	id            uuid PRIMARY KEY,
	attempt_id    uuid NOT NULL REFERENCES assessment.attempts,
	person_id     uuid NOT NULL,
	agency_id     uuid NOT NULL,
	cause         text NOT NULL CHECK (cause IN ('marking', 'appeal', 'correction')),
	cause_id      uuid,                                     -- the appeal or the correction
	position      smallint NOT NULL CHECK (position >= 0),
	score_before  integer NOT NULL,
	score_after   integer NOT NULL,
	scaled_before integer,
	scaled_after  integer NOT NULL,
	passed_before boolean,
	passed_after  boolean NOT NULL,
	reason        text NOT NULL,
	changed_by    uuid NOT NULL,
	approved_by   uuid,
	created_at    timestamptz NOT NULL DEFAULT now(),
	CHECK (cause = 'marking' OR (approved_by IS NOT NULL AND approved_by <> changed_by))
);
CREATE INDEX point_changes_by_attempt ON assessment.point_changes (attempt_id, created_at);
CREATE INDEX point_changes_by_person ON assessment.point_changes (person_id);
CREATE UNIQUE INDEX point_changes_once ON assessment.point_changes (attempt_id, cause_id) WHERE cause_id IS NOT NULL;
CALL scope.protect_facts('assessment.point_changes');

-- History is added to, never changed; merging two entries of a person may rename whose it is.
CREATE TRIGGER keep_stored BEFORE UPDATE OF script_id, marker_id, round, levels, points, comment, created_at OR DELETE
	ON assessment.marks FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
CREATE TRIGGER keep_stored BEFORE UPDATE OF attempt_id, cause, cause_id, position, score_before, score_after, scaled_before, scaled_after,
	passed_before, passed_after, reason, changed_by, approved_by, created_at OR DELETE
	ON assessment.point_changes FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
