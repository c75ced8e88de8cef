-- A picture that was uploaded for the questions of a course and is shown by none is forgotten after 30 days; uploading it
-- again begins them anew. The indexes tell who shows a file.
DROP TRIGGER keep_stored ON assessment.bank_images;
CREATE TRIGGER keep_stored BEFORE UPDATE OF course_id, file_id ON assessment.bank_images FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
CREATE INDEX bank_images_by_age ON assessment.bank_images (created_at);
CREATE INDEX bank_images_by_file ON assessment.bank_images (file_id);
CREATE INDEX question_files_by_file ON assessment.question_files (file_id);
