-- B3 people: distinct officers who completed a course in the window, by the agency of completing; never
-- summed over units or courses. completions: how often they did. B9 periods (hundredths) of those
-- completions. B10 good, fair, pass: completions by the final score rounded to one decimal: from 8,0, from
-- 7,0, below. Students apart. ?6: the courses that count; NULL: every one.
, by_person AS (
	SELECT c.agency_id, w.span, c.person_id, o.kind, count(*) AS completions, sum(c.periods) AS periods,
		count(*) FILTER (WHERE round(c.score / 10.0) >= 80) AS good,
		count(*) FILTER (WHERE round(c.score / 10.0) BETWEEN 70 AND 79) AS fair,
		count(*) FILTER (WHERE round(c.score / 10.0) < 70) AS pass
	FROM learning.completion_facts c
	JOIN units u ON u.agency_id = c.agency_id AND c.completed_on >= u.counts_from
	JOIN windows w ON c.completed_on BETWEEN w.from_on AND w.to_on
	JOIN organization.person_facts o ON o.person_id = c.person_id
	WHERE ?6::uuid[] IS NULL OR c.course_id = ANY (?6::uuid[])
	GROUP BY c.agency_id, w.span, c.person_id, o.kind
)
SELECT m.branch, p.span,
	count(DISTINCT p.person_id) FILTER (WHERE p.kind = 'officer') AS people,
	COALESCE(sum(p.completions) FILTER (WHERE p.kind = 'officer'), 0)::bigint AS completions,
	COALESCE(sum(p.periods) FILTER (WHERE p.kind = 'officer'), 0)::bigint AS periods,
	COALESCE(sum(p.good) FILTER (WHERE p.kind = 'officer'), 0)::bigint AS good,
	COALESCE(sum(p.fair) FILTER (WHERE p.kind = 'officer'), 0)::bigint AS fair,
	COALESCE(sum(p.pass) FILTER (WHERE p.kind = 'officer'), 0)::bigint AS pass,
	count(DISTINCT p.person_id) FILTER (WHERE p.kind = 'student') AS people_students,
	COALESCE(sum(p.completions) FILTER (WHERE p.kind = 'student'), 0)::bigint AS completions_students
FROM by_person p
JOIN members m ON m.agency_id = p.agency_id
GROUP BY m.branch, p.span
