package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// EndShare ends a link of the caller at once; one that has ended stays so. fault.ErrNotFound for another's.
func (s *Service) EndShare(ctx context.Context, who access.Principal, id uuid.UUID) error {
	if err := who.Require(access.Learn); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE certificate.shares SET ended_at = COALESCE(ended_at, now()) WHERE id = ? AND person_id = ?`, id, who.PersonID)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return fault.ErrNotFound
	})
}
