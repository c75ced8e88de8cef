-- class_parts: what a training class adds to an enrollment. counts says whether attendance stands for
-- the lessons, is a part beside them, or is noted alone; attendance is open until the class has finished.
CREATE TABLE learning.class_parts (
	enrollment_id uuid NOT NULL REFERENCES learning.enrollments,
	class_id      uuid NOT NULL,
	person_id     uuid NOT NULL,
	agency_id     uuid NOT NULL,
	counts        text NOT NULL CHECK (counts IN ('none', 'lessons', 'part')),
	attendance    text NOT NULL CHECK (attendance IN ('open', 'met', 'missed')),
	updated_at    timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (enrollment_id, class_id)
);
CREATE INDEX class_parts_by_class ON learning.class_parts (class_id);
CREATE INDEX class_parts_by_person ON learning.class_parts (person_id);
CALL scope.protect_facts('learning.class_parts');

CREATE VIEW learning.class_part_facts WITH (security_invoker = true) AS
	SELECT enrollment_id, class_id, person_id, agency_id, counts, attendance FROM learning.class_parts;
