-- A requirement is now a series of dated versions, each one row: a change closes the version that holds
-- and opens the next, so that what was asked on a day of the past never changes.
ALTER TABLE learning.requirements
	ADD COLUMN first_id        uuid REFERENCES learning.requirements,      -- the first version; null: this is it
	ADD COLUMN series_id       uuid GENERATED ALWAYS AS (COALESCE(first_id, id)) STORED,
	ADD COLUMN version         smallint NOT NULL DEFAULT 1 CHECK (version > 0),
	ADD COLUMN due_kind        text NOT NULL DEFAULT 'date' CHECK (due_kind IN ('date', 'after_joining', 'yearly', 'rolling')),
	ADD COLUMN due_days        smallint CHECK (due_days BETWEEN 1 AND 3650),       -- after_joining, rolling: days to do it the first time
	ADD COLUMN due_month       smallint CHECK (due_month BETWEEN 1 AND 12),        -- yearly: "before 31/10 of each year"
	ADD COLUMN due_day         smallint CHECK (due_day BETWEEN 1 AND 31),
	ADD COLUMN open_days       smallint CHECK (open_days BETWEEN 1 AND 366),       -- yearly, rolling: a round opens that many days before its date
	ADD COLUMN validity_months smallint CHECK (validity_months BETWEEN 1 AND 120), -- rolling: how long a completion holds
	ADD COLUMN grace_days      smallint NOT NULL DEFAULT 0 CHECK (grace_days BETWEEN 0 AND 366), -- who joined less than that before the day is not counted
	ADD COLUMN in_order        boolean NOT NULL DEFAULT false,                     -- the courses follow each other
	ADD COLUMN change_reason   text NOT NULL DEFAULT '',
	ADD COLUMN ended_by        uuid,
	ALTER COLUMN due_on DROP NOT NULL,
	ADD CHECK ((due_kind = 'date') = (due_on IS NOT NULL)),
	ADD CHECK (due_kind NOT IN ('after_joining', 'rolling') OR due_days IS NOT NULL),
	ADD CHECK (due_kind <> 'yearly' OR due_month IS NOT NULL AND due_day IS NOT NULL AND open_days IS NOT NULL),
	ADD CHECK (due_kind <> 'rolling' OR validity_months IS NOT NULL AND open_days IS NOT NULL),
	ADD CHECK (ends_on IS NULL OR ends_on >= starts_on);
CREATE UNIQUE INDEX requirements_by_series ON learning.requirements (series_id, version);

-- requirement_rules: who. A person is named when any rule of the requirement names them.
CREATE TABLE learning.requirement_rules (
	requirement_id  uuid NOT NULL REFERENCES learning.requirements,
	number          smallint NOT NULL CHECK (number BETWEEN 1 AND 20),
	agency_id       uuid NOT NULL REFERENCES organization.agencies,      -- the whole subtree
	excluded        uuid[] NOT NULL DEFAULT '{}',                        -- but not these and what is below them
	position_groups text[] NOT NULL DEFAULT '{}',                        -- empty: every group of officers
	staffing        text CHECK (staffing IN ('dedicated', 'dual_role')),
	school_class_id uuid REFERENCES organization.school_classes,         -- students of one class instead of officers
	PRIMARY KEY (requirement_id, number)
);
CREATE INDEX requirement_rules_by_agency ON learning.requirement_rules (agency_id);

-- requirement_courses: what. A slot is done by any of its courses; every slot is asked for.
CREATE TABLE learning.requirement_courses (
	requirement_id uuid NOT NULL REFERENCES learning.requirements,
	slot           smallint NOT NULL CHECK (slot BETWEEN 1 AND 30),
	position       smallint NOT NULL DEFAULT 1 CHECK (position BETWEEN 1 AND 30),
	course_id      uuid NOT NULL REFERENCES catalog.courses,
	PRIMARY KEY (requirement_id, slot, position)
);
CREATE INDEX requirement_courses_by_course ON learning.requirement_courses (course_id);

