-- bank_imports: files of questions that somebody looks through before they become drafts. What the file held is kept for
-- 30 days; its pictures as long.
CREATE TABLE assessment.bank_imports (
	id           uuid PRIMARY KEY,
	course_id    uuid NOT NULL REFERENCES catalog.courses,
	author_id    uuid NOT NULL,
	file_name    text NOT NULL,
	format       text NOT NULL,
	notes        jsonb NOT NULL,
	created_at   timestamptz NOT NULL DEFAULT now(),
	committed_at timestamptz
);
CREATE INDEX bank_imports_by_age ON assessment.bank_imports (created_at);
CREATE TABLE assessment.bank_import_items (
	import_id uuid NOT NULL REFERENCES assessment.bank_imports ON DELETE CASCADE,
	number    integer NOT NULL CHECK (number > 0),
	status    text NOT NULL CHECK (status IN ('imported', 'changed', 'refused')),
	topic     text NOT NULL,
	item      jsonb NOT NULL,
	PRIMARY KEY (import_id, number)
);
CREATE TABLE assessment.bank_import_files (
	import_id uuid NOT NULL REFERENCES assessment.bank_imports ON DELETE CASCADE,
	file_id   uuid NOT NULL REFERENCES media.files,
	PRIMARY KEY (import_id, file_id)
);
