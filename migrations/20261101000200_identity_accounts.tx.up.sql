CREATE SCHEMA identity;

-- accounts: how a person signs in. The key is the person's id; names and agencies live in organization.
CREATE TABLE identity.accounts (
	person_id           uuid PRIMARY KEY,
	username            text NOT NULL CHECK (length(username) BETWEEN 3 AND 64),
	username_key        text COLLATE "C" NOT NULL UNIQUE,      -- folded: no case, no accents
	password_hash       text,                                  -- argon2id; null until the first change
	one_time_hash       bytea,                                 -- HMAC-SHA-256 of a printed one-time password
	one_time_expires_at timestamptz,
	one_time_printed_at timestamptz,
	disabled_at         timestamptz,
	disabled_reason     text,
	locale              text NOT NULL DEFAULT 'vi' CHECK (locale IN ('vi', 'en')),
	last_sign_in_at     timestamptz,
	changed_at          timestamptz NOT NULL DEFAULT now(),     -- grants, second factors or state changed: nodes reload
	created_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX accounts_by_change ON identity.accounts (changed_at);
CALL scope.protect('identity.accounts', NULL, 'person_id');

CREATE TABLE identity.sessions (
	id           uuid PRIMARY KEY,
	person_id    uuid NOT NULL REFERENCES identity.accounts,
	made_by      text NOT NULL CHECK (made_by IN ('password', 'passkey', 'second_factor')),
	device       text NOT NULL DEFAULT '',                     -- 'Chrome trên Windows', never an address
	created_at   timestamptz NOT NULL DEFAULT now(),
	last_seen_at timestamptz NOT NULL DEFAULT now(),
	expires_at   timestamptz NOT NULL,
	ended_at     timestamptz,
	ended_reason text CHECK (ended_reason IN ('sign_out', 'ended_by_owner', 'password_changed', 'disabled', 'token_reuse', 'expired'))
);
CREATE INDEX sessions_by_person ON identity.sessions (person_id, ended_at);
CREATE INDEX sessions_by_end ON identity.sessions (ended_at) WHERE ended_at IS NOT NULL;
CALL scope.protect('identity.sessions', NULL, 'person_id');

-- refresh_tokens: opaque, stored as SHA-256. A used one that comes back ends the session.
CREATE TABLE identity.refresh_tokens (
	hash       bytea PRIMARY KEY CHECK (length(hash) = 32),
	session_id uuid NOT NULL REFERENCES identity.sessions ON DELETE CASCADE,
	person_id  uuid NOT NULL,
	issued_at  timestamptz NOT NULL DEFAULT now(),
	used_at    timestamptz
);
CREATE INDEX refresh_tokens_by_session ON identity.refresh_tokens (session_id);
CALL scope.protect('identity.refresh_tokens', NULL, 'person_id');

-- devices: browsers on which a person has signed in before; wrong tries elsewhere never lock them.
CREATE TABLE identity.devices (
	hash         bytea NOT NULL CHECK (length(hash) = 32),
	person_id    uuid NOT NULL REFERENCES identity.accounts ON DELETE CASCADE,
	last_seen_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (hash, person_id)
);
CALL scope.protect('identity.devices', NULL, 'person_id');

-- throttles: counted wrong tries per account, per known device and per address (hashed); survive a restart.
CREATE TABLE identity.throttles (
	key          bytea PRIMARY KEY CHECK (length(key) = 32),
	failures     integer NOT NULL,
	last_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX throttles_by_age ON identity.throttles (last_at);

CREATE TABLE identity.totp_secrets (
	person_id    uuid PRIMARY KEY REFERENCES identity.accounts ON DELETE CASCADE,
	secret       bytea NOT NULL,                               -- AES-GCM under the installation's key
	confirmed_at timestamptz,
	last_step    bigint NOT NULL DEFAULT 0                     -- a code works once
);
CALL scope.protect('identity.totp_secrets', NULL, 'person_id');

CREATE TABLE identity.recovery_codes (
	person_id uuid NOT NULL REFERENCES identity.accounts ON DELETE CASCADE,
	hash      bytea NOT NULL CHECK (length(hash) = 32),
	used_at   timestamptz,
	PRIMARY KEY (person_id, hash)
);
CALL scope.protect('identity.recovery_codes', NULL, 'person_id');

CREATE TABLE identity.passkeys (
	credential_id bytea PRIMARY KEY CHECK (length(credential_id) <= 1023),
	person_id     uuid NOT NULL REFERENCES identity.accounts ON DELETE CASCADE,
	id            uuid NOT NULL UNIQUE,
	name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
	credential    jsonb NOT NULL,
	created_at    timestamptz NOT NULL DEFAULT now(),
	last_used_at  timestamptz
);
CREATE INDEX passkeys_by_person ON identity.passkeys (person_id);
CALL scope.protect('identity.passkeys', NULL, 'person_id');

-- ceremonies: a started passkey registration or sign-in, or a sign-in that waits for its second factor.
CREATE TABLE identity.ceremonies (
	id         uuid PRIMARY KEY,
	person_id  uuid,
	kind       text NOT NULL CHECK (kind IN ('register_passkey', 'sign_in_passkey', 'second_factor')),
	data       jsonb NOT NULL,
	expires_at timestamptz NOT NULL
);
CREATE INDEX ceremonies_by_age ON identity.ceremonies (expires_at);
CALL scope.protect('identity.ceremonies', NULL, 'person_id');