-- course_equivalents: a completion of the accepted course counts for the course.
CREATE TABLE learning.course_equivalents (
	course_id          uuid NOT NULL REFERENCES catalog.courses,
	accepted_course_id uuid NOT NULL REFERENCES catalog.courses,
	valid_from         date NOT NULL,
	valid_to           date,
	document           text NOT NULL,
	PRIMARY KEY (course_id, accepted_course_id, valid_from),
	CHECK (course_id <> accepted_course_id),
	CHECK (valid_to IS NULL OR valid_to > valid_from)
);

INSERT INTO learning.requirement_rules (requirement_id, number, agency_id, position_groups, staffing, school_class_id)
	SELECT id, 1, agency_id, position_groups, staffing, school_class_id FROM learning.requirements;
INSERT INTO learning.requirement_courses (requirement_id, slot, course_id) SELECT id, 1, course_id FROM learning.requirements;
DROP VIEW learning.requirement_facts;
ALTER TABLE learning.requirements DROP COLUMN course_id, DROP COLUMN position_groups, DROP COLUMN staffing, DROP COLUMN school_class_id;

-- exemptions (miễn): proposed by one, decided by another. decided_on is what a day of the past is asked
-- by: what was decided later never changes it.
CREATE TABLE learning.exemptions (
	id              uuid PRIMARY KEY,
	person_id       uuid NOT NULL REFERENCES organization.persons,
	agency_id       uuid NOT NULL REFERENCES organization.agencies,
	course_id       uuid NOT NULL REFERENCES catalog.courses,
	from_on         date NOT NULL,
	to_on           date,                                   -- first day on which it no longer holds
	reason          text NOT NULL CHECK (length(reason) BETWEEN 3 AND 500),
	document        text NOT NULL CHECK (length(document) BETWEEN 3 AND 300),
	state           text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'refused', 'withdrawn')),
	proposed_by     uuid NOT NULL,
	proposed_at     timestamptz NOT NULL DEFAULT now(),
	decided_by      uuid,
	decided_on      date,
	decision_reason text NOT NULL DEFAULT '',
	withdrawn_by    uuid,
	withdrawn_on    date,
	withdraw_reason text NOT NULL DEFAULT '',
	CHECK (decided_by IS NULL OR decided_by <> proposed_by AND decided_by <> person_id),
	CHECK (proposed_by <> person_id),
	CHECK ((state = 'proposed') = (decided_on IS NULL)),
	CHECK (to_on IS NULL OR to_on > from_on)
);
CREATE UNIQUE INDEX exemptions_open ON learning.exemptions (person_id, course_id) WHERE state IN ('proposed', 'approved') AND to_on IS NULL;
CREATE INDEX exemptions_by_agency ON learning.exemptions (agency_id, state, proposed_at);
CREATE INDEX exemptions_by_person ON learning.exemptions (person_id);
CALL scope.protect_facts('learning.exemptions');

-- absences (vắng dài ngày): days on which a person is away and owes nothing; never why.
CREATE TABLE learning.absences (
	id         uuid PRIMARY KEY,
	person_id  uuid NOT NULL REFERENCES organization.persons,
	agency_id  uuid NOT NULL REFERENCES organization.agencies,
	from_on    date NOT NULL,
	to_on      date,                                        -- first day back; null: not known yet
	document   text NOT NULL CHECK (length(document) BETWEEN 3 AND 300),
	entered_by uuid NOT NULL,
	entered_on date NOT NULL,
	removed_by uuid,
	removed_on date,
	CHECK (entered_by <> person_id),
	CHECK (to_on IS NULL OR to_on > from_on)
);
CREATE INDEX absences_by_person ON learning.absences (person_id);
CREATE INDEX absences_by_agency ON learning.absences (agency_id, from_on);
CALL scope.protect_facts('learning.absences');

