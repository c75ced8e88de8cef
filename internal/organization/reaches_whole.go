package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// ReachesWhole reports whether the person has the right at a root of the tree, so that affairs of
// the whole installation are theirs too.
func (s *Service) ReachesWhole(ctx context.Context, who access.Principal, p access.Permission) (bool, error) {
	var held []uuid.UUID
	for _, g := range who.Grants {
		if g.Role.Allows(p) && g.SchoolClassID == uuid.Nil {
			held = append(held, g.AgencyID)
		}
	}
	if len(held) == 0 || !who.Can(p) {
		return false, nil
	}
	whole := false
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT EXISTS (SELECT FROM organization.agency_versions WHERE agency_id IN (?) AND valid_to IS NULL AND parent_id IS NULL)`,
			bun.List(held)).Scan(ctx, &whole)
	})
	return whole, err
}
