CREATE SCHEMA learning;

-- requirements: who must learn what, by when, under which document. No person is named here.
CREATE TABLE learning.requirements (
	id              uuid PRIMARY KEY,
	course_id       uuid NOT NULL REFERENCES catalog.courses,
	agency_id       uuid NOT NULL REFERENCES organization.agencies,   -- the whole subtree
	school_class_id uuid REFERENCES organization.school_classes,
	position_groups text[] NOT NULL DEFAULT '{}',                     -- empty: every group of officers
	staffing        text CHECK (staffing IN ('dedicated', 'dual_role')),
	starts_on       date NOT NULL,
	due_on          date NOT NULL,
	ends_on         date,
	document        text NOT NULL,
	reason_vi       text NOT NULL DEFAULT '',
	reason_en       text NOT NULL DEFAULT '',
	created_by      uuid,
	created_at      timestamptz NOT NULL DEFAULT now(),
	CHECK (due_on >= starts_on)
);
CREATE INDEX requirements_by_agency ON learning.requirements (agency_id);
CREATE INDEX requirements_by_course ON learning.requirements (course_id);

-- enrollments: one per person, course and round; pinned to a course version; agency of the moment.
CREATE TABLE learning.enrollments (
	id                uuid PRIMARY KEY,
	person_id         uuid NOT NULL REFERENCES organization.persons,
	agency_id         uuid NOT NULL REFERENCES organization.agencies,
	course_id         uuid NOT NULL REFERENCES catalog.courses,
	course_version_id uuid NOT NULL REFERENCES catalog.course_versions,
	round             smallint NOT NULL DEFAULT 1 CHECK (round > 0),
	source            text NOT NULL CHECK (source IN ('requirement', 'list', 'self')),
	requirement_id    uuid REFERENCES learning.requirements,
	school_class_id   uuid REFERENCES organization.school_classes,
	due_on            date,
	enrolled_at       timestamptz NOT NULL DEFAULT now(),
	started_at        timestamptz,
	completed_at      timestamptz,
	UNIQUE (person_id, course_id, round)
);
CREATE INDEX enrollments_by_agency ON learning.enrollments (agency_id, course_id);
CREATE INDEX enrollments_by_course ON learning.enrollments (course_id, started_at);
CALL scope.protect_facts('learning.enrollments');

CREATE TABLE learning.lesson_progress (
	enrollment_id uuid NOT NULL REFERENCES learning.enrollments,
	lesson_id     uuid NOT NULL REFERENCES catalog.lessons,
	person_id     uuid NOT NULL,
	agency_id     uuid NOT NULL,
	state         text NOT NULL CHECK (state IN ('started', 'done')),
	way           text CHECK (way IN ('read', 'watched', 'transcript')),
	position_ms   integer NOT NULL DEFAULT 0,
	watched_ms    integer NOT NULL DEFAULT 0,
	done_at       timestamptz,
	updated_at    timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (enrollment_id, lesson_id)
) WITH (fillfactor = 80);
CALL scope.protect_facts('learning.lesson_progress');

-- playbacks and watch_segments: what the player showed, as the server received it; personal data,
-- used for the credit alone.
CREATE TABLE learning.playbacks (
	id            uuid PRIMARY KEY,
	person_id     uuid NOT NULL,
	agency_id     uuid NOT NULL,
	enrollment_id uuid NOT NULL REFERENCES learning.enrollments,
	lesson_id     uuid NOT NULL REFERENCES catalog.lessons,
	opened_at     timestamptz NOT NULL DEFAULT now(),
	ended_at      timestamptz,
	credited_ms   integer NOT NULL DEFAULT 0
);
CREATE INDEX playbacks_open ON learning.playbacks (person_id) WHERE ended_at IS NULL;
CREATE INDEX playbacks_by_lesson ON learning.playbacks (enrollment_id, lesson_id);
CALL scope.protect('learning.playbacks', NULL, 'person_id');
CREATE TABLE learning.watch_segments (
	playback_id uuid NOT NULL REFERENCES learning.playbacks ON DELETE CASCADE,
	sequence    integer NOT NULL CHECK (sequence > 0),
	person_id   uuid NOT NULL,
	from_ms     integer NOT NULL CHECK (from_ms >= 0),
	to_ms       integer NOT NULL CHECK (to_ms > from_ms),
	received_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (playback_id, sequence)
);
CALL scope.protect('learning.watch_segments', NULL, 'person_id');

-- test_passes: the parts of completion that tests give.
CREATE TABLE learning.test_passes (
	enrollment_id uuid NOT NULL REFERENCES learning.enrollments,
	kind          text NOT NULL CHECK (kind IN ('pre_test', 'final')),
	person_id     uuid NOT NULL,
	agency_id     uuid NOT NULL,
	score         integer NOT NULL,
	passed_at     timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (enrollment_id, kind)
);
CALL scope.protect_facts('learning.test_passes');

-- completions: the fact that counts. agency_id is the agency of that moment and never changes.
CREATE TABLE learning.completions (
	id                uuid PRIMARY KEY,
	enrollment_id     uuid NOT NULL UNIQUE REFERENCES learning.enrollments,
	person_id         uuid NOT NULL,
	agency_id         uuid NOT NULL REFERENCES organization.agencies,
	course_id         uuid NOT NULL REFERENCES catalog.courses,
	course_version_id uuid NOT NULL,
	round             smallint NOT NULL,
	completed_at      timestamptz NOT NULL,
	completed_on      date NOT NULL,
	score             integer CHECK (score BETWEEN 0 AND 1000),
	periods           integer NOT NULL                             -- hundredths of a period
);
CREATE INDEX completions_by_agency ON learning.completions (agency_id, completed_on);
CREATE INDEX completions_by_person ON learning.completions (person_id, course_id);
CALL scope.protect_facts('learning.completions');

-- deltas: what changed, for the figures. Appended in the business transaction, folded by reporting.
CREATE TABLE learning.deltas (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	xact      xid8 NOT NULL DEFAULT pg_current_xact_id(),
	at        timestamptz NOT NULL DEFAULT now(),
	agency_id uuid NOT NULL,
	course_id uuid NOT NULL,
	day       date NOT NULL,
	what      text NOT NULL CHECK (what IN ('enrolled', 'started', 'completed', 'periods')),
	amount    integer NOT NULL
);
CREATE INDEX deltas_by_xact ON learning.deltas (xact);
CALL scope.protect_append('learning.deltas', 'agency_id', NULL);

CREATE VIEW learning.requirement_facts WITH (security_invoker = true) AS
	SELECT id AS requirement_id, course_id, agency_id, school_class_id, position_groups, staffing, starts_on, due_on, ends_on, document FROM learning.requirements;
CREATE VIEW learning.enrollment_facts WITH (security_invoker = true) AS
	SELECT id AS enrollment_id, person_id, agency_id, course_id, course_version_id, round, source, school_class_id, due_on, enrolled_at, started_at, completed_at FROM learning.enrollments;
CREATE VIEW learning.completion_facts WITH (security_invoker = true) AS
	SELECT id AS completion_id, enrollment_id, person_id, agency_id, course_id, round, completed_at, completed_on, score, periods FROM learning.completions;
CREATE VIEW learning.delta_facts WITH (security_invoker = true) AS
	SELECT id, xact, agency_id, course_id, day, what, amount FROM learning.deltas;
