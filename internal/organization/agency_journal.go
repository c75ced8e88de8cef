package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// loadedEvents are the events without a journal in the order in which they can have been applied: by their
// days; on one day first what establishes agencies, last what only ends them, the lower ones before those above.
const loadedEvents = `loaded AS (SELECT e.id, e.occurred_on AS day, row_number() OVER (ORDER BY e.occurred_on,
		CASE WHEN e.kind IN ('establish', 'merge') THEN 0 WHEN e.kind IN ('absorb', 'dissolve') THEN 2 ELSE 1 END,
		(SELECT max(c.depth) FROM organization.agency_event_sources s JOIN organization.agency_closure c ON c.descendant_id = s.agency_id
			AND c.valid_from < e.occurred_on AND (c.valid_to IS NULL OR c.valid_to >= e.occurred_on) WHERE s.event_id = e.id) DESC, e.id) AS number
	FROM organization.agency_events e WHERE NOT EXISTS (SELECT FROM organization.agency_event_applications a WHERE a.event_id = e.id))`

// journalLoaded derives what each event wrote: the versions of its agencies that end on its day were open
// before, those that begin on it are new, and so are the agencies that begin with them. What two events of
// one day share is of the first.
const journalLoaded = `WITH ` + loadedEvents + `,
concerned AS (SELECT l.id, l.day, l.number, s.agency_id FROM loaded l JOIN organization.agency_event_sources s ON s.event_id = l.id
	UNION SELECT l.id, l.day, l.number, t.agency_id FROM loaded l JOIN organization.agency_event_targets t ON t.event_id = l.id),
written AS (
	SELECT c.id, c.number, 1 AS rank, 'agencies' AS what, a.id AS row_id, a.id AS agency_id, NULL::jsonb AS before, to_jsonb(a) AS after
		FROM concerned c JOIN organization.agencies a ON a.id = c.agency_id
		WHERE c.day = (SELECT min(v.valid_from) FROM organization.agency_versions v WHERE v.agency_id = a.id)
	UNION ALL SELECT c.id, c.number, 2, 'agency_versions', v.id, v.agency_id, to_jsonb(v) || '{"valid_to": null}', to_jsonb(v)
		FROM concerned c JOIN organization.agency_versions v ON v.agency_id = c.agency_id AND v.valid_to = c.day
	UNION ALL SELECT c.id, c.number, 3, 'agency_versions', v.id, v.agency_id, NULL, to_jsonb(v) || '{"valid_to": null}'
		FROM concerned c JOIN organization.agency_versions v ON v.agency_id = c.agency_id AND v.valid_from = c.day),
claimed AS (SELECT DISTINCT ON (row_id, rank) * FROM written ORDER BY row_id, rank, number)
INSERT INTO organization.agency_event_changes (event_id, number, what, row_id, agency_id, before, after)
SELECT id, row_number() OVER (PARTITION BY id ORDER BY rank, row_id), what, row_id, agency_id, before, after FROM claimed`

// applyLoaded notes how each event was applied, as if it had been asked for.
const applyLoaded = `WITH ` + loadedEvents + `
INSERT INTO organization.agency_event_applications (event_id, command, counts, applied_by, applied_at, followed_at)
SELECT e.id, jsonb_strip_nulls(jsonb_build_object('kind', e.kind, 'occurredOn', to_char(e.occurred_on, 'YYYY-MM-DD"T00:00:00Z"'), 'document', e.legal_document, 'note', e.note,
		'sources', (SELECT jsonb_agg(s.agency_id ORDER BY s.agency_id) FROM organization.agency_event_sources s WHERE s.event_id = e.id),
		'targets', (SELECT jsonb_agg(jsonb_build_object('agencyId', t.agency_id, 'share', t.share) ORDER BY t.agency_id)
			FROM organization.agency_event_targets t WHERE t.event_id = e.id AND e.kind NOT IN ('rename', 'move_parent')))), '{}', ?0, ?1, ?1
FROM loaded l JOIN organization.agency_events e ON e.id = l.id ORDER BY l.number`

// JournalLoadedEventsTx gives events that were loaded with the tree the journal that applying them would have
// left, so that they can be looked into and reversed like any other. People have their dated postings from the
// load; those who rest on an event keep it from being reversed.
func JournalLoadedEventsTx(ctx context.Context, tx bun.IDB, by uuid.UUID, at time.Time) error {
	if _, err := tx.ExecContext(ctx, journalLoaded); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, applyLoaded, by, at)
	return err
}
