CREATE SCHEMA media;

-- files: content-addressed; the bytes live in the storage (disk or S3) under their SHA-256.
CREATE TABLE media.files (
	id          uuid PRIMARY KEY,
	sha256      bytea NOT NULL UNIQUE CHECK (length(sha256) = 32),
	size        bigint NOT NULL CHECK (size >= 0),
	mime        text NOT NULL,
	duration_ms integer,
	width       integer,
	height      integer,
	created_at  timestamptz NOT NULL DEFAULT now()
);
