package learning

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

const (
	// watchingKeptDays is how long playbacks and segments stay after the course was completed.
	watchingKeptDays = 90
	// forgetBatch bounds what one transaction deletes.
	forgetBatch = 2000
)

// ForgetWatching deletes what the players reported of courses that were completed 90 days ago;
// the credit stays in the lessons' progress. It is a duty: it goes on until nothing is left.
func (s *Service) ForgetWatching(ctx context.Context) error {
	return s.deleteInBatches(ctx, postgres.System(postgres.ForgetWatching), `DELETE FROM learning.playbacks WHERE id IN (
		SELECT p.id FROM learning.playbacks p JOIN learning.enrollments e ON e.id = p.enrollment_id
		WHERE e.completed_at < now() - make_interval(days => ?) LIMIT ?)`, watchingKeptDays)
}

// deleteInBatches runs the statement, which takes days and a limit, until it deletes nothing more.
func (s *Service) deleteInBatches(ctx context.Context, scope postgres.Scope, statement string, days int) error {
	for {
		var deleted int64
		err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
			res, err := tx.ExecContext(ctx, statement, days, forgetBatch)
			if err != nil {
				return err
			}
			deleted, err = res.RowsAffected()
			return err
		})
		if err != nil || deleted < forgetBatch {
			return err
		}
	}
}
