-- shares: links by which people show some of their certificates to whomever they give the link. It is its owner's alone.
CREATE TABLE certificate.shares (
	id             uuid PRIMARY KEY,
	token          text NOT NULL UNIQUE CHECK (token ~ '^[0-9A-Z]{26}$'),  -- 128 random bits
	person_id      uuid NOT NULL,
	certificates   uuid[] NOT NULL CHECK (cardinality(certificates) BETWEEN 1 AND 50),
	shows_result   boolean NOT NULL,                       -- score and classification
	note           text NOT NULL DEFAULT '' CHECK (length(note) <= 100),   -- for its owner: for whom it is
	made_at        timestamptz NOT NULL DEFAULT now(),
	expires_on     date NOT NULL,                          -- the last day on which it opens
	ended_at       timestamptz,                            -- its owner has ended it
	opened         integer NOT NULL DEFAULT 0,             -- how often; by whom is not kept
	last_opened_on date
);
CREATE INDEX shares_by_person ON certificate.shares (person_id, made_at);
CALL scope.protect('certificate.shares', NULL, 'person_id');
