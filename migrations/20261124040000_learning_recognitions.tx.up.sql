-- recognitions (công nhận kết quả học ở nơi khác): a certificate of another issuer that stands for a
-- course. The officer submits it, the agency's focal point checks it at its source, a third person
-- accepts or refuses; what was accepted can be withdrawn from a day on. No file is kept: the number
-- and the place where it can be checked are. agency_id is the agency of the officer at submission.
CREATE TABLE learning.recognitions (
	id                uuid PRIMARY KEY,
	person_id         uuid NOT NULL REFERENCES organization.persons,
	agency_id         uuid NOT NULL REFERENCES organization.agencies,
	course_id         uuid NOT NULL REFERENCES catalog.courses,       -- the course that it stands for
	title             text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),           -- as printed on it
	issuer            text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 200),
	document_number   text NOT NULL CHECK (length(document_number) BETWEEN 1 AND 60),
	issued_on         date NOT NULL,
	valid_until       date,                                           -- last valid day; null: without end
	check_at          text NOT NULL CHECK (length(check_at) BETWEEN 1 AND 300),        -- where anybody can check it
	state             text NOT NULL CHECK (state IN ('submitted', 'proposed', 'returned', 'accepted', 'refused', 'withdrawn')),
	submitted_at      timestamptz NOT NULL DEFAULT now(),
	checked_by        uuid,
	checked_at        timestamptz,
	check_note        text NOT NULL DEFAULT '',                       -- how it was checked, or why it went back
	decided_by        uuid,
	decided_at        timestamptz,
	decision_reason   text NOT NULL DEFAULT '',
	withdrawn_by      uuid,
	withdrawn_at      timestamptz,
	withdrawn_on      date,                                           -- first day on which it no longer counts
	withdrawal_reason text NOT NULL DEFAULT '',
	CHECK (valid_until IS NULL OR valid_until >= issued_on),
	CHECK (checked_by <> person_id),
	CHECK (decided_by <> person_id AND decided_by <> checked_by),
	CHECK (withdrawn_by <> person_id),
	CHECK ((state = 'submitted') = (checked_at IS NULL) AND (checked_at IS NULL) = (checked_by IS NULL)),
	CHECK ((state IN ('accepted', 'refused', 'withdrawn')) = (decided_at IS NOT NULL) AND (decided_at IS NULL) = (decided_by IS NULL)),
	CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL) AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_on IS NULL)),
	CHECK (withdrawn_on >= issued_on),
	CHECK (state NOT IN ('returned', 'refused') OR length(CASE state WHEN 'returned' THEN check_note ELSE decision_reason END) >= 3),
	CHECK (state <> 'withdrawn' OR length(withdrawal_reason) >= 3)
);
-- One open case per person and course.
CREATE UNIQUE INDEX recognitions_open ON learning.recognitions (person_id, course_id) WHERE state IN ('submitted', 'proposed');
CREATE INDEX recognitions_by_agency ON learning.recognitions (agency_id, state, submitted_at);
CREATE INDEX recognitions_by_person ON learning.recognitions (person_id, submitted_at);
CALL scope.protect_facts('learning.recognitions');

-- recognition_facts: what counts. It stands for the course from recognized_on to valid_until (both
-- included; null: without end) and no longer from withdrawn_on on. It was known from accepted_at, its
-- withdrawal from withdrawn_at: a closed period asks for both. A renewed certificate overlaps the one
-- before: whoever counts asks whether a row exists, never how many.
CREATE VIEW learning.recognition_facts WITH (security_invoker = true) AS
	SELECT person_id, agency_id, course_id, issued_on AS recognized_on, valid_until, decided_at AS accepted_at, withdrawn_on, withdrawn_at, id AS recognition_id
	FROM learning.recognitions WHERE state IN ('accepted', 'withdrawn');
