package identity

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Target is the person whose account an administrator changes, and the agency whose affair that is.
type Target struct {
	PersonID uuid.UUID
	AgencyID uuid.UUID
}

// DisableTx locks an account out: nobody signs in with it and its sessions end within a second, on
// every node. The caller has checked that who may do this to that person and has set the scope to
// them; after the commit it may call Watcher().NoteChanged. Disabling twice changes nothing.
// It needs account.manage or, for those who keep the list of people, people.manage.
// Errors: fault.ErrNotFound, fault.ErrInvalid without a reason, fault.ErrForbidden without the right,
// ErrOwnAccount.
func (s *Service) DisableTx(ctx context.Context, tx bun.IDB, who access.Principal, target Target, reason string) error {
	account, reason, err := s.privileged(ctx, tx, who, target.PersonID, reason, access.ManageAccounts, access.ManagePeople)
	if err != nil || account.DisabledAt != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE identity.accounts SET disabled_at = now(), disabled_reason = ?, changed_at = clock_timestamp()
		WHERE person_id = ?`, reason, target.PersonID)
	if err != nil {
		return err
	}
	if _, err := endSessionsTx(ctx, tx, target.PersonID, uuid.Nil, uuid.Nil, endedDisabled); err != nil {
		return err
	}
	return recordState(ctx, tx, who, "disable_account", target, reason, "active", "disabled")
}

// EnableTx opens a disabled account again; its old sessions stay ended. See DisableTx.
func (s *Service) EnableTx(ctx context.Context, tx bun.IDB, who access.Principal, target Target, reason string) error {
	account, reason, err := s.privileged(ctx, tx, who, target.PersonID, reason, access.ManageAccounts, access.ManagePeople)
	if err != nil || account.DisabledAt == nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE identity.accounts SET disabled_at = NULL, disabled_reason = NULL, changed_at = clock_timestamp()
		WHERE person_id = ?`, target.PersonID)
	if err != nil {
		return err
	}
	return recordState(ctx, tx, who, "enable_account", target, reason, "disabled", "active")
}

// ResetFactorsTx takes away a person's second factors, for somebody who has lost their phone, and
// ends their sessions. See DisableTx.
func (s *Service) ResetFactorsTx(ctx context.Context, tx bun.IDB, who access.Principal, target Target, reason string) error {
	_, reason, err := s.privileged(ctx, tx, who, target.PersonID, reason, access.ManageAccounts)
	if err != nil {
		return err
	}
	for _, table := range []string{"totp_secrets", "recovery_codes", "passkeys", "ceremonies"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM identity.? WHERE person_id = ?`, bun.Ident(table), target.PersonID); err != nil {
			return err
		}
	}
	if _, err := endSessionsTx(ctx, tx, target.PersonID, uuid.Nil, uuid.Nil, endedByAdmin); err != nil {
		return err
	}
	if err := s.TouchTx(ctx, tx, target.PersonID); err != nil {
		return err
	}
	return recordState(ctx, tx, who, "reset_second_factors", target, reason, nil, nil)
}

// EndAllSessionsTx signs a person out everywhere within a second; the account stays open. See DisableTx.
func (s *Service) EndAllSessionsTx(ctx context.Context, tx bun.IDB, who access.Principal, target Target, reason string) error {
	_, reason, err := s.privileged(ctx, tx, who, target.PersonID, reason, access.ManageAccounts)
	if err != nil {
		return err
	}
	ended, err := endSessionsTx(ctx, tx, target.PersonID, uuid.Nil, uuid.Nil, endedByAdmin)
	if err != nil {
		return err
	}
	return recordState(ctx, tx, who, "end_sessions", target, reason, nil, map[string]int{"sessions": len(ended)})
}

// privileged checks that the caller has one of the rights, and the reason, and locks the account.
func (s *Service) privileged(ctx context.Context, tx bun.IDB, who access.Principal, personID uuid.UUID, reason string, rights ...access.Permission) (accountRow, string, error) {
	if !slices.ContainsFunc(rights, who.Can) {
		return accountRow{}, "", who.Require(rights[0])
	}
	if who.PersonID == personID {
		return accountRow{}, "", ErrOwnAccount
	}
	reason = strings.TrimSpace(reason)
	if err := fault.ErrInvalid.CheckReason("body.reason", reason).OrNil(); err != nil {
		return accountRow{}, "", err
	}
	account, err := lockAccount(ctx, tx, personID)
	return account, reason, postgres.Fault(err)
}

func recordState(ctx context.Context, tx bun.IDB, who access.Principal, action string, target Target, reason string, before, after any) error {
	right := access.ManageAccounts
	if !who.Can(right) {
		right = access.ManagePeople
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(right, target.AgencyID)), AgencyID: target.AgencyID, Action: action,
		ObjectType: "account", ObjectID: target.PersonID, Reason: reason, Before: before, After: after})
}
