package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
)

// ListWaiting returns a page of those who wait in a register and are on no list, or of those on one list, by name, and how
// many there are. It opens for those who keep the register or approve in it, and each opening is shown to the people read.
// Errors: fault.ErrForbidden, fault.ErrNotFound for another's register.
func (s *Service) ListWaiting(ctx context.Context, who access.Principal, issuerID, listID uuid.UUID, limit, offset int64) ([]Waiting, int, error) {
	r, err := s.openBook(ctx, who, issuerID)
	if err != nil {
		return nil, 0, err
	}
	var found []Waiting
	var total int64
	err = s.db.RunInTx(ctx, r.scope, func(ctx context.Context, tx bun.Tx) error {
		query := tx.NewSelect().Model(&found).Where("w.issuer_id = ?", issuerID)
		if listID == uuid.Nil {
			query.Where("w.list_id IS NULL")
		} else {
			query.Where("w.list_id = ?", listID)
		}
		if total, err = query.OrderExpr(byName).Limit(limit).Offset(offset).ScanAndCount(ctx); err != nil {
			return err
		}
		people := make([]uuid.UUID, len(found))
		for i, w := range found {
			people[i] = w.PersonID
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, r.place, "certificate_waiting", distinct(people))
	})
	return found, int(total), err
}
