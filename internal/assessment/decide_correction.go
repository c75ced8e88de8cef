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

// DecideCorrection is the word of a second person on a correction that was counted.
type DecideCorrection struct {
	ID      uuid.UUID
	Approve bool
	Reason  string // required
}

// DecideCorrection approves a correction or cancels it. From the approval on, attempts that are handed in are graded by
// it; those graded before are graded again in the background. Whoever proposed it may cancel, never approve. It needs
// grading.manage. Errors: those of Correction.MayDecide, fault.ErrNotFound, fault.ErrInvalid at "body.reason".
func (s *Service) DecideCorrection(ctx context.Context, who access.Principal, cmd DecideCorrection) (Correction, error) {
	if err := who.Require(access.ManageGrading); err != nil {
		return Correction{}, err
	}
	reason := vietnamese.Normalize(cmd.Reason)
	if err := fault.ErrInvalid.CheckReason("body.reason", reason).OrNil(); err != nil {
		return Correction{}, err
	}
	var c Correction
	err := s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if _, err := replaceKeys.Exec(ctx, tx); err != nil {
			return err
		}
		var err error
		if c, err = lockCorrection(ctx, tx, cmd.ID); err != nil {
			return err
		}
		action := "approve_correction"
		if cmd.Approve {
			err = c.MayDecide(who)
			c.State = CorrectionApplying
		} else {
			err = c.mayCancel()
			action, c.State = "cancel_correction", CorrectionCancelled
		}
		if err != nil {
			return err
		}
		err = tx.NewRaw(`UPDATE assessment.corrections SET state = ?, decided_by = ?, decided_at = clock_timestamp(), decision = ?,
			cursor_test = NULL, cursor_attempt = NULL, attempts = 0 WHERE id = ? RETURNING *`, string(c.State), who.PersonID, reason, c.ID).Scan(ctx, &c)
		if err != nil {
			return err
		}
		return recordCorrection(ctx, tx, who, action, reason, c)
	})
	return c, err
}

// mayCancel says why a correction can no longer be cancelled.
func (c Correction) mayCancel() error {
	if c.State != CorrectionCounting && c.State != CorrectionCounted {
		return ErrCorrectionState
	}
	return nil
}
