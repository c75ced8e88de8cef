package identity

import (
	"context"
	"database/sql"
	"errors"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// totpIssuer is the name under which authenticator apps show our codes.
const totpIssuer = "Tập Huấn"

// TOTPSecret is what an authenticator app needs: as text to type and as an address to scan.
type TOTPSecret struct {
	Secret string // base32
	URI    string // otpauth://totp/...
}

// BeginTOTP makes a secret that waits for its first code. One that waited before is void.
// Error: ErrTOTPActive when the person has a confirmed one.
func (s *Service) BeginTOTP(ctx context.Context, who access.Principal) (TOTPSecret, error) {
	if err := who.Require(access.SignedIn); err != nil {
		return TOTPSecret{}, err
	}
	var secret TOTPSecret
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		account, err := lockAccount(ctx, tx, who.PersonID)
		if err != nil {
			return err
		}
		if account.TOTP {
			return ErrTOTPActive
		}
		key, err := totp.Generate(totp.GenerateOpts{Issuer: totpIssuer, AccountName: account.Username, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return err
		}
		secret = TOTPSecret{Secret: key.Secret(), URI: key.URL()}
		_, err = tx.ExecContext(ctx, `INSERT INTO identity.totp_secrets (person_id, secret) VALUES (?, ?)
			ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, confirmed_at = NULL, last_step = 0`,
			who.PersonID, s.keys.sealing.Seal(who.PersonID, []byte(key.Secret())))
		return err
	})
	return secret, err
}

// ConfirmTOTP turns two-step verification on when the code is right, and returns the recovery codes;
// they are nowhere else. Errors: ErrWrongCode, ErrTOTPNotStarted, ErrTOTPActive, ErrSlowDown.
func (s *Service) ConfirmTOTP(ctx context.Context, who access.Principal, code string) ([]string, error) {
	if err := s.reserveOwn(ctx, who, "code"); err != nil {
		return nil, err
	}
	var codes []string
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		row, err := lockTOTP(ctx, tx, who.PersonID)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return ErrTOTPNotStarted
		case err != nil:
			return err
		case row.ConfirmedAt != nil:
			return ErrTOTPActive
		}
		ok, err := s.useCodeTx(ctx, tx, who.PersonID, row, code)
		if err != nil {
			return err
		}
		if !ok {
			return wrongNewCode()
		}
		codes, err = s.turnOnTOTPTx(ctx, tx, who)
		return err
	})
	if err == nil {
		s.watcher.NoteChanged(who.PersonID)
	}
	return codes, err
}

// wrongNewCode is ErrWrongCode for somebody who is signed in: a fault of the field, not of the session.
func wrongNewCode() error {
	f := *ErrWrongCode
	f.Kind = fault.Invalid
	return f.At("body.code", "wrong", f.Text)
}

func (s *Service) turnOnTOTPTx(ctx context.Context, tx bun.IDB, who access.Principal) ([]string, error) {
	if _, err := tx.ExecContext(ctx, `UPDATE identity.totp_secrets SET confirmed_at = ? WHERE person_id = ?`, s.now(), who.PersonID); err != nil {
		return nil, err
	}
	if err := forgetTriesTx(ctx, tx, s.keys.personCounter("code", who.PersonID)); err != nil {
		return nil, err
	}
	if err := s.recordFactorTx(ctx, tx, who, "enroll_totp"); err != nil {
		return nil, err
	}
	return s.replaceRecoveryCodesTx(ctx, tx, who.PersonID)
}

// RemoveTOTP turns two-step verification by app off; the recovery codes go with it.
// Errors: ErrWrongPassword, ErrSlowDown.
func (s *Service) RemoveTOTP(ctx context.Context, who access.Principal, password string) error {
	if _, err := s.proveOwn(ctx, who, password); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM identity.totp_secrets WHERE person_id = ?`, who.PersonID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM identity.recovery_codes WHERE person_id = ?`, who.PersonID); err != nil {
			return err
		}
		return s.recordFactorTx(ctx, tx, who, "remove_totp")
	})
	if err == nil {
		s.watcher.NoteChanged(who.PersonID)
	}
	return err
}

// reserveOwn counts a try of somebody signed in.
func (s *Service) reserveOwn(ctx context.Context, who access.Principal, what string) error {
	if err := who.Require(access.SignedIn); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		return s.reserveTryTx(ctx, tx, s.keys.personCounter(what, who.PersonID))
	})
}

// recordFactorTx notes a change of one's own second factors: in the audit log and for every node.
func (s *Service) recordFactorTx(ctx context.Context, tx bun.IDB, who access.Principal, action string) error {
	if err := s.TouchTx(ctx, tx, who.PersonID); err != nil {
		return err
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, Action: action, ObjectType: "account", ObjectID: who.PersonID})
}
