-- signing_keys: with which the platform signs its documents. A key that was replaced stays: what it signed is checked by it.
CREATE TABLE certificate.signing_keys (
	id           uuid PRIMARY KEY,
	certificates bytea[] NOT NULL CHECK (cardinality(certificates) BETWEEN 1 AND 8),  -- DER, the own one first
	sealed       bytea,                                    -- the private key under the installation's secret; NULL: kept in a file of the operator
	valid_from   timestamptz NOT NULL,
	valid_until  timestamptz NOT NULL CHECK (valid_until > valid_from),
	made_at      timestamptz NOT NULL DEFAULT now(),
	retired_at   timestamptz                               -- it signs nothing more
);
CREATE UNIQUE INDEX signing_keys_one ON certificate.signing_keys ((true)) WHERE retired_at IS NULL;

ALTER TABLE certificate.documents ADD COLUMN signed_by uuid REFERENCES certificate.signing_keys;  -- NULL: made before documents were signed
