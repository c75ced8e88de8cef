-- sittings: when an agency lets its own people, those of the agencies below it, or one school class take a test of a
-- course. Where one that is not cancelled covers a learner, the test starts only inside one. Nobody stands in it.
CREATE TABLE assessment.sittings (
	id              uuid PRIMARY KEY,
	agency_id       uuid NOT NULL REFERENCES organization.agencies,
	school_class_id uuid REFERENCES organization.school_classes,
	course_id       uuid NOT NULL REFERENCES catalog.courses,
	kind            text NOT NULL CHECK (kind IN ('pre_test', 'final')),
	title           text NOT NULL,
	opens_at        timestamptz NOT NULL,
	closes_at       timestamptz NOT NULL,
	code_hash       bytea,                                  -- keyed, over the sitting and the code; NULL: none is asked for
	version         integer NOT NULL DEFAULT 1,
	created_by      uuid NOT NULL,
	created_at      timestamptz NOT NULL DEFAULT now(),
	cancelled_by    uuid,
	cancelled_at    timestamptz,
	cancel_reason   text NOT NULL DEFAULT '',
	CHECK (closes_at > opens_at),
	CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL))
);
CREATE INDEX sittings_by_course ON assessment.sittings (course_id, agency_id) WHERE cancelled_at IS NULL;
CREATE INDEX sittings_by_agency ON assessment.sittings (agency_id, opens_at);
CREATE INDEX sittings_by_class ON assessment.sittings (school_class_id) WHERE school_class_id IS NOT NULL;

-- sitting_id: in which an attempt was started. extra_seconds: what its learner has beyond the test's minutes, frozen at
-- the start and part of the deadline.
ALTER TABLE assessment.attempts
	ADD COLUMN sitting_id    uuid REFERENCES assessment.sittings,
	ADD COLUMN extra_seconds integer NOT NULL DEFAULT 0 CHECK (extra_seconds >= 0);
CREATE INDEX attempts_by_sitting ON assessment.attempts (sitting_id) WHERE sitting_id IS NOT NULL;

-- code_tries: the tries of a person at access codes since the last right one or the last pause.
CREATE TABLE assessment.code_tries (
	person_id uuid PRIMARY KEY,
	tries     integer NOT NULL,
	last_at   timestamptz NOT NULL
) WITH (fillfactor = 70);
CALL scope.protect('assessment.code_tries', NULL, 'person_id');
