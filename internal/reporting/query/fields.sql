-- The period by field of the course, officers: turns begun (B2), turns completed, distinct people who
-- completed (B3; one person may stand in several fields, so the column is never summed).
SELECT f.field AS part, count(*) FILTER (WHERE e.what = 'started') AS turns, count(*) FILTER (WHERE e.what = 'completed') AS completions,
	count(DISTINCT e.person_id) FILTER (WHERE e.what = 'completed') AS people
FROM (
	SELECT person_id, agency_id, course_id, (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, 'started' AS what
	FROM learning.enrollment_facts WHERE started_at IS NOT NULL
	UNION ALL
	SELECT person_id, agency_id, course_id, completed_on, 'completed' FROM learning.completion_facts
) e
JOIN units u ON u.agency_id = e.agency_id AND e.day >= u.counts_from
JOIN windows w ON w.span = 'period' AND e.day BETWEEN w.from_on AND w.to_on
JOIN organization.person_facts o ON o.person_id = e.person_id AND o.kind = 'officer'
JOIN catalog.course_facts f ON f.course_id = e.course_id
GROUP BY f.field
