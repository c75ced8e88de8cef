package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// reachSQL lists the agencies that a grant at one agency reaches: its subtree of that day, and
// the predecessors of each, so that a merger loses no history. Only an agency that has ended by an
// event of that day or before has a successor: one that gave away a function keeps its people.
const reachSQL = `
WITH RECURSIVE reached(id) AS (
	SELECT descendant_id FROM organization.agency_closure
	WHERE ancestor_id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)
	UNION
	SELECT s.agency_id FROM reached r
	JOIN organization.agency_event_targets t ON t.agency_id = r.id
	JOIN organization.agency_events e ON e.id = t.event_id AND e.occurred_on <= ?1
	JOIN organization.agency_event_sources s ON s.event_id = t.event_id
	WHERE NOT EXISTS (SELECT FROM organization.agency_versions v
		WHERE v.agency_id = s.agency_id AND v.valid_from <= ?1 AND (v.valid_to IS NULL OR v.valid_to > ?1))
)
SELECT id FROM reached`

func reach(ctx context.Context, tx bun.IDB, agency uuid.UUID, day time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := tx.NewRaw(reachSQL, agency, day).Scan(ctx, &ids)
	return ids, err
}
