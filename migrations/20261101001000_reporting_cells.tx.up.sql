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
