package notify

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// ListNotices returns a page of the caller's notices, the newest first, and how many there are.
func (s *Service) ListNotices(ctx context.Context, who access.Principal, limit, offset int64) ([]Notice, int, error) {
	var list []Notice
	var total int64
	err := s.DB.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		total, err = tx.NewSelect().Model(&list).Where("person_id = ?", who.PersonID).Order("created_at DESC", "id DESC").
			Limit(limit).Offset(offset).ScanAndCount(ctx)
		return err
	})
	return list, int(total), err
}

// CountUnread returns how many notices a person has not read, counting no further than 100.
func (s *Service) CountUnread(ctx context.Context, personID uuid.UUID) (int, error) {
	var n int
	err := s.DB.Read(ctx, postgres.Persons(personID), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT count(*) FROM (SELECT FROM notify.notices WHERE person_id = ? AND read_at IS NULL LIMIT 100) n`, personID).Scan(ctx, &n)
	})
	return n, err
}

// MarkRead notes that the caller has read the given notices, or all of them when none is given.
// Somebody else's are not touched.
func (s *Service) MarkRead(ctx context.Context, who access.Principal, ids []uuid.UUID) error {
	return s.DB.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		mark := tx.NewUpdate().Model((*Notice)(nil)).Set("read_at = now()").Where("person_id = ? AND read_at IS NULL", who.PersonID)
		if len(ids) > 0 {
			mark = mark.Where("id IN (?)", bun.List(ids))
		}
		_, err := mark.Exec(ctx)
		return err
	})
}
