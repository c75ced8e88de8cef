-- The classes behind B1 in the period (annex II), one a row, the earliest first. called: people who had a place.
-- attended: those of them who were at a session, on time or late. completed, score, certificates: completions
-- of the course by their enrollments, from the first day of the class to the closing day; the mean score is
-- on the scale of 10, rounded to one decimal and given in hundredths. spent is declared by the host.
, held AS (
	SELECT DISTINCT c.class_id, w.to_on
	FROM gathering.session_facts s
	JOIN gathering.class_facts c ON c.class_id = s.class_id AND c.state <> 'cancelled'
	JOIN units u ON u.agency_id = c.agency_id AND s.held_on >= u.counts_from
	JOIN windows w ON w.span = 'period' AND s.held_on BETWEEN w.from_on AND w.to_on
	WHERE s.held
)
SELECT c.class_id, c.code, c.name, c.field, c.form, c.starts_on, c.ends_on, c.place, COALESCE(a.name, '') AS host, c.budget_spent AS spent,
	(SELECT count(*) FROM gathering.participant_facts p WHERE p.class_id = c.class_id AND p.state = 'confirmed') AS called,
	(SELECT count(DISTINCT t.participant_id) FROM gathering.attendance_facts t JOIN gathering.participant_facts p USING (participant_id)
		WHERE t.class_id = c.class_id AND t.state IN ('present', 'late') AND p.state = 'confirmed') AS attended,
	r.completed, r.score, r.certificates, count(*) OVER () AS total
FROM held h
JOIN gathering.class_facts c ON c.class_id = h.class_id
LEFT JOIN organization.agency_facts a ON a.agency_id = c.agency_id AND a.valid_from <= c.starts_on AND (a.valid_to IS NULL OR a.valid_to > c.starts_on)
CROSS JOIN LATERAL (
	SELECT count(d.completion_id) AS completed, (round(avg(d.score) / 10) * 10)::bigint AS score, count(g.certificate_id) AS certificates
	FROM learning.class_part_facts e
	JOIN learning.completion_facts d ON d.enrollment_id = e.enrollment_id AND d.completed_on BETWEEN c.starts_on AND h.to_on
	LEFT JOIN certificate.certificate_facts g ON g.enrollment_id = e.enrollment_id AND g.issued_on <= h.to_on
	WHERE e.class_id = c.class_id
) r
ORDER BY c.starts_on, c.code, c.class_id LIMIT ?6
