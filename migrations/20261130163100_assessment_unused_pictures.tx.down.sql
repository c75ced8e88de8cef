DROP INDEX assessment.question_files_by_file, assessment.bank_images_by_file, assessment.bank_images_by_age;
DROP TRIGGER keep_stored ON assessment.bank_images;
CREATE TRIGGER keep_stored BEFORE UPDATE OR DELETE ON assessment.bank_images FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();
