CREATE SCHEMA audit;

-- entries: every privileged write with actor, reason, before and after. Append-only for the application.
CREATE TABLE audit.entries (
	id          uuid PRIMARY KEY,
	at          timestamptz NOT NULL DEFAULT now(),
	actor_id    uuid,                      -- a person; null for the platform itself
	actor_role  text NOT NULL,
	agency_id   uuid,                      -- whose affair it is
	action      text NOT NULL,             -- verb + noun: 'commit_roster'
	object_type text NOT NULL,
	object_id   uuid,
	reason      text NOT NULL DEFAULT '',
	before      jsonb,
	after       jsonb,
	request_id  text NOT NULL DEFAULT ''
);
CREATE INDEX entries_by_agency ON audit.entries (agency_id, at DESC);
CREATE INDEX entries_by_object ON audit.entries (object_id, at DESC);
CALL scope.protect_append('audit.entries', 'agency_id', NULL);

-- person_reads: who opened whose rows. Shown to the person ("Ai đã xem dữ liệu của tôi").
CREATE TABLE audit.person_reads (
	id        uuid PRIMARY KEY,
	at        timestamptz NOT NULL DEFAULT now(),
	person_id uuid NOT NULL,
	reader_id uuid NOT NULL,
	agency_id uuid NOT NULL,               -- the reader's agency at that moment
	what      text NOT NULL                -- 'people_list', 'completion_list', 'slip', ...
);
CREATE INDEX person_reads_by_person ON audit.person_reads (person_id, at DESC);
CALL scope.protect_append('audit.person_reads', 'agency_id', 'person_id');

-- commitments: a salted leaf per certificate, grade by hand and seal, for the transparency log.
CREATE TABLE audit.commitments (
	id         uuid PRIMARY KEY,
	at         timestamptz NOT NULL DEFAULT now(),
	kind       text NOT NULL,              -- 'certificate_issued', 'certificate_revoked', 'report_sealed', ...
	subject_id uuid NOT NULL,
	salt       bytea NOT NULL CHECK (length(salt) = 32),
	leaf       bytea NOT NULL CHECK (length(leaf) = 32)
);
CREATE INDEX commitments_by_subject ON audit.commitments (subject_id);
CALL scope.protect_append('audit.commitments', NULL, NULL);
