-- The duties behind the figures, person by person, for the people's own agency alone: those of one
-- state (?4) and, optionally, one position group (?7), by given name. Units that do not publish their strength have no rows.
SELECT d.person_id, o.full_name, d.unit, d.position_group, COALESCE(f.key, '') AS course_key, COALESCE(f.title_vi, '') AS title_vi,
	COALESCE(f.title_en, '') AS title_en, d.state, d.why, d.due_on, d.completed_on, count(*) OVER () AS total
FROM duties d
JOIN organization.person_facts o ON o.person_id = d.person_id
LEFT JOIN catalog.course_facts f ON f.course_id = d.course_id
WHERE d.state = ?4 AND d.publishes_strength AND (?7 = '' OR d.position_group = ?7)
ORDER BY o.given_name COLLATE "vi-x-icu", o.family_name COLLATE "vi-x-icu", o.middle_name COLLATE "vi-x-icu", d.person_id, f.key
LIMIT ?5 OFFSET ?6
