-- B2 turns: enrollments whose first step fell in the window, by the agency of enrolling; a person counts
-- as often as they began. Students apart.
SELECT m.branch, w.span,
	count(*) FILTER (WHERE o.kind = 'officer') AS turns,
	count(*) FILTER (WHERE o.kind = 'student') AS turns_students
FROM (SELECT person_id, agency_id, (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day FROM learning.enrollment_facts WHERE started_at IS NOT NULL) e
JOIN members m ON m.agency_id = e.agency_id AND e.day >= m.counts_from
JOIN windows w ON e.day BETWEEN w.from_on AND w.to_on
JOIN organization.person_facts o ON o.person_id = e.person_id
GROUP BY m.branch, w.span
