package organization

import (
	"context"

	"github.com/uptrace/bun"
)

// rebuildClosure derives every (ancestor, descendant) pair with the days on which it held from
// the dated versions: a version's pairs are its parent's pairs, cut to the days of both.
const rebuildClosure = `
WITH RECURSIVE up(descendant_id, ancestor_id, parent_id, depth, valid_from, valid_to) AS (
	SELECT agency_id, agency_id, parent_id, 0, valid_from, valid_to FROM organization.agency_versions
	UNION ALL
	SELECT up.descendant_id, v.agency_id, v.parent_id, up.depth + 1,
		GREATEST(up.valid_from, v.valid_from), LEAST(up.valid_to, v.valid_to)
	FROM up JOIN organization.agency_versions v ON v.agency_id = up.parent_id
		AND (up.valid_to IS NULL OR v.valid_from < up.valid_to)
		AND (v.valid_to IS NULL OR v.valid_to > up.valid_from)
	WHERE up.depth < 11
)
INSERT INTO organization.agency_closure (ancestor_id, descendant_id, depth, valid_from, valid_to)
SELECT ancestor_id, descendant_id, depth, valid_from, valid_to FROM up`

// RebuildClosureTx makes the closure equal to the versions. It is run after every change of the
// tree; two thousand agencies take well under a second.
func RebuildClosureTx(ctx context.Context, tx bun.IDB) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM organization.agency_closure"); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, rebuildClosure)
	return err
}
