package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/organization"
)

// ListOwingTx returns the officers of an agency's subtree who still owe a course on a day, among those
// whom the scope can see.
func ListOwingTx(ctx context.Context, tx bun.IDB, course, agency uuid.UUID, day time.Time) ([]uuid.UUID, error) {
	units, err := organization.Descendants(ctx, tx, []uuid.UUID{agency}, day)
	if err != nil || len(units) == 0 {
		return nil, err
	}
	var owing []uuid.UUID
	err = tx.NewRaw(`SELECT DISTINCT person_id FROM learning.duty_facts(?, ?::uuid[])
		WHERE kind = 'officer' AND ? = ANY (accepts) AND (state IN ('not_done', 'overdue') OR why = 'strength' AND completed_on IS NULL)`,
		day, pgdialect.Array(units), course).Scan(ctx, &owing)
	return owing, err
}
