-- B3 people: distinct officers who completed a course in the window, by the agency of completing; never
-- summed over units or courses. completions: how often they did. B9 periods (hundredths) of those
-- completions. B10 good, fair, pass: completions by the final score rounded to one decimal: from 8,0, from
-- 7,0, below. Students apart.
SELECT m.branch, w.span,
	count(DISTINCT c.person_id) FILTER (WHERE o.kind = 'officer') AS people,
	count(*) FILTER (WHERE o.kind = 'officer') AS completions,
	COALESCE(sum(c.periods) FILTER (WHERE o.kind = 'officer'), 0)::bigint AS periods,
	count(*) FILTER (WHERE o.kind = 'officer' AND round(c.score / 10.0) >= 80) AS good,
	count(*) FILTER (WHERE o.kind = 'officer' AND round(c.score / 10.0) BETWEEN 70 AND 79) AS fair,
	count(*) FILTER (WHERE o.kind = 'officer' AND round(c.score / 10.0) < 70) AS pass,
	count(DISTINCT c.person_id) FILTER (WHERE o.kind = 'student') AS people_students,
	count(*) FILTER (WHERE o.kind = 'student') AS completions_students
FROM learning.completion_facts c
JOIN members m ON m.agency_id = c.agency_id AND c.completed_on >= m.counts_from
JOIN windows w ON c.completed_on BETWEEN w.from_on AND w.to_on
JOIN organization.person_facts o ON o.person_id = c.person_id
GROUP BY m.branch, w.span
