-- Who still owes a required course (see duties.sql) whose date lies from ?4 to ?5: for the reminders,
-- which the platform itself writes.
SELECT d.person_id, d.agency_id, d.course_id, COALESCE(f.key, '') AS course_key, COALESCE(f.title_vi, '') AS course_title,
	COALESCE(f.title_en, '') AS course_title_en, d.due_on
FROM duties d
LEFT JOIN catalog.course_facts f ON f.course_id = d.course_id
WHERE d.state IN ('not_done', 'overdue') AND d.due_on BETWEEN ?4 AND ?5
