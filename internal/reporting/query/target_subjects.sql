-- What the agencies (?0) have targets of in a period (?1) on a day (?2): per course, field or all training and
-- per measure, how many agencies; those dropped by then are left out.
SELECT COALESCE(c.key, '') AS course_key, COALESCE(t.field, '') AS field, t.measure, count(*) AS agencies
FROM (
	SELECT DISTINCT ON (target_id) target_id, course_id, field, measure, value
	FROM planning.target_facts
	WHERE agency_id = ANY (?0::uuid[]) AND period_id = ?1 AND decided_on <= ?2
	ORDER BY target_id, number DESC
) t
LEFT JOIN catalog.course_facts c ON c.course_id = t.course_id
WHERE t.value IS NOT NULL
GROUP BY c.key, t.field, t.measure
ORDER BY c.key NULLS FIRST, t.field NULLS FIRST, t.measure
