package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// ListRosters asks for a page of the lists that an agency has uploaded.
type ListRosters struct {
	AgencyID      uuid.UUID
	Kind          RosterKind // "": both
	Limit, Offset int64
}

// ListRosters returns the lists of an agency, the newest first, and how many there are. It needs
// roster.manage at the agency; elsewhere fault.ErrNotFound.
func (s *Service) ListRosters(ctx context.Context, who access.Principal, q ListRosters) ([]Roster, int, error) {
	if err := who.RequireAt(access.ManageRoster, q.AgencyID); err != nil {
		return nil, 0, err
	}
	var rosters []Roster
	var total int64
	err := s.db.Read(ctx, postgres.Agencies(q.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		query := tx.NewSelect().Model(&rosters).Where("agency_id = ?", q.AgencyID)
		if q.Kind != "" {
			query.Where("kind = ?", string(q.Kind))
		}
		var err error
		total, err = query.Order("created_at DESC", "id DESC").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		return err
	})
	return rosters, int(total), err
}
