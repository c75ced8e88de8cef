package identity

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// maxReason bounds the reason for a privileged act, in characters.
const maxReason = 500

// DisableTx locks an account out: nobody signs in with it and its sessions end within a second, on
// every node. The caller has checked that who may do this to that person and has set the scope to
// them; after the commit it may call Watcher().NoteChanged. Disabling twice changes nothing.
// It needs account.manage or, for those who keep the list of people, people.manage.
// Errors: fault.ErrNotFound, fault.ErrInvalid without a reason, fault.ErrForbidden without the right.
func (s *Service) DisableTx(ctx context.Context, tx bun.IDB, who access.Principal, personID uuid.UUID, reason string) error {
	account, reason, err := s.privileged(ctx, tx, who, personID, reason, access.ManageAccounts, access.ManagePeople)
	if err != nil || account.DisabledAt != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE identity.accounts SET disabled_at = now(), disabled_reason = ?, changed_at = clock_timestamp()
		WHERE person_id = ?`, reason, personID)
	if err != nil {
		return err
	}
	if _, err := endSessionsTx(ctx, tx, personID, uuid.Nil, uuid.Nil, endedDisabled); err != nil {
		return err
	}
	return recordState(ctx, tx, who, "disable_account", personID, reason, "active", "disabled")
}

// EnableTx opens a disabled account again; its old sessions stay ended. See DisableTx.
func (s *Service) EnableTx(ctx context.Context, tx bun.IDB, who access.Principal, personID uuid.UUID, reason string) error {
	account, reason, err := s.privileged(ctx, tx, who, personID, reason, access.ManageAccounts, access.ManagePeople)
	if err != nil || account.DisabledAt == nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE identity.accounts SET disabled_at = NULL, disabled_reason = NULL, changed_at = clock_timestamp()
		WHERE person_id = ?`, personID)
	if err != nil {
		return err
	}
	return recordState(ctx, tx, who, "enable_account", personID, reason, "disabled", "active")
}

// ResetFactorsTx takes away a person's second factors, for somebody who has lost their phone, and
// ends their sessions. See DisableTx.
func (s *Service) ResetFactorsTx(ctx context.Context, tx bun.IDB, who access.Principal, personID uuid.UUID, reason string) error {
	_, reason, err := s.privileged(ctx, tx, who, personID, reason, access.ManageAccounts)
	if err != nil {
		return err
	}
	for _, table := range []string{"totp_secrets", "recovery_codes", "passkeys", "ceremonies"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM identity.? WHERE person_id = ?`, bun.Ident(table), personID); err != nil {
			return err
		}
	}
	if _, err := endSessionsTx(ctx, tx, personID, uuid.Nil, uuid.Nil, endedByOwner); err != nil {
		return err
	}
	if err := s.TouchTx(ctx, tx, personID); err != nil {
		return err
	}
	return recordState(ctx, tx, who, "reset_second_factors", personID, reason, nil, nil)
}

// privileged checks that the caller has one of the rights, and the reason, and locks the account.
func (s *Service) privileged(ctx context.Context, tx bun.IDB, who access.Principal, personID uuid.UUID, reason string, rights ...access.Permission) (accountRow, string, error) {
	if !slices.ContainsFunc(rights, who.Can) {
		return accountRow{}, "", who.Require(rights[0])
	}
	reason = strings.TrimSpace(reason)
	if reason == "" || utf8.RuneCountInString(reason) > maxReason || strings.ContainsRune(reason, 0) {
		return accountRow{}, "", fault.ErrInvalid.At("body.reason", "required", textReason)
	}
	account, err := lockAccount(ctx, tx, personID)
	return account, reason, postgres.Fault(err)
}

func recordState(ctx context.Context, tx bun.IDB, who access.Principal, action string, person uuid.UUID, reason string, before, after any) error {
	role := access.SystemAdmin
	if !who.Can(access.ManageAccounts) {
		role = access.FocalPoint
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(role), Action: action,
		ObjectType: "account", ObjectID: person, Reason: reason, Before: before, After: after})
}