-- What counts as having done a course, from wherever it comes.
CREATE VIEW learning.credit_facts WITH (security_invoker = true) AS
	SELECT person_id, course_id, completed_on AS done_on, NULL::date AS known_on, NULL::date AS withdrawn_on FROM learning.completions;

CREATE VIEW learning.requirement_facts WITH (security_invoker = true) AS
	SELECT id AS requirement_id, series_id, version, agency_id, starts_on, ends_on, document FROM learning.requirements;

-- duty_facts is the one definition of who owes what on a day, and of its state. Everything that shows or
-- counts duties reads it.
--
-- Who: officers in the unit of the posting that counts on the day, and students in their class of the day,
-- in the given units. A requirement that holds on the day names them by any of its rules. One duty is one
-- person and one slot of a requirement; counts marks the one that figures take where several requirements
-- ask for the same courses: the one that is not done, then the nearest date.
--
-- By when: the requirement's date; or days after joining; or the date of the year whose round has opened;
-- or, rolling, the end of the last completion's validity. Who joined within the grace days before the
-- date has until the end of their grace.
--
-- State, exactly one, the first that holds: not_counted/strength (the unit does not publish its strength),
-- done (completed on or before the day, anywhere, any version, or an accepted equivalent; for recurring
-- requirements within the round), not_counted/absent, not_counted/joined (within the grace days), exempt,
-- overdue (the due day has passed), not_done. Absences and exemptions count from the day on which they were
-- entered or approved: what is entered after a cut-off never changes it.
CREATE FUNCTION learning.duty_facts(on_day date, in_units uuid[])
RETURNS TABLE (person_id uuid, agency_id uuid, kind text, position_group text, staffing text, requirement_id uuid, slot smallint,
	course_id uuid, accepts uuid[], joined_on date, due_on date, completed_on date, state text, why text, counts boolean)
