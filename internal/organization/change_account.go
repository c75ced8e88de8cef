package organization

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
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
// reason, identity.ErrOwnAccount, ErrLastAdministrator, ErrPrivileged for somebody with a role that the
// caller could not take away.
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
		if err := s.mayAdminister(ctx, tx, who, person.ID); err != nil {
			return err
		}
		target := identity.Target{PersonID: person.ID, AgencyID: person.AgencyID}
		if err := s.accountAct(cmd.Act)(ctx, tx, who, target, cmd.Reason); err != nil || cmd.Act != ResetSecondSteps {
			return err
		}
		return s.events.AppendTx(ctx, tx, AccountChanged{ID: audit.NewID(), PersonID: person.ID, Change: FactorsReset})
	})
	if err == nil {
		s.accounts.Watcher().NoteChanged(cmd.PersonID)
	}
	return err
}

// mayAdminister refuses acts on the account of somebody who holds a role that the caller could not take
// away: whoever administers one agency locks nobody out who administers above it.
func (s *Service) mayAdminister(ctx context.Context, tx bun.IDB, who access.Principal, person uuid.UUID) error {
	grants, err := heldGrants(ctx, tx, s.Today(), person)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(grants, func(g Grant) bool { return who.RequireGrant(g.Role, g.AgencyID) != nil }) {
		return ErrPrivileged
	}
	return nil
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
