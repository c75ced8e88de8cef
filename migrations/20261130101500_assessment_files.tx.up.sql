-- question_files: the stored files that a question shows; they stay as long as it does.
CREATE TABLE assessment.question_files (
	question_version_id uuid NOT NULL REFERENCES assessment.question_versions,
	file_id             uuid NOT NULL REFERENCES media.files,
	PRIMARY KEY (question_version_id, file_id)
);
CREATE TRIGGER keep_stored BEFORE UPDATE OR DELETE ON assessment.question_files FOR EACH ROW EXECUTE FUNCTION assessment.keep_stored();

-- answer_files: what learners have uploaded for a question; an answer names those of them that are handed in.
CREATE TABLE assessment.answer_files (
	id         uuid PRIMARY KEY,
	attempt_id uuid NOT NULL REFERENCES assessment.attempts,
	position   smallint NOT NULL CHECK (position > 0),
	person_id  uuid NOT NULL,
	agency_id  uuid NOT NULL,
	file_id    uuid NOT NULL REFERENCES media.files,
	name       text NOT NULL,
	kind       text NOT NULL,
	bytes      bigint NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX answer_files_by_attempt ON assessment.answer_files (attempt_id, position);
CREATE INDEX answer_files_by_person ON assessment.answer_files (person_id);
CALL scope.protect_facts('assessment.answer_files');
