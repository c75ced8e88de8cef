package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ListGrantable returns the roles that the caller may give in an agency's subtree today, in the order
// of access.Roles. It needs account.manage at the agency; fault.ErrNotFound where none can be given.
func (s *Service) ListGrantable(ctx context.Context, who access.Principal, agencyID uuid.UUID) ([]access.Role, error) {
	if err := who.RequireAt(access.ManageAccounts, agencyID); err != nil {
		return nil, err
	}
	var agency Agency
	err := s.db.Read(ctx, postgres.Agencies(agencyID), func(ctx context.Context, tx bun.Tx) (err error) {
		agency, err = FindAgencyTx(ctx, tx, agencyID, s.Today())
		return err
	})
	if err != nil {
		return nil, err
	}
	var roles []access.Role
	for _, role := range who.GrantedBy(agencyID) {
		if !role.NeedsClass() && checkPlace(role, agency) == nil {
			roles = append(roles, role)
		}
	}
	if len(roles) == 0 {
		return nil, fault.ErrNotFound
	}
	return roles, nil
}
