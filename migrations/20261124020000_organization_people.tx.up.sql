-- agency_people_settings: what an agency has decided about its people. Off unless a row says so.
CREATE TABLE organization.agency_people_settings (
	agency_id              uuid PRIMARY KEY REFERENCES organization.agencies,
	keeps_national_numbers boolean NOT NULL DEFAULT false,   -- số định danh, căn cước
	document               text NOT NULL CHECK (length(document) BETWEEN 3 AND 300),
	set_by                 uuid NOT NULL,
	set_at                 timestamptz NOT NULL DEFAULT now()
);

-- national_numbers: only for agencies that need them. The number itself is encrypted; lists show the mask.
CREATE TABLE organization.national_numbers (
	person_id uuid PRIMARY KEY REFERENCES organization.persons,
	agency_id uuid NOT NULL REFERENCES organization.agencies,
	sealed    bytea NOT NULL,                                -- AES-GCM under the installation's key
	mac       bytea NOT NULL CHECK (length(mac) = 32),       -- HMAC-SHA-256, to find one person entered twice
	mask      text NOT NULL CHECK (length(mask) <= 20),      -- '051*******12'
	stored_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX national_numbers_by_mac ON organization.national_numbers (mac);
CALL scope.protect('organization.national_numbers', 'agency_id', 'person_id');

-- guardian_bases (căn cứ của người giám hộ): what the school holds before a student under 16 gets an account.
CREATE TABLE organization.guardian_bases (
	person_id   uuid PRIMARY KEY REFERENCES organization.persons,
	agency_id   uuid NOT NULL REFERENCES organization.agencies,
	given_by    text NOT NULL CHECK (given_by IN ('father', 'mother', 'guardian')),
	document    text NOT NULL CHECK (length(document) BETWEEN 3 AND 300),
	given_on    date NOT NULL,
	recorded_by uuid NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now()
);
CALL scope.protect('organization.guardian_bases', 'agency_id', 'person_id');

-- transfers (chuyển công tác): one agency releases a person, the other takes them in. The name is copied, so
-- that the receiving agency can read it before the person is theirs.
CREATE TABLE organization.transfers (
	id             uuid PRIMARY KEY,
	person_id      uuid NOT NULL,
	full_name      text NOT NULL,
	from_agency_id uuid NOT NULL REFERENCES organization.agencies,
	to_agency_id   uuid NOT NULL REFERENCES organization.agencies,
	moves_on       date NOT NULL,                            -- first day in the new agency
	note           text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
	state          text NOT NULL CHECK (state IN ('offered', 'accepted', 'declined', 'withdrawn')),
	offered_by     uuid NOT NULL,
	offered_at     timestamptz NOT NULL DEFAULT now(),
	decided_by     uuid,
	decided_at     timestamptz,
	reason         text NOT NULL DEFAULT '' CHECK (length(reason) <= 500)
);
CREATE UNIQUE INDEX transfers_open ON organization.transfers (person_id) WHERE state = 'offered';
CREATE INDEX transfers_to ON organization.transfers (to_agency_id, offered_at DESC);
CREATE INDEX transfers_from ON organization.transfers (from_agency_id, offered_at DESC);
CALL scope.protect('organization.transfers', 'to_agency_id', 'person_id',
	'from_agency_id = ANY ((SELECT string_to_array(current_setting(''app.agencies'', true), '','')::uuid[])::uuid[])');

-- Second postings are few; people who hold one in an agency are listed there too.
CREATE INDEX postings_second ON organization.postings (agency_id, person_id) WHERE NOT counts;
-- Postings that begin or end on a day of their own: what the daily turn looks at.
CREATE INDEX postings_by_start ON organization.postings (valid_from) WHERE counts;

-- account_details: what a person's page says about the account; under identity's own policy.
CREATE VIEW organization.account_details WITH (security_invoker = true) AS
	SELECT person_id, username, last_sign_in_at, COALESCE(one_time_hash IS NOT NULL AND one_time_expires_at > now(), false) AS slip_unused,
		disabled_at AS locked_at, COALESCE(disabled_reason, '') AS locked_reason
	FROM identity.accounts;
