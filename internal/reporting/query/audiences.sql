-- The period by audience: the position group of the counting posting on the day of the fact; students
-- are one group of their own. Turns begun (B2), turns completed, distinct people who completed (B3; who
-- changed group stands in both, so the column is never summed).
SELECT CASE WHEN o.kind = 'student' THEN 'student' ELSE COALESCE(p.position_group, 'officer') END AS part,
	count(*) FILTER (WHERE e.what = 'started') AS turns, count(*) FILTER (WHERE e.what = 'completed') AS completions,
	count(DISTINCT e.person_id) FILTER (WHERE e.what = 'completed') AS people
FROM (
	SELECT person_id, agency_id, (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, 'started' AS what
	FROM learning.enrollment_facts WHERE started_at IS NOT NULL
	UNION ALL
	SELECT person_id, agency_id, completed_on, 'completed' FROM learning.completion_facts
) e
JOIN units u ON u.agency_id = e.agency_id AND e.day >= u.counts_from
JOIN windows w ON w.span = 'period' AND e.day BETWEEN w.from_on AND w.to_on
JOIN organization.person_facts o ON o.person_id = e.person_id
LEFT JOIN organization.posting_facts p ON p.person_id = e.person_id AND p.counts AND p.valid_from <= e.day AND (p.valid_to IS NULL OR p.valid_to > e.day)
GROUP BY 1
