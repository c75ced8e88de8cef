package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// TakeSeat moves the caller's own running attempt into another window or onto another device: from now on it is taken
// there. Answers that the former still has are stored when they come, by their revisions. Errors: fault.ErrNotFound
// for another's attempt, ErrClosed once it was graded.
func (s *Service) TakeSeat(ctx context.Context, who access.Principal, id, seat uuid.UUID) error {
	return s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		attempt, err := lockAttempt(ctx, tx, id, who.PersonID)
		switch {
		case err != nil:
			return err
		case attempt.State != Started:
			return ErrClosed
		case attempt.Seat == seat:
			return nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE assessment.attempts SET seat = ?0, seat_changes = seat_changes + CASE WHEN seat IS NULL THEN 0 ELSE 1 END
			WHERE id = ?1`, seat, id)
		return err
	})
}
