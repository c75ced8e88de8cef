-- Certificates that wait for a decision that recognizes the results (quyết định công nhận kết quả).
ALTER TABLE certificate.issuers ADD COLUMN awaits_decision boolean NOT NULL DEFAULT false;

-- decision_lists: whom a decision names; a second person accepts it, and all are issued at once.
CREATE TABLE certificate.decision_lists (
	id              uuid PRIMARY KEY,
	issuer_id       uuid NOT NULL REFERENCES certificate.issuers,
	decision_number text NOT NULL,
	decision_on     date NOT NULL,
	authority       text NOT NULL,                -- who decided: printed after "của"
	people          integer NOT NULL CHECK (people BETWEEN 1 AND 500),
	state           text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'returned', 'taken_back')),
	proposed_by     uuid NOT NULL,
	proposed_at     timestamptz NOT NULL,
	decided_by      uuid,
	decided_at      timestamptz,
	decision_note   text NOT NULL DEFAULT '',
	CHECK ((state = 'proposed') = (decided_by IS NULL)),
	CONSTRAINT decision_lists_two_persons CHECK (state NOT IN ('approved', 'returned') OR decided_by <> proposed_by)
);
CREATE INDEX decision_lists_by_issuer ON certificate.decision_lists (issuer_id, state, proposed_at);

-- waiting: who has completed a course and waits; the facts are those of the moment. A row goes when its certificate is issued.
CREATE TABLE certificate.waiting (
	enrollment_id uuid PRIMARY KEY REFERENCES learning.enrollments,
	issuer_id     uuid NOT NULL REFERENCES certificate.issuers,
	person_id     uuid NOT NULL,
	agency_id     uuid NOT NULL,
	facts         jsonb NOT NULL,
	given_name    text NOT NULL,                  -- by which lists are sorted
	full_name     text NOT NULL,
	since         timestamptz NOT NULL DEFAULT now(),
	list_id       uuid REFERENCES certificate.decision_lists
);
CREATE INDEX waiting_by_issuer ON certificate.waiting (issuer_id, list_id);
CREATE INDEX waiting_by_person ON certificate.waiting (person_id);
CALL scope.protect_facts('certificate.waiting');
