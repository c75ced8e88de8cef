DROP FUNCTION learning.duty_facts(date, uuid[]);
DROP VIEW learning.requirement_facts, learning.credit_facts;
DROP TABLE learning.absences, learning.exemptions;
ALTER TABLE learning.requirements ADD COLUMN course_id uuid REFERENCES catalog.courses, ADD COLUMN position_groups text[] NOT NULL DEFAULT '{}',
	ADD COLUMN staffing text, ADD COLUMN school_class_id uuid REFERENCES organization.school_classes;
UPDATE learning.requirements r SET position_groups = u.position_groups, staffing = u.staffing, school_class_id = u.school_class_id
	FROM learning.requirement_rules u WHERE u.requirement_id = r.id AND u.number = 1;
UPDATE learning.requirements r SET course_id = q.course_id FROM learning.requirement_courses q WHERE q.requirement_id = r.id AND q.slot = 1 AND q.position = 1;
DROP TABLE learning.course_equivalents, learning.requirement_courses, learning.requirement_rules;
ALTER TABLE learning.requirements DROP COLUMN series_id, DROP COLUMN first_id, DROP COLUMN version, DROP COLUMN due_kind, DROP COLUMN due_days, DROP COLUMN due_month,
	DROP COLUMN due_day, DROP COLUMN open_days, DROP COLUMN validity_months, DROP COLUMN grace_days, DROP COLUMN in_order, DROP COLUMN change_reason, DROP COLUMN ended_by,
	ALTER COLUMN course_id SET NOT NULL, ALTER COLUMN due_on SET NOT NULL;
CREATE VIEW learning.requirement_facts WITH (security_invoker = true) AS
	SELECT id AS requirement_id, course_id, agency_id, school_class_id, position_groups, staffing, starts_on, due_on, ends_on, document FROM learning.requirements;
