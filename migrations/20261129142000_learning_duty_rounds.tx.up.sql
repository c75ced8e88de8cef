-- duty_rows is the one definition of who owes what on a day, and of its state. Everything that shows or
-- counts duties reads it. It now tells the school class, and from which day on what was done may be taken
-- again (renews_on), and works with groups of people who stand alike instead of one person at a time.
--
-- Who: officers in the unit of the posting that counts on the day, and students in their class of the day,
-- in the given units. A requirement that holds on the day names them by any of its rules. One duty is one
-- person and one slot of a requirement; counts marks the one that figures take where several requirements
-- ask for the same courses: the one that is not done, then the nearest date.
--
-- By when: the requirement's date; or days after joining; or the date of the year whose round has opened (the
-- first round is open from the requirement's first day); or, rolling, the end of the last completion's validity.
-- Who joined within the grace days before the date has until the end of their grace. A rolling duty may be
-- done again from open_days before the end of the validity (renews_on): it stays done until that end, and
-- the next completion moves it.
--
-- State, exactly one, the first that holds: not_counted/strength (the unit does not publish its strength),
-- done (completed on or before the day, anywhere, any version, or an accepted equivalent; for recurring
-- requirements within the round), not_counted/absent, not_counted/joined (within the grace days), exempt,
-- overdue (the due day has passed), not_done. Absences and exemptions count from the day on which they were
-- entered or approved: what is entered after a cut-off never changes it.
DROP FUNCTION learning.duty_facts(date, uuid[]);
CREATE FUNCTION learning.duty_rows(on_day date, in_units uuid[])
RETURNS TABLE (person_id uuid, agency_id uuid, kind text, position_group text, staffing text, school_class_id uuid, requirement_id uuid, slot smallint,
	course_id uuid, accepts uuid[], joined_on date, due_on date, completed_on date, renews_on date, state text, why text, counts boolean)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH placed AS (
	(SELECT DISTINCT ON (p.person_id) p.person_id, p.agency_id, p.position_group, p.staffing, '00000000-0000-0000-0000-000000000000'::uuid AS class_id, p.valid_from AS joined_on
	FROM organization.postings p
	WHERE p.agency_id = ANY (in_units) AND p.position_group <> 'student' AND p.counts AND p.valid_from <= on_day AND (p.valid_to IS NULL OR p.valid_to > on_day)
	ORDER BY p.person_id, p.valid_from DESC, p.id)
	UNION ALL
	(SELECT DISTINCT ON (c.person_id) c.person_id, c.agency_id, 'student', 'none', c.school_class_id, c.valid_from
	FROM organization.class_members c
	WHERE c.agency_id = ANY (in_units) AND c.valid_from <= on_day AND (c.valid_to IS NULL OR c.valid_to > on_day)
	ORDER BY c.person_id, c.valid_from DESC)
), places AS MATERIALIZED ( -- people who stand alike are one group: requirements name groups
	SELECT p.*, dense_rank() OVER (ORDER BY p.agency_id, p.position_group, p.staffing, p.class_id) AS standing FROM placed p
), in_force AS MATERIALIZED (
	SELECT c.descendant_id AS agency_id, u.requirement_id, u.position_groups, u.staffing, u.school_class_id
	FROM organization.agency_closure c
	JOIN learning.requirement_rules u ON u.agency_id = c.ancestor_id
	JOIN learning.requirements r ON r.id = u.requirement_id AND r.starts_on <= on_day AND (r.ends_on IS NULL OR r.ends_on > on_day)
	WHERE c.descendant_id = ANY (in_units) AND c.valid_from <= on_day AND (c.valid_to IS NULL OR c.valid_to > on_day)
		AND (u.excluded = '{}' OR NOT EXISTS (SELECT FROM organization.agency_closure x WHERE x.descendant_id = c.descendant_id AND x.ancestor_id = ANY (u.excluded)
		AND x.valid_from <= on_day AND (x.valid_to IS NULL OR x.valid_to > on_day)))
), groups AS (
	SELECT g.*, v.publishes_strength
	FROM (SELECT DISTINCT p.standing, p.agency_id, p.position_group, p.staffing, p.class_id FROM places p) g
	JOIN organization.agency_versions v ON v.agency_id = g.agency_id AND v.valid_from <= on_day AND (v.valid_to IS NULL OR v.valid_to > on_day)
), named AS MATERIALIZED (
	SELECT DISTINCT g.standing, g.publishes_strength, f.requirement_id
	FROM groups g
	JOIN in_force f ON f.agency_id = g.agency_id
	WHERE CASE WHEN f.school_class_id IS NOT NULL THEN g.class_id = f.school_class_id
		ELSE g.position_group <> 'student' AND (f.position_groups = '{}' OR g.position_group = ANY (f.position_groups)) AND (f.staffing IS NULL OR f.staffing = g.staffing) END
), rounds AS (
	SELECT r.id, r.due_kind, r.grace_days, r.starts_on, r.due_days, r.validity_months, r.open_days,
		CASE r.due_kind WHEN 'date' THEN r.due_on WHEN 'yearly' THEN GREATEST(y.opened_on, y.first_on) END AS due_on,
		CASE WHEN r.due_kind <> 'yearly' THEN '-infinity'::date WHEN y.opened_on > y.first_on THEN y.opened_on - r.open_days
			ELSE LEAST(y.first_on - r.open_days, r.starts_on) END AS since
	FROM learning.requirements r
	LEFT JOIN LATERAL (SELECT max(d.due_on) FILTER (WHERE d.due_on - r.open_days <= on_day) AS opened_on, min(d.due_on) FILTER (WHERE d.due_on >= r.starts_on) AS first_on
		FROM (SELECT make_date(n, r.due_month, r.due_day) AS due_on
			FROM generate_series(extract(year FROM r.starts_on)::int - 1, extract(year FROM on_day)::int + 1) n WHERE r.due_kind = 'yearly') d) y ON true
	WHERE r.id IN (SELECT f.requirement_id FROM in_force f)
), wanted AS (
	SELECT q.requirement_id, q.slot, (array_agg(q.course_id ORDER BY q.position))[1] AS course_id, array_agg(DISTINCT a.course_id) AS accepts
	FROM learning.requirement_courses q
	CROSS JOIN LATERAL (SELECT q.course_id UNION SELECT e.accepted_course_id FROM learning.course_equivalents e
		WHERE e.course_id = q.course_id AND e.valid_from <= on_day AND (e.valid_to IS NULL OR e.valid_to > on_day)) a
	WHERE q.requirement_id IN (SELECT f.requirement_id FROM in_force f)
	GROUP BY q.requirement_id, q.slot
), slots AS MATERIALIZED (
	SELECT w.*, dense_rank() OVER (ORDER BY w.accepts) AS same, dense_rank() OVER (ORDER BY w.accepts, r.since) AS credit, count(*) OVER (PARTITION BY w.accepts) > 1 AS shared,
		r.due_kind, r.grace_days, r.starts_on, r.due_days, r.validity_months, r.open_days, r.due_on, r.since
	FROM wanted w
	JOIN rounds r ON r.id = w.requirement_id
), credits AS MATERIALIZED (
	SELECT c.person_id, w.credit, min(c.done_on) FILTER (WHERE c.done_on >= w.since) AS first_on, max(c.done_on) AS last_on
	FROM (SELECT DISTINCT s.credit, s.since, unnest(s.accepts) AS course_id FROM slots s) w
	JOIN learning.credit_facts c ON c.course_id = w.course_id AND c.done_on <= on_day
		AND (c.known_on IS NULL OR c.known_on <= on_day) AND (c.withdrawn_on IS NULL OR c.withdrawn_on > on_day)
	WHERE c.person_id = ANY (ARRAY(SELECT p.person_id FROM places p))
	GROUP BY c.person_id, w.credit
), away AS MATERIALIZED (
	SELECT DISTINCT b.person_id FROM learning.absences b
	WHERE b.person_id = ANY (ARRAY(SELECT p.person_id FROM places p)) AND b.from_on <= on_day AND (b.to_on IS NULL OR b.to_on > on_day) AND b.entered_on <= on_day AND (b.removed_on IS NULL OR b.removed_on > on_day)
), exempted AS MATERIALIZED (
	SELECT DISTINCT e.person_id, e.course_id FROM learning.exemptions e
	WHERE e.person_id = ANY (ARRAY(SELECT p.person_id FROM places p)) AND e.decided_on <= on_day AND e.state IN ('approved', 'withdrawn') AND e.from_on <= on_day AND (e.to_on IS NULL OR e.to_on > on_day)
		AND (e.withdrawn_on IS NULL OR e.withdrawn_on > on_day)
), dated AS NOT MATERIALIZED (
	SELECT p.*, n.publishes_strength, s.requirement_id, s.slot, s.course_id, s.accepts, s.same, s.shared, s.grace_days, s.open_days, s.due_kind, c.first_on, c.last_on,
		CASE WHEN s.due_kind = 'rolling' THEN (c.last_on + make_interval(months => s.validity_months))::date END AS held_until,
		GREATEST(CASE WHEN s.due_kind IN ('after_joining', 'rolling') THEN GREATEST(s.starts_on, p.joined_on) + s.due_days ELSE s.due_on END, p.joined_on + s.grace_days) AS first_due_on
	FROM places p
	JOIN named n ON n.standing = p.standing
	JOIN slots s ON s.requirement_id = n.requirement_id
	LEFT JOIN credits c ON c.person_id = p.person_id AND c.credit = s.credit
), decided AS NOT MATERIALIZED (
	SELECT d.*, COALESCE(d.held_until, d.first_due_on) AS due_on, CASE
		WHEN NOT d.publishes_strength THEN 'strength'
		WHEN CASE WHEN d.due_kind = 'rolling' THEN d.held_until >= on_day ELSE d.first_on IS NOT NULL END THEN 'done'
		WHEN w.person_id IS NOT NULL THEN 'absent'
		WHEN d.joined_on > on_day - d.grace_days THEN 'joined'
		WHEN x.person_id IS NOT NULL THEN 'exempt'
		WHEN COALESCE(d.held_until, d.first_due_on) < on_day THEN 'overdue'
		ELSE 'not_done' END AS finding
	FROM dated d
	LEFT JOIN away w ON w.person_id = d.person_id
	LEFT JOIN exempted x ON x.person_id = d.person_id AND x.course_id = d.course_id
), counted AS (
	SELECT d.*, true AS counts FROM decided d WHERE NOT d.shared
	UNION ALL
	SELECT d.*, row_number() OVER (PARTITION BY d.person_id, d.same ORDER BY d.finding = 'done', d.due_on, d.requirement_id) = 1 FROM decided d WHERE d.shared
)
SELECT d.person_id, d.agency_id, CASE WHEN d.position_group = 'student' THEN 'student' ELSE 'officer' END, d.position_group, d.staffing,
	CASE WHEN d.position_group = 'student' THEN d.class_id END, d.requirement_id, d.slot, d.course_id, d.accepts, d.joined_on, d.due_on,
	CASE WHEN d.due_kind = 'rolling' THEN d.last_on ELSE d.first_on END, d.held_until - d.open_days,
	CASE WHEN d.finding IN ('strength', 'absent', 'joined') THEN 'not_counted' ELSE d.finding END,
	CASE WHEN d.finding IN ('strength', 'absent', 'joined') THEN d.finding ELSE '' END, d.counts
