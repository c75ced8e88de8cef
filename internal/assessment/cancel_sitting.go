package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// CancelSitting ends a sitting for good: nobody starts in it any more, and whoever is inside goes on until their deadline.
// Rights and errors as ChangeSitting's.
func (s *Service) CancelSitting(ctx context.Context, who access.Principal, id uuid.UUID, given string) error {
	reason := vietnamese.Normalize(given)
	if err := fault.ErrInvalid.CheckReason("body.reason", reason).OrNil(); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		before, err := lockSitting(ctx, tx, who, id, 0)
		if err != nil {
			return err
		}
		after := before
		after.CancelledAt, after.CancelledBy, after.CancelReason = &before.ReadAt, &who.PersonID, reason
		if _, err := tx.NewUpdate().Model(&after).Column("cancelled_at", "cancelled_by", "cancel_reason").Set("version = version + 1").Where("id = ?", id).Exec(ctx); err != nil {
			return err
		}
		return recordSitting(ctx, tx, who, "cancel_sitting", reason, &before, &after)
	})
}