LANGUAGE sql STABLE PARALLEL SAFE
SET enable_nestloop = off -- the planner cannot know how many people are asked for; row by row would be quadratic
AS $$
WITH places AS (
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
), named AS (
	SELECT DISTINCT p.person_id, p.agency_id, p.kind, p.position_group, p.staffing, p.joined_on, f.requirement_id
	FROM places p
	JOIN in_force f ON f.agency_id = p.agency_id
	WHERE CASE WHEN f.school_class_id IS NOT NULL THEN p.school_class_id = f.school_class_id
		ELSE p.kind = 'officer' AND (f.position_groups = '{}' OR p.position_group = ANY (f.position_groups)) AND (f.staffing IS NULL OR f.staffing = p.staffing) END
), slots AS (
	SELECT q.requirement_id, q.slot, (array_agg(q.course_id ORDER BY q.position))[1] AS course_id, array_agg(DISTINCT a.course_id) AS accepts
	FROM learning.requirement_courses q
	CROSS JOIN LATERAL (SELECT q.course_id UNION SELECT e.accepted_course_id FROM learning.course_equivalents e
		WHERE e.course_id = q.course_id AND e.valid_from <= on_day AND (e.valid_to IS NULL OR e.valid_to > on_day)) a
	WHERE q.requirement_id IN (SELECT f.requirement_id FROM in_force f)
	GROUP BY q.requirement_id, q.slot
), rounds AS (
	SELECT r.id, r.due_kind, r.grace_days, r.starts_on, r.due_days, r.validity_months, r.open_days,
		CASE r.due_kind WHEN 'date' THEN r.due_on WHEN 'yearly' THEN y.due_on END AS due_on,
		CASE r.due_kind WHEN 'yearly' THEN y.due_on - r.open_days END AS since
	FROM learning.requirements r
	LEFT JOIN LATERAL (SELECT max(make_date(n, r.due_month, r.due_day)) AS due_on
		FROM generate_series(extract(year FROM on_day)::int - 1, extract(year FROM on_day)::int + 1) n
		WHERE r.due_kind = 'yearly' AND make_date(n, r.due_month, r.due_day) - r.open_days <= on_day) y ON true
	WHERE r.id IN (SELECT f.requirement_id FROM in_force f)
), asked AS (
	SELECT n.person_id, n.agency_id, n.kind, n.position_group, n.staffing, n.joined_on, n.requirement_id, s.slot, s.course_id, s.accepts,
		r.due_kind, r.grace_days, r.since, r.validity_months,
		GREATEST(CASE WHEN r.due_kind IN ('after_joining', 'rolling') THEN GREATEST(r.starts_on, n.joined_on) + r.due_days ELSE r.due_on END, n.joined_on + r.grace_days) AS due_on
	FROM named n
	JOIN rounds r ON r.id = n.requirement_id
	JOIN slots s ON s.requirement_id = n.requirement_id
	WHERE r.due_kind <> 'yearly' OR r.due_on >= r.starts_on
), credits AS (
	SELECT a.person_id, a.requirement_id, a.slot, min(c.done_on) FILTER (WHERE a.since IS NULL OR c.done_on >= a.since) AS first_on, max(c.done_on) AS last_on
	FROM asked a
	JOIN learning.credit_facts c ON c.person_id = a.person_id AND c.course_id = ANY (a.accepts) AND c.done_on <= on_day
		AND (c.known_on IS NULL OR c.known_on <= on_day) AND (c.withdrawn_on IS NULL OR c.withdrawn_on > on_day)
	WHERE c.person_id = ANY (ARRAY(SELECT n.person_id FROM named n))
	GROUP BY a.person_id, a.requirement_id, a.slot
), dated AS (
	SELECT a.person_id, a.agency_id, a.kind, a.position_group, a.staffing, a.joined_on, a.requirement_id, a.slot, a.course_id, a.accepts, a.grace_days,
		CASE WHEN a.due_kind = 'rolling' THEN c.last_on ELSE c.first_on END AS completed_on,
		CASE WHEN a.due_kind = 'rolling' AND c.last_on IS NOT NULL THEN (c.last_on + make_interval(months => a.validity_months))::date ELSE a.due_on END AS due_on,
		CASE WHEN a.due_kind = 'rolling' THEN c.last_on IS NOT NULL AND (c.last_on + make_interval(months => a.validity_months))::date >= on_day
			ELSE c.first_on IS NOT NULL END AS done
	FROM asked a
	LEFT JOIN credits c ON c.person_id = a.person_id AND c.requirement_id = a.requirement_id AND c.slot = a.slot
), away AS (
	SELECT DISTINCT b.person_id FROM learning.absences b
	WHERE b.person_id = ANY (ARRAY(SELECT n.person_id FROM named n)) AND b.from_on <= on_day AND (b.to_on IS NULL OR b.to_on > on_day) AND b.entered_on <= on_day AND (b.removed_on IS NULL OR b.removed_on > on_day)
), exempted AS (
	SELECT DISTINCT e.person_id, e.course_id FROM learning.exemptions e
	WHERE e.person_id = ANY (ARRAY(SELECT n.person_id FROM named n)) AND e.decided_on <= on_day AND e.state IN ('approved', 'withdrawn') AND e.from_on <= on_day AND (e.to_on IS NULL OR e.to_on > on_day)
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
SELECT d.person_id, d.agency_id, d.kind, d.position_group, d.staffing, d.requirement_id, d.slot, d.course_id, d.accepts, d.joined_on, d.due_on, d.completed_on,
	CASE WHEN d.finding IN ('strength', 'absent', 'joined') THEN 'not_counted' ELSE d.finding END,
	CASE WHEN d.finding IN ('strength', 'absent', 'joined') THEN d.finding ELSE '' END,
	row_number() OVER (PARTITION BY d.person_id, d.accepts ORDER BY d.finding = 'done', d.due_on, d.requirement_id) = 1
FROM decided d
$$;
