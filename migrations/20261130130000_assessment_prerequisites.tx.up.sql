-- requires: what a learner has done before a test opens; '' is nothing.
ALTER TABLE assessment.tests
	ADD COLUMN requires text NOT NULL DEFAULT '' CHECK (requires IN ('', 'lessons'));
