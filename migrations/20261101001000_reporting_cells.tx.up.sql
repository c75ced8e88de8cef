CREATE SCHEMA reporting;

-- cells: figures of one agency itself (not its subtree), one course, one day. Folded from the
-- domains' deltas; a nightly rebuild from the facts must give the same rows.
CREATE TABLE reporting.cells (
	agency_id uuid NOT NULL,
	course_id uuid NOT NULL,
	day       date NOT NULL,
	what      text NOT NULL,
	amount    bigint NOT NULL,
	PRIMARY KEY (agency_id, course_id, day, what)
);
CREATE INDEX cells_by_day ON reporting.cells (day, what);
CALL scope.protect('reporting.cells', 'agency_id', NULL, '(SELECT current_setting(''app.province'', true)) = ''on''');

-- fold_cursors: every delta below the transaction id is folded.
CREATE TABLE reporting.fold_cursors (
	source       text PRIMARY KEY,
	folded_below xid8 NOT NULL,
	folded_at    timestamptz NOT NULL DEFAULT now()
);

-- succession_facts: which agency continued in which, by which event; target_id is null where an
-- agency ended without a successor, share where no ratio was declared. It is part of what the
-- organization publishes; the figures need it to compare a unit with its predecessors.
CREATE VIEW organization.succession_facts WITH (security_invoker = true) AS
	SELECT e.id AS event_id, e.kind, e.occurred_on, s.agency_id AS source_id, t.agency_id AS target_id, t.share
	FROM organization.agency_events e
	JOIN organization.agency_event_sources s ON s.event_id = e.id
	LEFT JOIN organization.agency_event_targets t ON t.event_id = e.id;
