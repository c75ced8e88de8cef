CREATE SCHEMA planning;

-- plans: a record, never constants; the next five-year plan is loaded as a new one.
CREATE TABLE planning.plans (
	id             uuid PRIMARY KEY,
	number         text NOT NULL,                 -- '1905/KH-BCĐ138'
	issued_on      date NOT NULL,
	title          text NOT NULL,
	issuer         text NOT NULL,
	receiver       text NOT NULL,                 -- Kính gửi
	valid_from     date NOT NULL,
	valid_to       date NOT NULL,
	predecessor_id uuid REFERENCES planning.plans,
	roll_to_workday boolean NOT NULL DEFAULT false
);
CREATE TABLE planning.periods (
	id      uuid PRIMARY KEY,
	plan_id uuid NOT NULL REFERENCES planning.plans,
	kind    text NOT NULL CHECK (kind IN ('half_year', 'year', 'interim_review', 'final_review')),
	year    smallint NOT NULL,
	from_on date NOT NULL,
	to_on   date NOT NULL,                        -- last day, included
	due_on  date NOT NULL,                        -- last valid day, until 23:59:59 +07:00
	UNIQUE (plan_id, kind, year),
	CHECK (to_on >= from_on AND due_on >= to_on)
);
-- reporters: the dated list of who owes reports, each with its document (domain: 0.4).
CREATE TABLE planning.reporters (
	plan_id    uuid NOT NULL REFERENCES planning.plans,
	agency_id  uuid NOT NULL REFERENCES organization.agencies,
	valid_from date NOT NULL,
	valid_to   date,
	document   text NOT NULL,
	PRIMARY KEY (plan_id, agency_id, valid_from)
);
CREATE VIEW planning.period_facts WITH (security_invoker = true) AS
	SELECT p.id AS period_id, p.plan_id, p.kind, p.year, p.from_on, p.to_on, p.due_on, l.number AS plan_number, l.valid_from AS plan_from FROM planning.periods p JOIN planning.plans l ON l.id = p.plan_id;
