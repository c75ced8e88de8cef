package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// FindRecognition returns a case for the reactions to its decision, which ask for no person's right;
// fault.ErrNotFound when there is none.
func (s *Service) FindRecognition(ctx context.Context, id uuid.UUID) (Recognition, error) {
	return findDecided[Recognition](ctx, s, id)
}

// FindExemption is FindRecognition for an exemption.
func (s *Service) FindExemption(ctx context.Context, id uuid.UUID) (Exemption, error) {
	return findDecided[Exemption](ctx, s, id)
}

func findDecided[T any](ctx context.Context, s *Service, id uuid.UUID) (T, error) {
	var found T
	err := s.db.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&found).Where("id = ?", id).Scan(ctx)
	})
	return found, err
}
