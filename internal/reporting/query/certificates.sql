-- B8 issued, revoked: certificates by the day in the register and by the day of revoking, by the agency
-- that the certificate carries. Students apart.
SELECT m.branch, w.span,
	count(*) FILTER (WHERE c.what = 'issued' AND o.kind = 'officer') AS issued,
	count(*) FILTER (WHERE c.what = 'revoked' AND o.kind = 'officer') AS revoked,
	count(*) FILTER (WHERE c.what = 'issued' AND o.kind = 'student') AS issued_students
FROM (
	SELECT person_id, agency_id, issued_on AS day, 'issued' AS what FROM certificate.certificate_facts
	UNION ALL
	SELECT person_id, agency_id, revoked_on, 'revoked' FROM certificate.certificate_facts WHERE revoked_on IS NOT NULL
) c
JOIN members m ON m.agency_id = c.agency_id AND c.day >= m.counts_from
JOIN windows w ON c.day BETWEEN w.from_on AND w.to_on
JOIN organization.person_facts o ON o.person_id = c.person_id
GROUP BY m.branch, w.span
