-- gathering_edges: who collects from whom under a plan, from a day to a day, by a document (domain: 0.5).
-- It is apart from the administrative and the professional parent.
CREATE TABLE planning.gathering_edges (
	id           uuid PRIMARY KEY,
	plan_id      uuid NOT NULL REFERENCES planning.plans,
	agency_id    uuid NOT NULL REFERENCES organization.agencies,
	collector_id uuid NOT NULL REFERENCES organization.agencies,
	valid_from   date NOT NULL,
	valid_to     date,
	document     text NOT NULL CHECK (length(document) BETWEEN 1 AND 300),
	CHECK (agency_id <> collector_id),
	CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE UNIQUE INDEX gathering_edges_start ON planning.gathering_edges (plan_id, agency_id, valid_from);
CREATE UNIQUE INDEX gathering_edges_open ON planning.gathering_edges (plan_id, agency_id) WHERE valid_to IS NULL;
CREATE INDEX gathering_edges_by_collector ON planning.gathering_edges (plan_id, collector_id);

-- restatements: a change of the tree that reaches into a period whose reports were due. Sealed figures
-- stay as they are; the line says who wanted what and why.
CREATE TABLE planning.restatements (
	id             uuid PRIMARY KEY,
	period_id      uuid NOT NULL REFERENCES planning.periods,
	event_id       uuid NOT NULL,
	act            text NOT NULL CHECK (act IN ('apply', 'reverse')),
	legal_document text NOT NULL,
	reason         text NOT NULL,
	actor_id       uuid NOT NULL,
	created_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX restatements_by_period ON planning.restatements (period_id, created_at);
CREATE INDEX restatements_by_event ON planning.restatements (event_id);
