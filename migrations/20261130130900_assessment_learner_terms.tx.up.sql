-- learner_settings: what a learner has chosen about the own tests; nobody else reads it.
CREATE TABLE assessment.learner_settings (
	person_id   uuid PRIMARY KEY,
	plain_items boolean NOT NULL DEFAULT false,             -- equivalents in place of questions that need dragging or an image
	updated_at  timestamptz NOT NULL DEFAULT now()
);
CALL scope.protect('assessment.learner_settings', NULL, 'person_id');

-- extra_times: more time at tests, in percent of their minutes. Why is told as a class only: nothing about health is kept.
CREATE TABLE assessment.extra_times (
	id          uuid PRIMARY KEY,
	person_id   uuid NOT NULL,
	agency_id   uuid NOT NULL,                              -- which gave it
	percent     smallint NOT NULL CHECK (percent BETWEEN 10 AND 200),
	asked_by    text NOT NULL CHECK (asked_by IN ('learner', 'agency')),
	valid_until date NOT NULL,                              -- the last day
	given_by    uuid NOT NULL,
	given_at    timestamptz NOT NULL DEFAULT now(),
	ended_by    uuid,
	ended_at    timestamptz,
	CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE INDEX extra_times_by_person ON assessment.extra_times (person_id, given_at);
CALL scope.protect_facts('assessment.extra_times');
