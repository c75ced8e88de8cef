package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// SetAccountDisabled says whether a person may sign in.
type SetAccountDisabled struct {
	PersonID uuid.UUID
	Disabled bool
	Reason   string // required; stands in the audit log
}

// SetAccountDisabled disables an account at once, ending its sessions everywhere within a second,
// or enables it again. It needs account.manage at the person's agency; elsewhere the person does
// not exist (fault.ErrNotFound). Errors of identity: a missing reason, one's own account.
func (s *Service) SetAccountDisabled(ctx context.Context, who access.Principal, cmd SetAccountDisabled) error {
	if err := who.Require(access.ManageAccounts); err != nil {
		return err
	}
	scope := postgres.Agencies(who.AgenciesFor(access.ManageAccounts)...)
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		if _, err := FindPerson(ctx, tx, cmd.PersonID); err != nil {
			return err
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(cmd.PersonID)); err != nil {
			return err
		}
		if cmd.Disabled {
			return s.accounts.DisableTx(ctx, tx, who, cmd.PersonID, cmd.Reason)
		}
		return s.accounts.EnableTx(ctx, tx, who, cmd.PersonID, cmd.Reason)
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(cmd.PersonID)
	}
	return err
}
