package assessment

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// RetireQuestion takes a question out of use: no test that is published from then on draws it, papers that were drawn
// keep it. Again changes nothing. It needs course.manage at whose course it is. Errors: fault.ErrNotFound,
// fault.ErrInvalid at "body.reason".
func (s *Service) RetireQuestion(ctx context.Context, who access.Principal, courseKey, key, reason string) error {
	reason = vietnamese.Normalize(reason)
	if err := fault.ErrInvalid.CheckReason("body.reason", reason).OrNil(); err != nil {
		return err
	}
	return s.setRetired(ctx, who, courseKey, key, reason, true)
}

// RestoreQuestion brings a retired question back: tests that are published from then on may draw it again. Errors:
// fault.ErrNotFound.
func (s *Service) RestoreQuestion(ctx context.Context, who access.Principal, courseKey, key string) error {
	return s.setRetired(ctx, who, courseKey, key, "", false)
}

func (s *Service) setRetired(ctx context.Context, who access.Principal, courseKey, key, reason string, retired bool) error {
	return s.inBank(ctx, who, access.ManageCourses, courseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		held, err := b.hold(ctx, tx, key)
		if err != nil || retired == !held.RetiredAt.IsZero() {
			return err
		}
		action := "restore_question"
		if retired {
			action = "retire_question"
		}
		if _, err := tx.ExecContext(ctx, `UPDATE assessment.questions SET retired_at = CASE WHEN ? THEN now() END WHERE id = ?`, retired, held.ID); err != nil {
			return err
		}
		return b.recordBank(ctx, tx, action, held.ID, reason, map[string]any{"key": key})
	})
}
