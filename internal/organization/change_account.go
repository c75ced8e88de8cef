package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/identity"
	"taphuan/internal/postgres"
)

// AccountAct is what a system administrator does to an account.
type AccountAct string

// The acts.
const (
	DisableAccount   AccountAct = "disable"       // khóa tài khoản
	EnableAccount    AccountAct = "enable"        // mở khóa
	EndSessions      AccountAct = "end_sessions"  // đăng xuất khỏi mọi thiết bị
	ResetSecondSteps AccountAct = "reset_factors" // đặt lại xác thực hai bước
)

// ChangeAccount is one act on one account.
type ChangeAccount struct {
	PersonID uuid.UUID
	Act      AccountAct
	Reason   string // required; stands in the audit log and is shown to the person
}

// ChangeAccount disables an account at once, opens it again, ends its sessions or takes its second
// factors away; every node knows within a second. It needs account.manage at the person's agency;
// elsewhere the person does not exist (fault.ErrNotFound). Errors: fault.ErrInvalid without a
// reason, identity.ErrOwnAccount, ErrLastAdministrator.
func (s *Service) ChangeAccount(ctx context.Context, who access.Principal, cmd ChangeAccount) error {
	if err := who.Require(access.ManageAccounts); err != nil {
		return err
	}
	scope := postgres.Agencies(who.AgenciesFor(access.ManageAccounts)...)
	err := s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		person, err := FindPerson(ctx, tx, cmd.PersonID)
		if err != nil {
			return err
		}
		if cmd.Act == DisableAccount && person.ID != who.PersonID {
			if err := s.keepAdministratorTx(ctx, tx, scope, person.ID, nil); err != nil {
				return err
			}
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(person.ID)); err != nil {
			return err
		}
		target := identity.Target{PersonID: person.ID, AgencyID: person.AgencyID}
		return s.accountAct(cmd.Act)(ctx, tx, who, target, cmd.Reason)
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(cmd.PersonID)
	}
	return err
}

func (s *Service) accountAct(act AccountAct) func(context.Context, bun.IDB, access.Principal, identity.Target, string) error {
	switch act {
	case DisableAccount:
		return s.accounts.DisableTx
	case EnableAccount:
		return s.accounts.EnableTx
	case ResetSecondSteps:
		return s.accounts.ResetFactorsTx
	default:
		return s.accounts.EndAllSessionsTx
	}
}
