package audit

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// ListOwnAccount returns what others did with the caller's own account and roles, newest first, at
// most limit of them, and how many there are. What the person did themselves is left out.
func (s *Service) ListOwnAccount(ctx context.Context, who access.Principal, limit, offset int64) ([]Record, int, error) {
	if err := who.Require(access.SignedIn); err != nil {
		return nil, 0, err
	}
	var records []Record
	var total int64
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		total, err = tx.NewSelect().Table("audit.entries").Column("id", "at", "actor_id", "actor_role", "agency_id", "action", "object_type", "object_id", "reason", "before", "after").
			Where("object_type = 'account' AND object_id = ? AND actor_id IS DISTINCT FROM ?", who.PersonID, who.PersonID).
			Order("id DESC").Limit(limit).Offset(offset).ScanAndCount(ctx, &records)
		return err
	})
	return records, int(total), err
}
