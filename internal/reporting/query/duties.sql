-- Duties (việc học): one officer and one course that a requirement asks of them, on a day (?2).
--
-- Who: officers, each in the unit of the posting that counts on that day; students have lines of their
-- own elsewhere. What: every requirement in force that day whose agency is the unit or stands above it,
-- and whose position groups and staffing name the posting; a course that several documents ask for is
-- one duty with the nearest date. Optional: one course (?3).
--
-- State, exactly one: not_counted (the unit does not publish its strength), done (completed anywhere, in
-- any round, on or before the day), overdue (the due day has passed), not_done. Exemptions do not exist yet.
--
-- ?0, ?1: the units asked for, each with its row (branch).
WITH members AS (
	SELECT * FROM unnest(?0::uuid[], ?1::int[]) AS m(agency_id, branch)
), people AS (
	SELECT DISTINCT ON (p.person_id) p.person_id, p.agency_id, m.branch, p.position_group, p.staffing, a.publishes_strength, a.name AS unit
	FROM organization.posting_facts p
	JOIN members m ON m.agency_id = p.agency_id
	JOIN organization.person_facts o ON o.person_id = p.person_id AND o.kind = 'officer'
	JOIN organization.agency_facts a ON a.agency_id = p.agency_id AND a.valid_from <= ?2 AND (a.valid_to IS NULL OR a.valid_to > ?2)
	WHERE p.counts AND p.valid_from <= ?2 AND (p.valid_to IS NULL OR p.valid_to > ?2)
	ORDER BY p.person_id, p.valid_from DESC, p.id
), rules AS (
	SELECT m.agency_id, r.course_id, r.due_on, r.position_groups, r.staffing
	FROM members m
	JOIN organization.agency_closure_facts c ON c.descendant_id = m.agency_id AND c.valid_from <= ?2 AND (c.valid_to IS NULL OR c.valid_to > ?2)
	JOIN learning.requirement_facts r ON r.agency_id = c.ancestor_id
	WHERE r.school_class_id IS NULL AND r.starts_on <= ?2 AND (r.ends_on IS NULL OR r.ends_on > ?2)
		AND (?3::uuid IS NULL OR r.course_id = ?3::uuid)
), due AS (
	SELECT p.person_id, r.course_id, min(r.due_on) AS due_on
	FROM people p
	JOIN rules r ON r.agency_id = p.agency_id
		AND (r.position_groups = '{}' OR p.position_group = ANY (r.position_groups))
		AND (r.staffing IS NULL OR r.staffing = p.staffing)
	GROUP BY p.person_id, r.course_id
), completed AS (
	SELECT c.person_id, c.course_id, min(c.completed_on) AS completed_on
	FROM learning.completion_facts c
	WHERE c.completed_on <= ?2 AND c.person_id IN (SELECT person_id FROM due)
	GROUP BY c.person_id, c.course_id
), duties AS (
	SELECT p.person_id, p.agency_id, p.branch, p.unit, p.position_group, d.course_id, d.due_on, c.completed_on,
		CASE WHEN NOT p.publishes_strength THEN 'not_counted'
			WHEN c.completed_on IS NOT NULL THEN 'done'
			WHEN d.due_on < ?2 THEN 'overdue'
			ELSE 'not_done' END AS state
	FROM due d
	JOIN people p ON p.person_id = d.person_id
	LEFT JOIN completed c ON c.person_id = d.person_id AND c.course_id = d.course_id
)
