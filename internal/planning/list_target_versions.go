package planning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ListTargetVersions asks for one page of the history of an agency's target.
type ListTargetVersions struct {
	AgencyID      uuid.UUID
	TargetID      uuid.UUID
	Limit, Offset int64
}

// ListTargetVersions returns a page of the versions, the latest first, and how many there are. Agency
// roles may ask for their own subtree, province roles for any agency; fault.ErrNotFound elsewhere, and for
// another agency's target.
func (s *Service) ListTargetVersions(ctx context.Context, who access.Principal, q ListTargetVersions) ([]TargetVersion, int, error) {
	if err := who.RequireFigures(q.AgencyID); err != nil {
		return nil, 0, err
	}
	var versions []TargetVersion
	var total int64
	err := s.db.Read(ctx, postgres.Agencies(q.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		total, err = tx.NewSelect().Model(&versions).Where("target_id = ? AND agency_id = ?", q.TargetID, q.AgencyID).
			Order("number DESC").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		if err == nil && total == 0 { // a target has at least one version
			err = fault.ErrNotFound
		}
		return err
	})
	return versions, int(total), err
}
