-- A1 strength: officers whose counting posting is in the unit on the window's last day, each once; units
-- that do not publish their strength are left out. A2 dedicated, dual_role: those of them by staffing.
-- B4 numerator, covered: those of them who completed a course in the window, wherever that was. ?6: the
-- courses that count; NULL: every one.
, people AS (
	SELECT DISTINCT ON (w.span, p.person_id) w.span, w.from_on, w.to_on, p.person_id, p.agency_id, p.staffing
	FROM organization.posting_facts p
	JOIN units u ON u.agency_id = p.agency_id
	JOIN windows w ON p.valid_from <= w.to_on AND (p.valid_to IS NULL OR p.valid_to > w.to_on) AND w.to_on >= u.counts_from
	JOIN organization.person_facts o ON o.person_id = p.person_id AND o.kind = 'officer'
	LEFT JOIN organization.agency_facts a ON a.agency_id = p.agency_id AND a.valid_from <= w.to_on AND (a.valid_to IS NULL OR a.valid_to > w.to_on)
	WHERE p.counts AND COALESCE(a.publishes_strength, true)
	ORDER BY w.span, p.person_id, p.valid_from DESC, p.id
), by_unit AS (
	SELECT agency_id, span, count(*) AS strength,
		count(*) FILTER (WHERE staffing = 'dedicated') AS dedicated,
		count(*) FILTER (WHERE staffing = 'dual_role') AS dual_role,
		count(*) FILTER (WHERE EXISTS (SELECT FROM learning.completion_facts c
			WHERE c.person_id = people.person_id AND c.completed_on BETWEEN people.from_on AND people.to_on
				AND (?6::uuid[] IS NULL OR c.course_id = ANY (?6::uuid[])))) AS covered
	FROM people GROUP BY agency_id, span
)
SELECT m.branch, b.span, sum(b.strength)::bigint AS strength, sum(b.dedicated)::bigint AS dedicated, sum(b.dual_role)::bigint AS dual_role, sum(b.covered)::bigint AS covered
FROM by_unit b
JOIN members m ON m.agency_id = b.agency_id
GROUP BY m.branch, b.span
