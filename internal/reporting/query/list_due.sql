-- Who still owes a required course, or may take it again before what they have done ends, with a date from
-- ?2 to ?3, in the agencies ?0 as of the day ?1 (see duties.sql; students too): for the reminders, which the
-- platform itself writes.
SELECT d.person_id, d.agency_id, d.school_class_id, d.state = 'done' AS renewal, d.course_id, COALESCE(f.key, '') AS course_key,
	COALESCE(f.title_vi, '') AS course_title, COALESCE(f.title_en, '') AS course_title_en, d.due_on
FROM learning.duty_facts(?1, ?0::uuid[]) d
LEFT JOIN catalog.course_facts f ON f.course_id = d.course_id
WHERE d.counts AND (d.state IN ('not_done', 'overdue') OR d.state = 'done' AND d.renews_on <= ?1) AND d.due_on BETWEEN ?2 AND ?3
