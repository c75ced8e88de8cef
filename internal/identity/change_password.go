package identity

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ChangePassword is a person's wish for a new password. Current is not asked for when they signed in by a
// slip and have no password yet.
type ChangePassword struct {
	Current string
	Next    string
}

// ChangePassword sets a new password, voids a printed slip and ends the person's other sessions.
// Errors: ErrWrongPassword, fault.ErrInvalid at "body.next", ErrSlowDown.
func (s *Service) ChangePassword(ctx context.Context, who access.Principal, cmd ChangePassword) error {
	account, err := s.proveOwn(ctx, who, cmd.Current)
	if err != nil {
		return err
	}
	if err := checkNewPassword("body.next", cmd.Next, account.Username); err != nil {
		return err
	}
	if account.PasswordHash != "" && cmd.Next == cmd.Current {
		return fault.ErrInvalid.At("body.next", "same", textPasswordSame)
	}
	hash, err := s.hasher.hash(ctx, cmd.Next)
	if err != nil {
		return err
	}
	var ended []uuid.UUID
	err = s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) (err error) {
		ended, err = storeOwnPasswordTx(ctx, tx, who, account.PasswordHash, hash)
		return err
	})
	if err == nil {
		s.watcher.noteEnded(ended...)
		s.watcher.NoteChanged(who.PersonID)
	}
	return err
}

// storeOwnPasswordTx replaces the password that was proved, if it is still the one that holds.
func storeOwnPasswordTx(ctx context.Context, tx bun.IDB, who access.Principal, proved, hash string) ([]uuid.UUID, error) {
	account, err := lockAccount(ctx, tx, who.PersonID)
	if err != nil {
		return nil, err
	}
	if account.PasswordHash != proved {
		return nil, ErrWrongPassword.At("body.current", "wrong", ErrWrongPassword.Text)
	}
	if err := storePasswordTx(ctx, tx, who.PersonID, hash); err != nil {
		return nil, err
	}
	if err := audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, Action: "change_password", ObjectType: "account", ObjectID: who.PersonID}); err != nil {
		return nil, err
	}
	return endSessionsTx(ctx, tx, who.PersonID, uuid.Nil, who.SessionID, endedPasswordChanged)
}

func storePasswordTx(ctx context.Context, tx bun.IDB, person uuid.UUID, hash string) error {
	result, err := tx.ExecContext(ctx, `UPDATE identity.accounts SET password_hash = ?, one_time_hash = NULL, one_time_expires_at = NULL,
		changed_at = clock_timestamp() WHERE person_id = ?`, hash, person)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.ErrNotFound
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM identity.ceremonies WHERE person_id = ? AND kind = ?`, person, kindSecondFactor)
	return err
}

// proveOwn checks the current password of who is signed in; tries are counted. When there is none
// yet nothing is asked. Errors: ErrWrongPassword at "body.current", ErrSlowDown.
func (s *Service) proveOwn(ctx context.Context, who access.Principal, current string) (accountRow, error) {
	if err := who.Require(access.SignedIn); err != nil {
		return accountRow{}, err
	}
	counter := s.keys.personCounter("password", who.PersonID)
	var account accountRow
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) (err error) {
		if account, err = accountByPerson(ctx, tx, who.PersonID); err != nil || account.PasswordHash == "" {
			return err
		}
		return s.reserveTryTx(ctx, tx, counter)
	})
	if err != nil || account.PasswordHash == "" {
		return account, err
	}
	ok, err := s.hasher.matches(ctx, current, account.PasswordHash)
	if err != nil {
		return account, err
	}
	if !ok {
		return account, ErrWrongPassword.At("body.current", "wrong", ErrWrongPassword.Text)
	}
	return account, s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return forgetTriesTx(ctx, tx, counter)
	})
}

// SetPasswordTx gives an account a password without asking for the old one: for the first
// administrator, made at the command line, and for the demonstration. The caller's scope includes
// the person. Errors: fault.ErrInvalid at "password", fault.ErrNotFound.
func (s *Service) SetPasswordTx(ctx context.Context, tx bun.IDB, personID uuid.UUID, password string) error {
	account, err := accountByPerson(ctx, tx, personID)
	if err != nil {
		return postgres.Fault(err)
	}
	if err := checkNewPassword("password", password, account.Username); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return storePasswordTx(ctx, tx, personID, hash)
}
