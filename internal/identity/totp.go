package identity

import (
	"context"
	"crypto/subtle"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"
)

const (
	totpStep = 30 * time.Second
	totpSkew = 1 // steps before and after, for clocks that differ
)

// totpStepOf returns the time step for which code is right near now, or 0.
func totpStepOf(secret, code string, now time.Time) int64 {
	var found int64
	for skew := -totpSkew; skew <= totpSkew; skew++ {
		at := now.Add(time.Duration(skew) * totpStep)
		want, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = at.Unix() / int64(totpStep/time.Second)
		}
	}
	return found
}

type totpRow struct {
	Secret      []byte     `bun:"secret"`
	ConfirmedAt *time.Time `bun:"confirmed_at"`
	LastStep    int64      `bun:"last_step"`
}

func lockTOTP(ctx context.Context, tx bun.IDB, person uuid.UUID) (totpRow, error) {
	var row totpRow
	err := tx.NewRaw(`SELECT secret, confirmed_at, last_step FROM identity.totp_secrets WHERE person_id = ? FOR UPDATE`, person).Scan(ctx, &row)
	return row, err
}

// useCodeTx reports whether the code is right and newer than any used before; it is then used up.
func (s *Service) useCodeTx(ctx context.Context, tx bun.IDB, person uuid.UUID, row totpRow, code string) (bool, error) {
	secret, err := s.keys.sealing.Open(person, row.Secret)
	if err != nil {
		return false, err
	}
	step := totpStepOf(string(secret), code, s.now())
	if step <= row.LastStep {
		return false, nil
	}
	_, err = tx.ExecContext(ctx, `UPDATE identity.totp_secrets SET last_step = ? WHERE person_id = ?`, step, person)
	return err == nil, err
}
