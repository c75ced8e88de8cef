-- B5, numerator and denominator from one cohort. due: enrollments whose own due date falls in the window,
-- by the agency of enrolling; due_done: those of them completed on or before the window's last day.
-- Students apart.
, by_day AS (
	SELECT e.agency_id, e.due_on, (e.completed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS completed_on,
		count(*) FILTER (WHERE o.kind = 'officer') AS officers, count(*) FILTER (WHERE o.kind = 'student') AS students
	FROM learning.enrollment_facts e
	JOIN units u ON u.agency_id = e.agency_id AND e.due_on >= u.counts_from
	JOIN organization.person_facts o ON o.person_id = e.person_id
	GROUP BY 1, 2, 3
)
SELECT m.branch, w.span, sum(d.officers)::bigint AS due,
	COALESCE(sum(d.officers) FILTER (WHERE d.completed_on <= w.to_on), 0)::bigint AS due_done,
	sum(d.students)::bigint AS due_students,
	COALESCE(sum(d.students) FILTER (WHERE d.completed_on <= w.to_on), 0)::bigint AS due_done_students
FROM by_day d
JOIN members m ON m.agency_id = d.agency_id
JOIN windows w ON d.due_on BETWEEN w.from_on AND w.to_on
GROUP BY m.branch, w.span
