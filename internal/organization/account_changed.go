package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
)

// AccountChange is what somebody else changed about a person's rights or the way they sign in.
type AccountChange string

// The changes of which the person is told.
const (
	RoleGranted  AccountChange = "role_granted"
	RoleRevoked  AccountChange = "role_revoked"
	FactorsReset AccountChange = "factors_reset"
)

// AccountChanged is written with such a change. Role and AgencyID are those of a grant.
type AccountChanged struct {
	ID       uuid.UUID // of this change
	PersonID uuid.UUID
	Change   AccountChange
	Role     access.Role
	AgencyID uuid.UUID
}

// EventName names the event.
func (AccountChanged) EventName() string { return "organization.account_changed" }

// SlipsPrinted is written when slips were printed for people who have signed in before; at most MaxSlips of them.
type SlipsPrinted struct {
	ID        uuid.UUID // of this printing
	PersonIDs []uuid.UUID
}

// EventName names the event.
func (SlipsPrinted) EventName() string { return "organization.slips_printed" }

// changedGrantTx writes that a grant was given or taken away.
func (s *Service) changedGrantTx(ctx context.Context, tx bun.Tx, change AccountChange, g Grant) error {
	return s.events.AppendTx(ctx, tx, AccountChanged{ID: audit.NewID(), PersonID: g.PersonID, Change: change, Role: g.Role, AgencyID: g.AgencyID})
}
