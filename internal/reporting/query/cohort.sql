-- B5, numerator and denominator from one cohort. due: enrollments whose own due date falls in the window,
-- by the agency of enrolling; due_done: those of them completed on or before the window's last day.
-- Students apart.
SELECT m.branch, w.span,
	count(*) FILTER (WHERE o.kind = 'officer') AS due,
	count(*) FILTER (WHERE o.kind = 'officer' AND e.completed_on <= w.to_on) AS due_done,
	count(*) FILTER (WHERE o.kind = 'student') AS due_students,
	count(*) FILTER (WHERE o.kind = 'student' AND e.completed_on <= w.to_on) AS due_done_students
FROM (SELECT person_id, agency_id, due_on, (completed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS completed_on FROM learning.enrollment_facts WHERE due_on IS NOT NULL) e
JOIN members m ON m.agency_id = e.agency_id AND e.due_on >= m.counts_from
JOIN windows w ON e.due_on BETWEEN w.from_on AND w.to_on
JOIN organization.person_facts o ON o.person_id = e.person_id
GROUP BY m.branch, w.span
