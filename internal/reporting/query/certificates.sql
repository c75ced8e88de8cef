-- B8 issued, revoked: certificates by the day in the register and by the day of revoking, by the agency
-- that the certificate carries. Students apart.
, by_day AS (
	SELECT c.agency_id, c.issued_on, c.revoked_on,
		count(*) FILTER (WHERE o.kind = 'officer') AS officers, count(*) FILTER (WHERE o.kind = 'student') AS students
	FROM certificate.certificate_facts c
	JOIN units u ON u.agency_id = c.agency_id
	JOIN organization.person_facts o ON o.person_id = c.person_id
	GROUP BY 1, 2, 3
), changes AS (
	SELECT agency_id, issued_on AS day, officers AS issued, 0 AS revoked, students AS issued_students FROM by_day
	UNION ALL
	SELECT agency_id, revoked_on, 0, officers, 0 FROM by_day WHERE revoked_on IS NOT NULL
)
SELECT m.branch, w.span, sum(c.issued)::bigint AS issued, sum(c.revoked)::bigint AS revoked, sum(c.issued_students)::bigint AS issued_students
FROM changes c
JOIN members m ON m.agency_id = c.agency_id AND c.day >= m.counts_from
JOIN windows w ON c.day BETWEEN w.from_on AND w.to_on
GROUP BY m.branch, w.span
