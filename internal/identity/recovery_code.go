package identity

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// recoveryCodes is how many are given out at once; each has 55.7 random bits and works once.
const recoveryCodes = 10

// replaceRecoveryCodesTx gives new recovery codes; those before are void.
func (s *Service) replaceRecoveryCodesTx(ctx context.Context, tx bun.IDB, person uuid.UUID) ([]string, error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM identity.recovery_codes WHERE person_id = ?`, person); err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCodes)
	hashes := make([][]byte, recoveryCodes)
	for i := range codes {
		codes[i] = newOneTimePassword()
		hashes[i] = s.keys.recoveryHash(person, codes[i])
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO identity.recovery_codes (person_id, hash) SELECT ?, unnest(ARRAY[?]::bytea[])`, person, bun.List(hashes))
	return codes, err
}

// useRecoveryCodeTx uses up one recovery code. Error: ErrWrongCode.
func (s *Service) useRecoveryCodeTx(ctx context.Context, tx bun.IDB, person uuid.UUID, code string) error {
	result, err := tx.ExecContext(ctx, `UPDATE identity.recovery_codes SET used_at = ? WHERE person_id = ? AND hash = ? AND used_at IS NULL`,
		s.now(), person, s.keys.recoveryHash(person, code))
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return ErrWrongCode
	}
	return nil
}
