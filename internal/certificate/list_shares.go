package certificate

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// ListShares returns a page of the caller's links, the newest first, and how many there are.
func (s *Service) ListShares(ctx context.Context, who access.Principal, limit, offset int64) ([]Share, int, error) {
	if err := who.Require(access.Learn); err != nil {
		return nil, 0, err
	}
	var list []Share
	var total int64
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		total, err = tx.NewSelect().Model(&list).Where("person_id = ?", who.PersonID).Order("made_at DESC", "id DESC").Limit(limit).Offset(offset).ScanAndCount(ctx)
		return err
	})
	return list, int(total), err
}
