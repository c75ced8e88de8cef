-- B2 turns: enrollments whose first step fell in the window, by the agency of enrolling; a person counts
-- as often as they began. Students apart.
, by_day AS (
	SELECT e.agency_id, (e.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day,
		count(*) FILTER (WHERE o.kind = 'officer') AS turns, count(*) FILTER (WHERE o.kind = 'student') AS students
	FROM learning.enrollment_facts e
	JOIN units u ON u.agency_id = e.agency_id
	JOIN organization.person_facts o ON o.person_id = e.person_id
	WHERE e.started_at IS NOT NULL
	GROUP BY 1, 2
)
SELECT m.branch, w.span, sum(d.turns)::bigint AS turns, sum(d.students)::bigint AS turns_students
FROM by_day d
JOIN members m ON m.agency_id = d.agency_id AND d.day >= m.counts_from
JOIN windows w ON d.day BETWEEN w.from_on AND w.to_on
GROUP BY m.branch, w.span
