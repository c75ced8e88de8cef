CREATE SCHEMA assessment;

CREATE TABLE assessment.questions (
	id        uuid PRIMARY KEY,
	course_id uuid NOT NULL REFERENCES catalog.courses,
	key       text NOT NULL,
	UNIQUE (course_id, key)
);
-- question_versions: immutable; a paper names the version it shows.
CREATE TABLE assessment.question_versions (
	id           uuid PRIMARY KEY,
	question_id  uuid NOT NULL REFERENCES assessment.questions,
	number       integer NOT NULL,
	type         text NOT NULL,
	topic        text NOT NULL,
	difficulty   smallint NOT NULL CHECK (difficulty BETWEEN 1 AND 3),
	body         jsonb NOT NULL,
	content_hash bytea NOT NULL,
	created_at   timestamptz NOT NULL DEFAULT now(),
	UNIQUE (question_id, number)
);

-- tests: of one course version. kind is open: pre-test, final, later self-check and probe.
CREATE TABLE assessment.tests (
	id                  uuid PRIMARY KEY,
	course_version_id   uuid NOT NULL REFERENCES catalog.course_versions,
	course_id           uuid NOT NULL REFERENCES catalog.courses,
	kind                text NOT NULL CHECK (kind IN ('pre_test', 'final', 'self_check', 'probe')),
	title_vi            text NOT NULL,
	title_en            text NOT NULL DEFAULT '',
	minutes             integer NOT NULL CHECK (minutes BETWEEN 1 AND 300),
	pass_mark           integer NOT NULL CHECK (pass_mark BETWEEN 0 AND 1000),
	attempts            integer NOT NULL CHECK (attempts >= 0),   -- 0: no limit
	cooling_off_minutes integer NOT NULL DEFAULT 0,
	feedback            text NOT NULL CHECK (feedback IN ('after_submit', 'score_only')),
	question_count      integer NOT NULL,
	blueprint           jsonb NOT NULL,
	UNIQUE (course_version_id, kind)
);
-- test_pool: the question versions from which a test draws, frozen with the course version.
CREATE TABLE assessment.test_pool (
	test_id             uuid NOT NULL REFERENCES assessment.tests,
	question_version_id uuid NOT NULL REFERENCES assessment.question_versions,
	PRIMARY KEY (test_id, question_version_id)
);

CREATE TABLE assessment.attempts (
	id            uuid PRIMARY KEY,
	test_id       uuid NOT NULL REFERENCES assessment.tests,
	enrollment_id uuid NOT NULL REFERENCES learning.enrollments,
	person_id     uuid NOT NULL,
	agency_id     uuid NOT NULL,                                  -- of the moment
	course_id     uuid NOT NULL,
	kind          text NOT NULL,
	number        integer NOT NULL CHECK (number > 0),
	state         text NOT NULL CHECK (state IN ('started', 'graded')),
	ended_by      text CHECK (ended_by IN ('learner', 'deadline')),
	seed          bigint NOT NULL,
	paper         jsonb NOT NULL,                                 -- frozen: question versions and option orders
	started_at    timestamptz NOT NULL DEFAULT now(),
	deadline_at   timestamptz NOT NULL,
	submitted_at  timestamptz,
	score         integer,                                        -- hundredths of a point
	max_score     integer NOT NULL,
	scaled        integer CHECK (scaled BETWEEN 0 AND 1000),      -- hundredths of 10
	passed        boolean,
	UNIQUE (enrollment_id, kind, number)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX attempts_running ON assessment.attempts (enrollment_id, kind) WHERE state = 'started';
CREATE INDEX attempts_by_deadline ON assessment.attempts (deadline_at) WHERE state = 'started';
CREATE INDEX attempts_by_agency ON assessment.attempts (agency_id, submitted_at);
CREATE INDEX attempts_by_person ON assessment.attempts (person_id);
CALL scope.protect_facts('assessment.attempts');

CREATE TABLE assessment.answers (
	attempt_id uuid NOT NULL REFERENCES assessment.attempts,
	position   smallint NOT NULL CHECK (position > 0),
	person_id  uuid NOT NULL,
	agency_id  uuid NOT NULL,
	revision   bigint NOT NULL CHECK (revision > 0),
	payload    jsonb NOT NULL,
	saved_at   timestamptz NOT NULL DEFAULT now(),
	late       boolean NOT NULL DEFAULT false,                    -- kept, flagged, not graded
	points     integer,
	PRIMARY KEY (attempt_id, position)
) WITH (fillfactor = 70);
CALL scope.protect_facts('assessment.answers');

CREATE VIEW assessment.attempt_facts WITH (security_invoker = true) AS
	SELECT id AS attempt_id, enrollment_id, person_id, agency_id, course_id, kind, number, started_at, submitted_at,
		(submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS submitted_on, scaled, passed
	FROM assessment.attempts WHERE state = 'graded';

-- What papers name never changes: another content is another version.
CREATE FUNCTION assessment.keep_stored() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'a stored %.% never changes', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_stored BEFORE UPDATE OR DELETE ON assessment.question_versions FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
CREATE TRIGGER keep_stored BEFORE UPDATE OR DELETE ON assessment.tests FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
CREATE TRIGGER keep_stored BEFORE UPDATE OR DELETE ON assessment.test_pool FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
