-- seat: the window in which an attempt is taken; another may take it over. time_back: what outages have cost and was
-- given back (see assessment, outage.go).
ALTER TABLE assessment.attempts
	ADD COLUMN seat              uuid,
	ADD COLUMN seat_changes      integer NOT NULL DEFAULT 0,
	ADD COLUMN time_back_seconds integer NOT NULL DEFAULT 0 CHECK (time_back_seconds >= 0);

-- pulse: one row, the last moment at which the platform was known to work.
CREATE TABLE assessment.pulse (
	one boolean PRIMARY KEY DEFAULT true CHECK (one),
	at  timestamptz NOT NULL
) WITH (fillfactor = 50);

-- outages: what the pulse has missed, and what was given back for it.
CREATE TABLE assessment.outages (
	id       uuid PRIMARY KEY,
	began_at timestamptz NOT NULL,
	ended_at timestamptz NOT NULL,
	attempts integer NOT NULL,   -- that were running and got time back
	CHECK (ended_at > began_at)
);
CREATE TRIGGER keep_stored BEFORE UPDATE OR DELETE ON assessment.outages FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
