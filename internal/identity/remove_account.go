package identity

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// errAccountUsed is our mistake: the caller asked to remove an account that has been used.
var errAccountUsed = fault.ErrInternal

// RemoveUnusedTx deletes the accounts of people who are taken back from a list. The caller has made
// sure that nobody signed in with them, and its scope names the people; an account that was used
// after all fails the transaction.
func (s *Service) RemoveUnusedTx(ctx context.Context, tx bun.IDB, people []uuid.UUID) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM identity.accounts WHERE person_id IN (?) AND last_sign_in_at IS NULL AND password_hash IS NULL", bun.List(people))
	if err != nil {
		return err
	}
	left, err := tx.NewSelect().Table("identity.accounts").Where("person_id IN (?)", bun.List(people)).Exists(ctx)
	if err == nil && left {
		return errAccountUsed
	}
	return err
}
