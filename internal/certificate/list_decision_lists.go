package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
)

// ListDecisionLists returns a page of the lists of a register, the newest first, and how many there are. It opens for those
// who keep the register or approve in it. Errors: fault.ErrForbidden, fault.ErrNotFound for another's register.
func (s *Service) ListDecisionLists(ctx context.Context, who access.Principal, issuerID uuid.UUID, limit, offset int64) ([]DecisionList, int, error) {
	r, err := s.openBook(ctx, who, issuerID)
	if err != nil {
		return nil, 0, err
	}
	var lists []DecisionList
	var total int64
	err = s.db.Read(ctx, r.scope, func(ctx context.Context, tx bun.Tx) error {
		total, err = tx.NewSelect().Model(&lists).Where("issuer_id = ?", issuerID).Order("proposed_at DESC", "id DESC").Limit(limit).Offset(offset).ScanAndCount(ctx)
		return err
	})
	return lists, int(total), err
}
