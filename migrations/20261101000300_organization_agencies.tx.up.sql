CREATE SCHEMA organization;

-- agencies (cơ quan, đơn vị): identity only. Names, kinds and parents are dated versions.
CREATE TABLE organization.agencies (
	id         uuid PRIMARY KEY,
	created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE organization.agency_versions (
	id                     uuid PRIMARY KEY,
	agency_id              uuid NOT NULL REFERENCES organization.agencies,
	valid_from             date NOT NULL,
	valid_to               date,                       -- first day on which it no longer holds
	name                   text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	short_name             text NOT NULL DEFAULT '',
	kind                   text NOT NULL CHECK (kind IN ('province', 'department', 'party', 'mass_organization', 'police',
	                       'district', 'commune', 'ward', 'special_zone', 'university', 'school', 'enterprise', 'unit')),
	code                   text NOT NULL,              -- official code, or the plan's own
	parent_id              uuid REFERENCES organization.agencies,   -- administrative parent
	professional_parent_id uuid REFERENCES organization.agencies,   -- for schools: who leads the profession
	header_kind            text NOT NULL DEFAULT 'plain' CHECK (header_kind IN ('department', 'commune', 'police', 'steering_committee', 'school', 'plain')),
	full_place_name        boolean NOT NULL DEFAULT false,  -- named after a person, number or event: "Xã Đặng Thùy Trâm, ngày ..."
	publishes_strength     boolean NOT NULL DEFAULT true,   -- false: no person rows, out of A1 and B4
	contact                jsonb NOT NULL DEFAULT '{}',
	name_key               text COLLATE "C" NOT NULL,       -- folded name, for search
	CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE UNIQUE INDEX agency_versions_current ON organization.agency_versions (agency_id) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX agency_versions_start ON organization.agency_versions (agency_id, valid_from);
CREATE INDEX agency_versions_by_parent ON organization.agency_versions (parent_id, valid_from);
CREATE INDEX agency_versions_by_code ON organization.agency_versions (code);

-- agency_closure: every ancestor of every agency (itself at depth 0), with the days on which it holds.
CREATE TABLE organization.agency_closure (
	ancestor_id   uuid NOT NULL REFERENCES organization.agencies,
	descendant_id uuid NOT NULL REFERENCES organization.agencies,
	depth         smallint NOT NULL CHECK (depth >= 0 AND depth < 12),
	valid_from    date NOT NULL,
	valid_to      date,
	PRIMARY KEY (ancestor_id, descendant_id, valid_from)
);
CREATE INDEX agency_closure_by_descendant ON organization.agency_closure (descendant_id);

-- agency_events: what happened to agencies, with its legal document (domain: section 4.2).
CREATE TABLE organization.agency_events (
	id             uuid PRIMARY KEY,
	kind           text NOT NULL CHECK (kind IN ('establish', 'rename', 'merge', 'absorb', 'split', 'dissolve', 'move_parent', 'transfer_function')),
	occurred_on    date NOT NULL,
	legal_document text NOT NULL,
	note           text NOT NULL DEFAULT '',
	created_at     timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE organization.agency_event_sources (
	event_id  uuid NOT NULL REFERENCES organization.agency_events,
	agency_id uuid NOT NULL REFERENCES organization.agencies,
	PRIMARY KEY (event_id, agency_id)
);
CREATE TABLE organization.agency_event_targets (
	event_id  uuid NOT NULL REFERENCES organization.agency_events,
	agency_id uuid NOT NULL REFERENCES organization.agencies,
	share     integer CHECK (share BETWEEN 0 AND 10000),   -- hundredths of a percent; null: not declared
	PRIMARY KEY (event_id, agency_id)
);
CREATE INDEX agency_event_targets_by_agency ON organization.agency_event_targets (agency_id);
CREATE INDEX agency_event_sources_by_agency ON organization.agency_event_sources (agency_id);

-- persons: the least that the work needs. agency_id is the agency of the posting that counts for
-- reporting (a student's school), kept with the postings.
CREATE TABLE organization.persons (
	id          uuid PRIMARY KEY,
	agency_id   uuid NOT NULL REFERENCES organization.agencies,
	kind        text NOT NULL CHECK (kind IN ('officer', 'student')),
	full_name   text NOT NULL CHECK (length(full_name) BETWEEN 1 AND 120),
	family_name text NOT NULL DEFAULT '',
	middle_name text NOT NULL DEFAULT '',
	given_name  text NOT NULL,
	code        text,                                   -- staff or student code, unique in its agency
	birth_year  smallint CHECK (birth_year BETWEEN 1920 AND 2030),  -- only to part namesakes
	created_at  timestamptz NOT NULL DEFAULT now(),
	updated_at  timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX persons_by_code ON organization.persons (agency_id, code) WHERE code IS NOT NULL;
CREATE INDEX persons_by_name ON organization.persons (agency_id, given_name COLLATE "vi-x-icu", family_name COLLATE "vi-x-icu", middle_name COLLATE "vi-x-icu", id);

-- postings: who works where, from when, to when. One open posting per person counts for reporting.
CREATE TABLE organization.postings (
	id             uuid PRIMARY KEY,
	person_id      uuid NOT NULL REFERENCES organization.persons,
	agency_id      uuid NOT NULL REFERENCES organization.agencies,
	position       text NOT NULL DEFAULT '',
	position_group text NOT NULL DEFAULT 'officer' CHECK (position_group IN ('leader', 'officer', 'teacher', 'commune_staff', 'clerk', 'youth_union', 'student')),
	staffing       text NOT NULL DEFAULT 'none' CHECK (staffing IN ('none', 'dedicated', 'dual_role')),  -- chuyên trách, kiêm nhiệm
	counts         boolean NOT NULL DEFAULT true,       -- counts for reporting
	valid_from     date NOT NULL,
	valid_to       date,
	CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE UNIQUE INDEX postings_counting ON organization.postings (person_id) WHERE counts AND valid_to IS NULL;
CREATE INDEX postings_by_agency ON organization.postings (agency_id, valid_from);
CREATE INDEX postings_by_person ON organization.postings (person_id);
CALL scope.protect('organization.postings', 'agency_id', 'person_id');
CALL scope.protect('organization.persons', 'agency_id', 'id',
	'id IN (SELECT p.person_id FROM organization.postings p WHERE p.agency_id = ANY ((SELECT string_to_array(current_setting(''app.agencies'', true), '','')::uuid[])::uuid[]))');

-- person_tokens: folded name parts and codes for prefix search; only leakproof operators are used on it.
CREATE TABLE organization.person_tokens (
	agency_id uuid NOT NULL,
	token     text COLLATE "C" NOT NULL,
	person_id uuid NOT NULL REFERENCES organization.persons ON DELETE CASCADE,
	PRIMARY KEY (agency_id, token, person_id)
);
CREATE INDEX person_tokens_by_person ON organization.person_tokens (person_id);
CALL scope.protect('organization.person_tokens', 'agency_id', 'person_id');

-- school_classes (lớp của trường): one school, one school year.
CREATE TABLE organization.school_classes (
	id          uuid PRIMARY KEY,
	agency_id   uuid NOT NULL REFERENCES organization.agencies,
	school_year text NOT NULL CHECK (school_year ~ '^20[0-9]{2}-20[0-9]{2}$'),
	name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
	created_at  timestamptz NOT NULL DEFAULT now(),
	UNIQUE (agency_id, school_year, name)
);
CREATE TABLE organization.class_members (
	school_class_id uuid NOT NULL REFERENCES organization.school_classes,
	person_id       uuid NOT NULL REFERENCES organization.persons,
	agency_id       uuid NOT NULL REFERENCES organization.agencies,
	valid_from      date NOT NULL,
	valid_to        date,
	PRIMARY KEY (school_class_id, person_id, valid_from)
);
CREATE UNIQUE INDEX class_members_open ON organization.class_members (person_id) WHERE valid_to IS NULL;
CREATE INDEX class_members_by_agency ON organization.class_members (agency_id);
CALL scope.protect('organization.class_members', 'agency_id', 'person_id');

-- grants: a role, in an agency's subtree or one school class, from a day to a day.
CREATE TABLE organization.grants (
	id              uuid PRIMARY KEY,
	person_id       uuid NOT NULL REFERENCES organization.persons,
	role            text NOT NULL,
	agency_id       uuid NOT NULL REFERENCES organization.agencies,
	school_class_id uuid REFERENCES organization.school_classes,
	valid_from      date NOT NULL,
	valid_to        date,
	document        text NOT NULL DEFAULT '',
	granted_by      uuid,
	created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX grants_by_person ON organization.grants (person_id);
CREATE INDEX grants_by_agency ON organization.grants (agency_id);
CALL scope.protect('organization.grants', 'agency_id', 'person_id');

-- roster_imports: an uploaded class list, checked row by row before anything is written.
CREATE TABLE organization.roster_imports (
	id           uuid PRIMARY KEY,
	agency_id    uuid NOT NULL REFERENCES organization.agencies,
	school_year  text NOT NULL,
	file_name    text NOT NULL CHECK (length(file_name) <= 200),
	file_hash    bytea NOT NULL,
	state        text NOT NULL CHECK (state IN ('checked', 'committed')),
	counts       jsonb NOT NULL,
	skipped      jsonb NOT NULL DEFAULT '[]',   -- rows without a student: number and reason, never their text
	created_by   uuid NOT NULL,
	created_at   timestamptz NOT NULL DEFAULT now(),
	committed_at timestamptz
);
CREATE INDEX roster_imports_by_agency ON organization.roster_imports (agency_id, created_at DESC);
CALL scope.protect('organization.roster_imports', 'agency_id', NULL);
CREATE TABLE organization.roster_rows (
	roster_id  uuid NOT NULL REFERENCES organization.roster_imports ON DELETE CASCADE,
	agency_id  uuid NOT NULL,
	number     integer NOT NULL,           -- row of the sheet, as the person sees it
	full_name  text NOT NULL DEFAULT '',
	class_name text NOT NULL DEFAULT '',
	code       text NOT NULL DEFAULT '',
	birth_year smallint,
	person_id  uuid,
	verdict    text NOT NULL CHECK (verdict IN ('new', 'existing', 'moved', 'refused')),
	messages   jsonb NOT NULL DEFAULT '[]',
	PRIMARY KEY (roster_id, number)
);
CALL scope.protect('organization.roster_rows', 'agency_id', NULL);

-- account_states: what lists of people say about accounts; under identity's own policy.
CREATE VIEW organization.account_states WITH (security_invoker = true) AS
	SELECT person_id, last_sign_in_at, COALESCE(one_time_hash IS NOT NULL AND one_time_expires_at > now(), false) AS slip_unused
	FROM identity.accounts;

-- What other domains and the reports may read.
CREATE VIEW organization.posting_facts WITH (security_invoker = true) AS
	SELECT id, person_id, agency_id, position_group, staffing, counts, valid_from, valid_to FROM organization.postings;
CREATE VIEW organization.class_member_facts WITH (security_invoker = true) AS
	SELECT person_id, agency_id, school_class_id, valid_from, valid_to FROM organization.class_members;
CREATE VIEW organization.agency_facts WITH (security_invoker = true) AS
	SELECT agency_id, valid_from, valid_to, name, short_name, kind, code, parent_id, header_kind, full_place_name, publishes_strength FROM organization.agency_versions;
CREATE VIEW organization.agency_closure_facts WITH (security_invoker = true) AS
	SELECT ancestor_id, descendant_id, depth, valid_from, valid_to FROM organization.agency_closure;
CREATE VIEW organization.person_facts WITH (security_invoker = true) AS
	SELECT id AS person_id, agency_id, kind, full_name, family_name, middle_name, given_name, code FROM organization.persons;

-- protect_facts is for what happened to a person in an agency: readable by the agency of that
-- moment, by the agency of any posting of today, and by the person. A move loses nothing.
CREATE PROCEDURE scope.protect_facts(tab regclass) LANGUAGE plpgsql AS $$
BEGIN
	CALL scope.protect(tab, 'agency_id', 'person_id',
		'person_id IN (SELECT p.person_id FROM organization.postings p
		  WHERE p.agency_id = ANY ((SELECT string_to_array(current_setting(''app.agencies'', true), '','')::uuid[])::uuid[])
		  AND p.valid_from <= (SELECT scope.today()) AND (p.valid_to IS NULL OR p.valid_to > (SELECT scope.today())))');
END $$;
