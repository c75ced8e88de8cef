DROP TABLE assessment.outages, assessment.pulse;
ALTER TABLE assessment.attempts DROP COLUMN seat, DROP COLUMN seat_changes, DROP COLUMN time_back_seconds;
