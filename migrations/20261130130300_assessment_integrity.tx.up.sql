-- What is noted about a final attempt beside its answers. It is seen by its learner and by the examiner of the learner's
-- agency, decides nothing by itself and is deleted 90 days after the result is final.

-- observations: how often and how long the page of the test was left, with the learner's own words about what is noted.
CREATE TABLE assessment.observations (
	attempt_id   uuid PRIMARY KEY REFERENCES assessment.attempts,
	person_id    uuid NOT NULL,
	agency_id    uuid NOT NULL,
	course_id    uuid NOT NULL,
	away_times   integer NOT NULL DEFAULT 0 CHECK (away_times >= 0),
	away_seconds integer NOT NULL DEFAULT 0 CHECK (away_seconds >= 0),
	reply        text NOT NULL DEFAULT '',
	replied_at   timestamptz,
	created_at   timestamptz NOT NULL DEFAULT now(),
	CHECK ((reply = '') = (replied_at IS NULL))
);
CREATE INDEX observations_by_person ON assessment.observations (person_id);
CALL scope.protect_facts('assessment.observations');

-- similarities: one line for each side of a pair of attempts with far more identical wrong answers than chance gives.
CREATE TABLE assessment.similarities (
	id               uuid PRIMARY KEY,
	attempt_id       uuid NOT NULL REFERENCES assessment.attempts,
	other_attempt_id uuid NOT NULL REFERENCES assessment.attempts,
	person_id        uuid NOT NULL,                          -- of attempt_id
	agency_id        uuid NOT NULL,
	test_id          uuid NOT NULL REFERENCES assessment.tests,
	both_wrong       smallint NOT NULL CHECK (both_wrong > 0),
	identical        smallint NOT NULL CHECK (identical BETWEEN 1 AND both_wrong),
	chance           double precision NOT NULL CHECK (chance BETWEEN 0 AND 1),
	created_at       timestamptz NOT NULL DEFAULT now(),
	UNIQUE (attempt_id, other_attempt_id),
	CHECK (attempt_id <> other_attempt_id)
);
CREATE INDEX similarities_by_other ON assessment.similarities (other_attempt_id);
CREATE INDEX similarities_by_test ON assessment.similarities (test_id);
CREATE INDEX similarities_by_person ON assessment.similarities (person_id);
CALL scope.protect_facts('assessment.similarities');
