-- targets (chỉ tiêu): what one agency shall reach in one period, of one course, one field or all
-- training. people: distinct officers trained (as B3); coverage: their share of the strength (as B4),
-- in hundredths of a percent.
CREATE TABLE planning.targets (
	id         uuid PRIMARY KEY,
	period_id  uuid NOT NULL REFERENCES planning.periods,
	agency_id  uuid NOT NULL REFERENCES organization.agencies,
	course_id  uuid REFERENCES catalog.courses,
	field      text CHECK (field IN ('it', 'cybersecurity', 'pedagogy', 'psychology')),
	measure    text NOT NULL CHECK (measure IN ('people', 'coverage')),
	created_at timestamptz NOT NULL DEFAULT now(),
	CHECK (num_nonnulls(course_id, field) <= 1),
	UNIQUE NULLS NOT DISTINCT (period_id, agency_id, course_id, field, measure)
);
CREATE INDEX targets_by_agency ON planning.targets (agency_id);
CALL scope.protect('planning.targets', 'agency_id', NULL);

-- target_versions: every value that a target ever had, with its document and who approved it. The one
-- with the highest number among those decided on or before a day holds on that day. Nothing is ever
-- written over.
CREATE TABLE planning.target_versions (
	target_id  uuid NOT NULL REFERENCES planning.targets,
	number     smallint NOT NULL CHECK (number > 0),
	agency_id  uuid NOT NULL,
	value      integer CHECK (value > 0),               -- null: the target was dropped
	decided_on date NOT NULL,                            -- day of the document
	document   text NOT NULL CHECK (length(document) BETWEEN 1 AND 200),
	approver   text NOT NULL CHECK (length(approver) BETWEEN 1 AND 200),
	created_by uuid,                                     -- null: loaded by an operator
	created_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (target_id, number)
);
CALL scope.protect('planning.target_versions', 'agency_id', NULL);

CREATE FUNCTION planning.keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'a % never changes', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_history BEFORE UPDATE OR DELETE ON planning.target_versions
	FOR EACH ROW EXECUTE FUNCTION planning.keep_history('target version');

-- training_plans (kế hoạch tập huấn, bồi dưỡng năm): what an agency itself intends in a year. A
-- submitted one never changes; a correction is the next number. No person is named.
CREATE TABLE planning.training_plans (
	id           uuid PRIMARY KEY,
	agency_id    uuid NOT NULL REFERENCES organization.agencies,
	year         smallint NOT NULL CHECK (year BETWEEN 2022 AND 2100),
	number       smallint NOT NULL CHECK (number > 0),
	state        text NOT NULL CHECK (state IN ('draft', 'submitted')),
	document     text NOT NULL DEFAULT '' CHECK (length(document) <= 200),
	revision     integer NOT NULL DEFAULT 1,             -- counts the savings of a draft
	saved_by     uuid,
	saved_at     timestamptz NOT NULL DEFAULT now(),
	submitted_by uuid,
	submitted_at timestamptz,
	UNIQUE (agency_id, year, number),
	CHECK ((state = 'submitted') = (submitted_at IS NOT NULL)),
	CHECK (state = 'draft' OR document <> '')
);
CREATE UNIQUE INDEX training_plans_draft ON planning.training_plans (agency_id, year) WHERE state = 'draft';
CALL scope.protect('planning.training_plans', 'agency_id', NULL);
CREATE TRIGGER keep_submitted BEFORE UPDATE OR DELETE ON planning.training_plans
	FOR EACH ROW WHEN (OLD.state = 'submitted') EXECUTE FUNCTION planning.keep_history('submitted training plan');

-- training_plan_items: one course or class of the plan. budget is in đồng as the agency declares it
-- ("tự kê khai"); null is "no figure", never 0.
CREATE TABLE planning.training_plan_items (
	training_plan_id uuid NOT NULL REFERENCES planning.training_plans,
	agency_id        uuid NOT NULL,
	position         smallint NOT NULL CHECK (position > 0),
	course_id        uuid REFERENCES catalog.courses,
	title            text NOT NULL DEFAULT '' CHECK (length(title) <= 200),  -- of what is no course here
	form             text NOT NULL CHECK (form IN ('online', 'in_person', 'blended')),
	people           integer NOT NULL CHECK (people BETWEEN 1 AND 1000000),
	month            smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
	budget           bigint CHECK (budget BETWEEN 0 AND 1000000000000),
	PRIMARY KEY (training_plan_id, position),
	CHECK (course_id IS NOT NULL OR title <> '')
);
CALL scope.protect('planning.training_plan_items', 'agency_id', NULL);

CREATE VIEW planning.target_facts WITH (security_invoker = true) AS
	SELECT t.id AS target_id, t.period_id, t.agency_id, t.course_id, t.field, t.measure, v.number, v.value, v.decided_on, v.document, v.approver
	FROM planning.targets t JOIN planning.target_versions v ON v.target_id = t.id;
-- training_plan_facts: the last submitted plan of each agency and year, as numbers.
CREATE VIEW planning.training_plan_facts WITH (security_invoker = true) AS
	SELECT p.agency_id, p.year, p.number, p.submitted_at, count(i.position) AS items, COALESCE(sum(i.people), 0)::bigint AS people,
		sum(i.budget)::bigint AS budget, count(i.budget) AS items_with_budget
	FROM planning.training_plans p LEFT JOIN planning.training_plan_items i ON i.training_plan_id = p.id
	WHERE p.state = 'submitted' AND NOT EXISTS (SELECT FROM planning.training_plans n
		WHERE n.agency_id = p.agency_id AND n.year = p.year AND n.state = 'submitted' AND n.number > p.number)
	GROUP BY p.id;