FROM counted d
$$;

-- duty_facts are those rows, planned for any number of people: whoever reads duties reads this.
CREATE FUNCTION learning.duty_facts(on_day date, in_units uuid[])
RETURNS TABLE (person_id uuid, agency_id uuid, kind text, position_group text, staffing text, school_class_id uuid, requirement_id uuid, slot smallint,
	course_id uuid, accepts uuid[], joined_on date, due_on date, completed_on date, renews_on date, state text, why text, counts boolean)
LANGUAGE sql STABLE PARALLEL SAFE
SET work_mem = '64MB'
SET enable_nestloop = off -- the planner cannot know how many people are asked for; row by row would be quadratic
AS $$ SELECT * FROM learning.duty_rows(on_day, in_units) $$;

-- duty_count_facts are the totals of officers' duties by agency, of one course or of one requirement (by its
-- series; then every duty that it asks for) where they are given. The same rows, counted where they are
-- found: two hundred thousand need not be carried out to be counted. people: those with at least one duty that
-- counts (not exempt, not left out); people_done: those who have done every one of them.
CREATE FUNCTION learning.duty_count_facts(on_day date, in_units uuid[], of_course uuid, of_series uuid)
RETURNS TABLE (agency_id uuid, required bigint, done bigint, not_done bigint, overdue bigint, exempt bigint, not_counted bigint, people bigint, people_done bigint)
LANGUAGE sql STABLE PARALLEL SAFE
SET work_mem = '64MB'
SET enable_nestloop = off -- the planner cannot know how many people are asked for; row by row would be quadratic
AS $$
SELECT p.agency_id, sum(p.required)::bigint, sum(p.done)::bigint, sum(p.not_done)::bigint, sum(p.overdue)::bigint, sum(p.exempt)::bigint, sum(p.not_counted)::bigint,
	count(*) FILTER (WHERE p.required > p.not_counted + p.exempt),
	count(*) FILTER (WHERE p.required > p.not_counted + p.exempt AND p.done = p.required - p.not_counted - p.exempt)
FROM (SELECT d.agency_id, d.person_id, count(*) AS required, count(*) FILTER (WHERE d.state = 'done') AS done, count(*) FILTER (WHERE d.state = 'not_done') AS not_done,
		count(*) FILTER (WHERE d.state = 'overdue') AS overdue, count(*) FILTER (WHERE d.state = 'exempt') AS exempt, count(*) FILTER (WHERE d.state = 'not_counted') AS not_counted
	FROM learning.duty_rows(on_day, in_units) d
	WHERE d.kind = 'officer' AND (of_course IS NULL OR d.course_id = of_course)
		AND CASE WHEN of_series IS NULL THEN d.counts ELSE d.requirement_id IN (SELECT r.id FROM learning.requirements r WHERE r.series_id = of_series) END
	GROUP BY d.agency_id, d.person_id) p
GROUP BY p.agency_id
$$;
