-- equivalent_key: a question of the same bank, topic and difficulty that needs neither dragging nor an image; given in
-- place of this one to who has asked for that. isomorph_group: shared by questions that ask the same about other cases.
ALTER TABLE assessment.question_versions
	ADD COLUMN equivalent_key text NOT NULL DEFAULT '',
	ADD COLUMN isomorph_group text NOT NULL DEFAULT '';

-- A paper keeps the order of the blueprint, or of the stored options, where these are false.
ALTER TABLE assessment.tests
	ADD COLUMN shuffle_questions boolean NOT NULL DEFAULT true,
	ADD COLUMN shuffle_options boolean NOT NULL DEFAULT true;

-- fixed_position: the question stands on every paper; these come in the order of their positions.
ALTER TABLE assessment.test_pool
	ADD COLUMN fixed_position integer CHECK (fixed_position > 0);
