package certificate

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// deltasKeptDays is how long changes of figures stay; reporting folds them within seconds.
const deltasKeptDays = 7

// PruneDeltas deletes changes of figures that were folded long ago. It is a duty; its rows are
// few, so one statement takes them.
func (s *Service) PruneDeltas(ctx context.Context) error {
	return s.db.RunInTx(ctx, postgres.System(postgres.PruneDeltas), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM certificate.deltas WHERE at < now() - make_interval(days => ?)`, deltasKeptDays)
		return err
	})
}
