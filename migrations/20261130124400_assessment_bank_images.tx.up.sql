-- bank_images: pictures that the authors of a course have uploaded for its questions. A question names one of them, or
-- one that a question of its course shows already, and no other stored file.
CREATE TABLE assessment.bank_images (
	course_id  uuid NOT NULL REFERENCES catalog.courses,
	file_id    uuid NOT NULL REFERENCES media.files,
	created_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (course_id, file_id)
);
CREATE TRIGGER keep_stored BEFORE UPDATE OR DELETE ON assessment.bank_images FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
