DROP TABLE assessment.code_tries;
ALTER TABLE assessment.attempts DROP COLUMN sitting_id, DROP COLUMN extra_seconds;
DROP TABLE assessment.sittings;
