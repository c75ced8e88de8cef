DROP FUNCTION learning.duty_count_facts(date, uuid[], uuid, uuid);
DROP FUNCTION learning.duty_facts(date, uuid[]);
DROP FUNCTION learning.duty_rows(date, uuid[]);
CREATE FUNCTION learning.duty_facts(on_day date, in_units uuid[])
RETURNS TABLE (person_id uuid, agency_id uuid, kind text, position_group text, staffing text, requirement_id uuid, slot smallint,
	course_id uuid, accepts uuid[], joined_on date, due_on date, completed_on date, state text, why text, counts boolean)
LANGUAGE sql STABLE PARALLEL SAFE
SET work_mem = '64MB'
SET enable_nestloop = off -- the planner cannot know how many people are asked for; row by row would be quadratic
AS $$
WITH places AS MATERIALIZED (
	(SELECT DISTINCT ON (p.person_id) p.person_id, p.agency_id, 'officer' AS kind, p.position_group, p.staffing, NULL::uuid AS school_class_id, p.valid_from AS joined_on
	FROM organization.postings p
	WHERE p.agency_id = ANY (in_units) AND p.position_group <> 'student' AND p.counts AND p.valid_from <= on_day AND (p.valid_to IS NULL OR p.valid_to > on_day)
	ORDER BY p.person_id, p.valid_from DESC, p.id)
	UNION ALL
	(SELECT DISTINCT ON (c.person_id) c.person_id, c.agency_id, 'student', 'student', 'none', c.school_class_id, c.valid_from
	FROM organization.class_members c
	WHERE c.agency_id = ANY (in_units) AND c.valid_from <= on_day AND (c.valid_to IS NULL OR c.valid_to > on_day)
	ORDER BY c.person_id, c.valid_from DESC)
), in_force AS (
	SELECT c.descendant_id AS agency_id, u.requirement_id, u.position_groups, u.staffing, u.school_class_id
	FROM organization.agency_closure c
	JOIN learning.requirement_rules u ON u.agency_id = c.ancestor_id
	JOIN learning.requirements r ON r.id = u.requirement_id AND r.starts_on <= on_day AND (r.ends_on IS NULL OR r.ends_on > on_day)
	WHERE c.descendant_id = ANY (in_units) AND c.valid_from <= on_day AND (c.valid_to IS NULL OR c.valid_to > on_day)
		AND NOT EXISTS (SELECT FROM organization.agency_closure x WHERE x.descendant_id = c.descendant_id AND x.ancestor_id = ANY (u.excluded)
		AND x.valid_from <= on_day AND (x.valid_to IS NULL OR x.valid_to > on_day))
), named AS MATERIALIZED (
	SELECT DISTINCT p.person_id, f.requirement_id
	FROM places p
	JOIN in_force f ON f.agency_id = p.agency_id
	WHERE CASE WHEN f.school_class_id IS NOT NULL THEN p.school_class_id = f.school_class_id
		ELSE p.kind = 'officer' AND (f.position_groups = '{}' OR p.position_group = ANY (f.position_groups)) AND (f.staffing IS NULL OR f.staffing = p.staffing) END
), slots AS MATERIALIZED (
	SELECT q.requirement_id, q.slot, (array_agg(q.course_id ORDER BY q.position))[1] AS course_id, array_agg(DISTINCT a.course_id) AS accepts,
		dense_rank() OVER (ORDER BY array_agg(DISTINCT a.course_id)) AS same
	FROM learning.requirement_courses q
	CROSS JOIN LATERAL (SELECT q.course_id UNION SELECT e.accepted_course_id FROM learning.course_equivalents e
		WHERE e.course_id = q.course_id AND e.valid_from <= on_day AND (e.valid_to IS NULL OR e.valid_to > on_day)) a
	WHERE q.requirement_id IN (SELECT f.requirement_id FROM in_force f)
	GROUP BY q.requirement_id, q.slot
), rounds AS MATERIALIZED (
	SELECT r.id, r.due_kind, r.grace_days, r.starts_on, r.due_days, r.validity_months, r.open_days,
		CASE r.due_kind WHEN 'date' THEN r.due_on WHEN 'yearly' THEN GREATEST(y.opened_on, y.first_on) END AS due_on,
		CASE WHEN r.due_kind <> 'yearly' THEN NULL WHEN y.opened_on > y.first_on THEN y.opened_on - r.open_days
			ELSE LEAST(y.first_on - r.open_days, r.starts_on) END AS since
	FROM learning.requirements r
	LEFT JOIN LATERAL (SELECT max(d.due_on) FILTER (WHERE d.due_on - r.open_days <= on_day) AS opened_on, min(d.due_on) FILTER (WHERE d.due_on >= r.starts_on) AS first_on
		FROM (SELECT make_date(n, r.due_month, r.due_day) AS due_on
			FROM generate_series(extract(year FROM r.starts_on)::int - 1, extract(year FROM on_day)::int + 1) n WHERE r.due_kind = 'yearly') d) y ON true
	WHERE r.id IN (SELECT f.requirement_id FROM in_force f)
), asked AS (
	SELECT n.person_id, p.agency_id, p.joined_on, n.requirement_id, s.slot, s.course_id, s.same, r.due_kind, r.grace_days, r.since, r.validity_months,
		GREATEST(CASE WHEN r.due_kind IN ('after_joining', 'rolling') THEN GREATEST(r.starts_on, p.joined_on) + r.due_days ELSE r.due_on END, p.joined_on + r.grace_days) AS due_on
	FROM named n
	JOIN places p ON p.person_id = n.person_id
	JOIN rounds r ON r.id = n.requirement_id
	JOIN slots s ON s.requirement_id = n.requirement_id
), credits AS (
	SELECT a.person_id, a.requirement_id, a.slot, min(c.done_on) FILTER (WHERE a.since IS NULL OR c.done_on >= a.since) AS first_on, max(c.done_on) AS last_on
	FROM asked a
	JOIN (SELECT s.requirement_id, s.slot, unnest(s.accepts) AS course_id FROM slots s) x ON x.requirement_id = a.requirement_id AND x.slot = a.slot
	JOIN learning.credit_facts c ON c.person_id = a.person_id AND c.course_id = x.course_id AND c.done_on <= on_day
		AND (c.known_on IS NULL OR c.known_on <= on_day) AND (c.withdrawn_on IS NULL OR c.withdrawn_on > on_day)
	WHERE c.person_id = ANY (ARRAY(SELECT p.person_id FROM places p))
	GROUP BY a.person_id, a.requirement_id, a.slot
), dated AS (
	SELECT a.person_id, a.agency_id, a.joined_on, a.requirement_id, a.slot, a.course_id, a.same, a.grace_days,
		CASE WHEN a.due_kind = 'rolling' THEN c.last_on ELSE c.first_on END AS completed_on,
		CASE WHEN a.due_kind = 'rolling' AND c.last_on IS NOT NULL THEN (c.last_on + make_interval(months => a.validity_months))::date ELSE a.due_on END AS due_on,
		CASE WHEN a.due_kind = 'rolling' THEN c.last_on IS NOT NULL AND (c.last_on + make_interval(months => a.validity_months))::date >= on_day
			ELSE c.first_on IS NOT NULL END AS done
	FROM asked a
	LEFT JOIN credits c ON c.person_id = a.person_id AND c.requirement_id = a.requirement_id AND c.slot = a.slot
), away AS (
	SELECT DISTINCT b.person_id FROM learning.absences b
	WHERE b.person_id = ANY (ARRAY(SELECT p.person_id FROM places p)) AND b.from_on <= on_day AND (b.to_on IS NULL OR b.to_on > on_day) AND b.entered_on <= on_day AND (b.removed_on IS NULL OR b.removed_on > on_day)
), exempted AS (
	SELECT DISTINCT e.person_id, e.course_id FROM learning.exemptions e
	WHERE e.person_id = ANY (ARRAY(SELECT p.person_id FROM places p)) AND e.decided_on <= on_day AND e.state IN ('approved', 'withdrawn') AND e.from_on <= on_day AND (e.to_on IS NULL OR e.to_on > on_day)
		AND (e.withdrawn_on IS NULL OR e.withdrawn_on > on_day)
), decided AS (
	SELECT d.*, CASE
		WHEN NOT v.publishes_strength THEN 'strength'
		WHEN d.done THEN 'done'
		WHEN w.person_id IS NOT NULL THEN 'absent'
		WHEN d.joined_on > on_day - d.grace_days THEN 'joined'
		WHEN x.person_id IS NOT NULL THEN 'exempt'
		WHEN d.due_on < on_day THEN 'overdue'
		ELSE 'not_done' END AS finding
	FROM dated d
	JOIN organization.agency_versions v ON v.agency_id = d.agency_id AND v.valid_from <= on_day AND (v.valid_to IS NULL OR v.valid_to > on_day)
	LEFT JOIN away w ON w.person_id = d.person_id
	LEFT JOIN exempted x ON x.person_id = d.person_id AND x.course_id = d.course_id
)
SELECT d.person_id, d.agency_id, p.kind, p.position_group, p.staffing, d.requirement_id, d.slot, d.course_id, s.accepts, d.joined_on, d.due_on, d.completed_on,
	CASE WHEN d.finding IN ('strength', 'absent', 'joined') THEN 'not_counted' ELSE d.finding END,
	CASE WHEN d.finding IN ('strength', 'absent', 'joined') THEN d.finding ELSE '' END,
	row_number() OVER (PARTITION BY d.person_id, d.same ORDER BY d.finding = 'done', d.due_on, d.requirement_id) = 1
FROM decided d
JOIN places p ON p.person_id = d.person_id
JOIN slots s ON s.requirement_id = d.requirement_id AND s.slot = d.slot
$$;
