ALTER TABLE assessment.questions
	DROP COLUMN tags,
	DROP COLUMN retired_at;
DROP TRIGGER keep_reviewed ON assessment.question_versions;
DROP TRIGGER keep_stored ON assessment.question_versions;
ALTER TABLE assessment.question_versions
	DROP COLUMN state,
	DROP COLUMN author_id,
	DROP COLUMN reviewed_by,
	DROP COLUMN reviewed_at,
	DROP COLUMN review_note,
	DROP COLUMN english,
	DROP COLUMN search_key;
CREATE TRIGGER keep_stored BEFORE UPDATE OR DELETE ON assessment.question_versions FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
