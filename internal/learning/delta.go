package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// addDelta appends a change of a figure in the business transaction; reporting folds it.
func addDelta(ctx context.Context, tx bun.IDB, agency, course uuid.UUID, day time.Time, what string, amount int) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO learning.deltas (agency_id, course_id, day, what, amount) VALUES (?, ?, ?, ?, ?)`,
		agency, course, day, what, amount)
	return err
}
