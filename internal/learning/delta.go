package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// addDelta appends a change of a figure in the business transaction; reporting folds it.
func addDelta(ctx context.Context, tx bun.IDB, agency, course uuid.UUID, day time.Time, what string, amount int) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO learning.deltas (agency_id, course_id, day, what, amount) VALUES (?, ?, ?, ?, ?)`,
		agency, course, day, what, amount)
	return err
}

// deltasKeptDays is how long changes of figures stay; reporting folds them within seconds.
const deltasKeptDays = 7

// PruneDeltas deletes changes of figures that were folded long ago. It is a duty.
func (s *Service) PruneDeltas(ctx context.Context) error {
	return s.deleteInBatches(ctx, postgres.System(postgres.PruneDeltas), `DELETE FROM learning.deltas WHERE id IN (
		SELECT id FROM learning.deltas WHERE at < now() - make_interval(days => ?) ORDER BY id LIMIT ?)`, deltasKeptDays)
}
