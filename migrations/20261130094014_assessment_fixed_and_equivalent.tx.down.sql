ALTER TABLE assessment.test_pool DROP COLUMN fixed_position;
ALTER TABLE assessment.tests DROP COLUMN shuffle_questions, DROP COLUMN shuffle_options;
ALTER TABLE assessment.question_versions DROP COLUMN equivalent_key, DROP COLUMN isomorph_group;
