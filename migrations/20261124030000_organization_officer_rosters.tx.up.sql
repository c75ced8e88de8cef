-- Rosters of officers beside the class lists of schools; commits in the background, step by step;
-- undo within a day.
ALTER TABLE organization.roster_imports
	ADD COLUMN kind         text NOT NULL DEFAULT 'students' CHECK (kind IN ('students', 'officers')),
	ADD COLUMN source       text NOT NULL DEFAULT 'file' CHECK (source IN ('file', 'api')),
	ADD COLUMN effective_on date,                        -- since when postings and memberships hold; null: the day of the commit
	ADD COLUMN done         integer NOT NULL DEFAULT 0,  -- rows that the writing or the undoing has passed
	ADD COLUMN to_do        integer NOT NULL DEFAULT 0,
	ADD COLUMN worked_at    timestamptz,                 -- the last step; an old one of an unfinished list is taken up again
	ADD COLUMN worked_by    uuid,                        -- who ordered the writing or the undoing
	ADD COLUMN new_classes  uuid[] NOT NULL DEFAULT '{}',
	ADD COLUMN undone_at    timestamptz,
	DROP CONSTRAINT roster_imports_state_check,
	ADD CONSTRAINT roster_imports_state_check CHECK (state IN ('checked', 'committing', 'committed', 'undoing', 'undone'));
CREATE INDEX roster_imports_unfinished ON organization.roster_imports (worked_at) WHERE state IN ('committing', 'undoing');

ALTER TABLE organization.roster_rows
	ADD COLUMN position       text NOT NULL DEFAULT '',
	ADD COLUMN position_group text NOT NULL DEFAULT '',
	ADD COLUMN staffing       text NOT NULL DEFAULT '',
	ADD COLUMN unit           text NOT NULL DEFAULT '',     -- name or code as it was written
	ADD COLUMN unit_id        uuid,                         -- the agency that it names
	ADD COLUMN valid_from     date,
	ADD COLUMN chosen         boolean NOT NULL DEFAULT true,
	ADD COLUMN applied        boolean NOT NULL DEFAULT false,
	ADD COLUMN kept           text NOT NULL DEFAULT '',     -- why an undo left the row as it is
	ADD COLUMN before         jsonb,                        -- the person before the row was written, and
	ADD COLUMN after          jsonb,                        -- after it; both are forgotten after a day
	DROP CONSTRAINT roster_rows_verdict_check,
	ADD CONSTRAINT roster_rows_verdict_check CHECK (verdict IN ('new', 'existing', 'moved', 'changed', 'refused'));
CREATE INDEX roster_rows_waiting ON organization.roster_rows (roster_id, number) WHERE chosen AND NOT applied;

-- roster_mappings: what the columns of a form mean in an agency, as somebody has last said.
CREATE TABLE organization.roster_mappings (
	agency_id uuid NOT NULL REFERENCES organization.agencies,
	kind      text NOT NULL CHECK (kind IN ('students', 'officers')),
	form      bytea NOT NULL CHECK (length(form) = 32),     -- SHA-256 of the headings; their text is not kept
	fields    text[] NOT NULL,                              -- by column
	used_at   timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (agency_id, kind, form)
);
CALL scope.protect('organization.roster_mappings', 'agency_id', NULL);

-- position_titles: the position group of a title in an agency, as somebody has last said.
CREATE TABLE organization.position_titles (
	agency_id      uuid NOT NULL REFERENCES organization.agencies,
	title_key      text NOT NULL CHECK (length(title_key) BETWEEN 1 AND 200),
	position_group text NOT NULL CHECK (position_group IN ('leader', 'officer', 'teacher', 'commune_staff', 'clerk', 'youth_union')),
	used_at        timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (agency_id, title_key)
);
CALL scope.protect('organization.position_titles', 'agency_id', NULL);

-- roster_requests: the keys under which programs pushed their lists; the roster is the answer.
CREATE TABLE organization.roster_requests (
	agency_id    uuid NOT NULL REFERENCES organization.agencies,
	key          text NOT NULL CHECK (length(key) BETWEEN 8 AND 100),
	request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
	roster_id    uuid NOT NULL REFERENCES organization.roster_imports ON DELETE CASCADE,
	created_at   timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (agency_id, key)
);
CALL scope.protect('organization.roster_requests', 'agency_id', NULL);

-- The search for somebody whom another agency has already entered.
CREATE INDEX persons_by_own_code ON organization.persons (code) WHERE code IS NOT NULL;
CREATE INDEX persons_by_birth ON organization.persons (birth_year, full_name) WHERE birth_year IS NOT NULL;

-- slip_states: what lists of unused slips say; under identity's own policy.
CREATE VIEW organization.slip_states WITH (security_invoker = true) AS
	SELECT person_id, username, one_time_printed_at AS printed_at, one_time_expires_at AS expires_at, last_sign_in_at,
		last_sign_in_at IS NOT NULL OR password_hash IS NOT NULL AS used_before,
		COALESCE(one_time_hash IS NOT NULL AND one_time_expires_at > now(), false) AS unused
	FROM identity.accounts;
