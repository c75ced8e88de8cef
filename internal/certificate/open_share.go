package certificate

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// Shared is what a link shows.
type Shared struct {
	Share        Share
	Certificates []Certificate // the newest first
}

// OpenShare returns what a link shows to whoever holds it, and counts that it was opened; fault.ErrNotFound when there is
// none, or none any more.
func (s *Service) OpenShare(ctx context.Context, token string) (Shared, error) {
	var shared Shared
	if token = CleanCode(token); len(token) != codeLength {
		return shared, fault.ErrNotFound
	}
	err := s.db.RunInTx(ctx, postgres.System(postgres.VerifyCertificate), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw(`UPDATE certificate.shares SET opened = opened + 1, last_opened_on = ?1
			WHERE token = ?0 AND ended_at IS NULL AND expires_on >= ?1 RETURNING *`, token, s.Today()).Scan(ctx, &shared.Share)
		if err != nil {
			return err
		}
		return tx.NewSelect().Model(&shared.Certificates).Where("id = ANY (?::uuid[]) AND person_id = ?", pgdialect.Array(shared.Share.Certificates), shared.Share.PersonID).
			Order("issued_on DESC", "id DESC").Scan(ctx)
	})
	return shared, err
}
