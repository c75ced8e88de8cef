package identity

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// SecondFactor is the answer to a sign-in that waits: a code of the app, or a recovery code.
type SecondFactor struct {
	Ceremony uuid.UUID
	Code     string
	Client   Client
}

// FinishSecondFactor opens the session when the code is right. Errors: ErrWrongCode, ErrSignInStale
// when the sign-in has waited for more than five minutes, ErrSlowDown, ErrDisabled.
func (s *Service) FinishSecondFactor(ctx context.Context, cmd SecondFactor) (SignedIn, error) {
	person, err := s.reserveCode(ctx, cmd.Ceremony)
	if err != nil {
		return SignedIn{}, err
	}
	var in SignedIn
	err = s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) error {
		in = SignedIn{PersonID: person}
		if _, err := s.waitingSignIn(ctx, tx, cmd.Ceremony); err != nil {
			return err
		}
		account, err := lockAccount(ctx, tx, person)
		if err != nil {
			return err
		}
		if account.DisabledAt != nil {
			return ErrDisabled
		}
		if err := s.checkCodeTx(ctx, tx, person, cmd.Code); err != nil {
			return err
		}
		if err := errors.Join(endCeremonyTx(ctx, tx, cmd.Ceremony), forgetTriesTx(ctx, tx, s.keys.personCounter("code", person))); err != nil {
			return err
		}
		in.Factors = account.factors()
		in.Tokens, in.Device, err = s.enterTx(ctx, tx, person, MadeBySecondFactor, cmd.Client)
		return err
	})
	return in, err
}

// reserveCode counts the try in a transaction of its own: it stays counted when the code is wrong.
func (s *Service) reserveCode(ctx context.Context, ceremony uuid.UUID) (person uuid.UUID, err error) {
	err = s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) error {
		person, err = s.waitingSignIn(ctx, tx, ceremony)
		if err != nil {
			return err
		}
		return s.reserveTryTx(ctx, tx, s.keys.personCounter("code", person))
	})
	return person, err
}

func (s *Service) waitingSignIn(ctx context.Context, tx bun.IDB, ceremony uuid.UUID) (uuid.UUID, error) {
	row, err := s.findCeremonyTx(ctx, tx, ceremony, kindSecondFactor)
	if errors.Is(err, sql.ErrNoRows) {
		return uuid.Nil, ErrSignInStale
	}
	if err != nil {
		return uuid.Nil, err
	}
	return *row.PersonID, nil
}

// checkCodeTx uses up a code of the app or a recovery code. Error: ErrWrongCode.
func (s *Service) checkCodeTx(ctx context.Context, tx bun.IDB, person uuid.UUID, code string) error {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	if !isTOTPCode(code) {
		return s.useRecoveryCodeTx(ctx, tx, person, code)
	}
	row, err := lockTOTP(ctx, tx, person)
	if errors.Is(err, sql.ErrNoRows) || err == nil && row.ConfirmedAt == nil {
		return ErrWrongCode
	}
	if err != nil {
		return err
	}
	ok, err := s.useCodeTx(ctx, tx, person, row, code)
	if err == nil && !ok {
		return ErrWrongCode
	}
	return err
}

func isTOTPCode(code string) bool {
	return len(code) == 6 && strings.Trim(code, "0123456789") == ""
}
