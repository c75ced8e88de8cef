-- credential_keys: with which the platform signs QR payloads and badges (Ed25519). A key that was replaced stays, so that what
-- it signed can be checked; its private half does not, so that nobody can sign with it any more.
CREATE TABLE certificate.credential_keys (
	id         uuid PRIMARY KEY,
	short_id   text NOT NULL UNIQUE CHECK (short_id ~ '^[0-9a-f]{8}$'),
	public     bytea NOT NULL CHECK (octet_length(public) = 32),
	sealed     bytea,                                      -- the private half under the installation's secret
	valid_from timestamptz NOT NULL,
	retired_at timestamptz,                                -- it signs nothing more
	leaked     boolean NOT NULL DEFAULT false,             -- others may have signed with it: it is not published any more
	CHECK ((sealed IS NULL) = (retired_at IS NOT NULL)),
	CHECK (NOT leaked OR retired_at IS NOT NULL)
);
CREATE UNIQUE INDEX credential_keys_one ON certificate.credential_keys ((true)) WHERE retired_at IS NULL;
