package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// RenewCode gives a sitting another access code, its first one, or none, and returns it: it is shown this once. From now
// on only this one opens. Rights and errors as ChangeSitting's; fault.ErrInvalid for a code that is too short.
func (s *Service) RenewCode(ctx context.Context, who access.Principal, id uuid.UUID, wish CodeWish) (string, error) {
	code, hash, err := s.codes.make(id, wish)
	if err != nil {
		return "", err
	}
	return code, s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		before, err := lockSitting(ctx, tx, who, id, 0)
		if err != nil {
			return err
		}
		after := before
		after.CodeHash = hash
		if _, err := tx.NewUpdate().Model(&after).Column("code_hash").Set("version = version + 1").Where("id = ?", id).Exec(ctx); err != nil {
			return err
		}
		return recordSitting(ctx, tx, who, "renew_code", "", &before, &after)
	})
}
