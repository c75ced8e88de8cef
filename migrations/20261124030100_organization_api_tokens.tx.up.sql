-- api_tokens: by which a program pushes the lists of one agency; never more than its maker may do.
CREATE TABLE organization.api_tokens (
	id           uuid PRIMARY KEY,
	agency_id    uuid NOT NULL REFERENCES organization.agencies,
	name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
	hash         bytea NOT NULL UNIQUE CHECK (length(hash) = 32),  -- SHA-256 of 256 random bits
	hint         text NOT NULL CHECK (length(hint) = 4),            -- its last four letters
	created_by   uuid NOT NULL,
	created_at   timestamptz NOT NULL DEFAULT now(),
	expires_at   timestamptz NOT NULL,
	last_used_at timestamptz,
	revoked_at   timestamptz,
	revoked_by   uuid
);
CREATE INDEX api_tokens_by_agency ON organization.api_tokens (agency_id, created_at DESC);
CALL scope.protect('organization.api_tokens', 'agency_id', NULL);
