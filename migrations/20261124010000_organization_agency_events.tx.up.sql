-- How an event was applied, so that it can be reversed row by row.

-- agency_event_applications: who applied an event, with what was asked and what it did in numbers.
CREATE TABLE organization.agency_event_applications (
	event_id    uuid PRIMARY KEY REFERENCES organization.agency_events ON DELETE CASCADE,
	command     jsonb NOT NULL,
	counts      jsonb NOT NULL,
	applied_by  uuid NOT NULL,
	applied_at  timestamptz NOT NULL DEFAULT now(),
	followed_at timestamptz               -- when people were moved; null until the day of the event
);
CREATE INDEX agency_event_applications_waiting ON organization.agency_event_applications (event_id) WHERE followed_at IS NULL;

-- agency_event_changes: every row that an event wrote, as it was and as it became. Rows of people stay
-- under the policy of their agency.
CREATE TABLE organization.agency_event_changes (
	event_id  uuid NOT NULL REFERENCES organization.agency_events ON DELETE CASCADE,
	number    integer NOT NULL,
	what      text NOT NULL CHECK (what IN ('agencies', 'agency_versions', 'postings', 'school_classes', 'class_members', 'grants', 'persons')),
	row_id    uuid NOT NULL,
	agency_id uuid NOT NULL,
	person_id uuid,
	before    jsonb,                      -- null: the event added the row
	after     jsonb NOT NULL,
	PRIMARY KEY (event_id, number)
);
CALL scope.protect('organization.agency_event_changes', 'agency_id', 'person_id');

-- agency_reversals: events that were taken back. The event itself is gone; this line stays.
CREATE TABLE organization.agency_reversals (
	id             uuid PRIMARY KEY,
	event_id       uuid NOT NULL,
	kind           text NOT NULL,
	occurred_on    date NOT NULL,
	legal_document text NOT NULL,
	agencies       uuid[] NOT NULL,
	reason         text NOT NULL,
	reversed_by    uuid NOT NULL,
	reversed_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX agency_reversals_by_agency ON organization.agency_reversals USING gin (agencies);

-- agency_sheets: an uploaded list of agencies, judged row by row before anything is written.
CREATE TABLE organization.agency_sheets (
	id           uuid PRIMARY KEY,
	file_name    text NOT NULL CHECK (length(file_name) <= 200),
	state        text NOT NULL CHECK (state IN ('checked', 'committed')),
	rows         jsonb NOT NULL,
	created_by   uuid NOT NULL,
	created_at   timestamptz NOT NULL DEFAULT now(),
	committed_at timestamptz
);
CREATE INDEX agency_sheets_by_time ON organization.agency_sheets (created_at DESC);
