package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// DecideAppeal is the word of a second person on points that were proposed.
type DecideAppeal struct {
	ID      uuid.UUID
	Approve bool
	Reason  string // required
}

// DecideAppeal gives the proposed points, or keeps the old ones. It needs grading.manage. Errors: those of
// Appeal.MayDecide, fault.ErrNotFound, fault.ErrInvalid at "body.reason".
func (s *Service) DecideAppeal(ctx context.Context, who access.Principal, cmd DecideAppeal) (Appeal, error) {
	reason := vietnamese.Normalize(cmd.Reason)
	if err := fault.ErrInvalid.CheckReason("body.reason", reason).OrNil(); err != nil {
		return Appeal{}, err
	}
	return s.changeAppeal(ctx, who, cmd.ID, "decide_appeal", reason, func(_ context.Context, _ bun.Tx, a *Attempt, appeal *Appeal) error {
		if err := appeal.MayDecide(who); err != nil {
			return err
		}
		now := a.ReadAt
		appeal.DecidedBy, appeal.DecidedAt, appeal.Decision, appeal.State = &who.PersonID, &now, reason, AppealKept
		if cmd.Approve {
			appeal.State = AppealChanged
		}
		return nil
	})
}
