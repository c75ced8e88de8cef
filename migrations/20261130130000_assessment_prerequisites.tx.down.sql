ALTER TABLE assessment.tests DROP COLUMN requires;
