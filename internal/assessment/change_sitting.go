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

// ChangeSitting changes title and times. Version is the one that was read; Reason is required once the sitting has begun.
type ChangeSitting struct {
	ID      uuid.UUID
	Version int
	Times   SittingTimes
	Reason  string
}

// ChangeSitting changes a sitting. Closing earlier leaves the deadlines of running attempts alone; closing later gives
// those that the closing time had cut what it gives everybody. It needs sitting.manage at the sitting's agency, or to be
// the teacher of its class. Errors: fault.ErrNotFound elsewhere, fault.ErrInvalid by field, ErrSittingChanged, ErrSittingOver.
func (s *Service) ChangeSitting(ctx context.Context, who access.Principal, cmd ChangeSitting) error {
	reason := vietnamese.Normalize(cmd.Reason)
	return s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		before, err := lockSitting(ctx, tx, who, cmd.ID, cmd.Version)
		if err != nil {
			return err
		}
		if err := cmd.check(before, reason); err != nil {
			return err
		}
		if err := postgres.SetScope(ctx, tx, keepingSittings(who, before.AgencyID)); err != nil {
			return err
		}
		after := before
		after.Title, after.OpensAt, after.ClosesAt = cmd.Times.Title, cmd.Times.OpensAt, cmd.Times.ClosesAt
		if _, err := tx.NewUpdate().Model(&after).Column("title", "opens_at", "closes_at").Set("version = version + 1").Where("id = ?", after.ID).Exec(ctx); err != nil {
			return err
		}
		if err := giveLaterClosing(ctx, tx, after); err != nil {
			return err
		}
		return recordSitting(ctx, tx, who, "change_sitting", reason, &before, &after)
	})
}

func (cmd *ChangeSitting) check(before Sitting, reason string) error {
	err := cmd.Times.check(before.ReadAt)
	if err == nil && before.State() == SittingOpen {
		err = fault.ErrInvalid.CheckReason("body.reason", reason).OrNil()
	}
	return err
}

// giveLaterClosing lets running attempts go on until the new closing time, as far as the test's minutes reach.
func giveLaterClosing(ctx context.Context, tx bun.IDB, s Sitting) error {
	_, err := tx.ExecContext(ctx, `UPDATE assessment.attempts a
		SET deadline_at = GREATEST(a.deadline_at, LEAST(a.started_at + make_interval(mins => t.minutes), ?1) + make_interval(secs => a.extra_seconds + a.time_back_seconds))
		FROM assessment.tests t WHERE t.id = a.test_id AND a.sitting_id = ?0 AND a.state = 'started' AND a.deadline_at > now()`, s.ID, s.ClosesAt)
	return err
}
