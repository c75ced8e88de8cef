package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// FindSignedFile returns the file that an office signed for the copy in force, without its bytes; nil when there is none.
// Rights as CheckSignedFile's.
func (s *Service) FindSignedFile(ctx context.Context, who access.Principal, certificateID uuid.UUID) (*SignedFile, error) {
	c, _, err := s.keptCertificate(ctx, who, certificateID)
	if err != nil {
		return nil, err
	}
	var found *SignedFile
	err = s.db.Read(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		found, err = findSigned(ctx, tx, c, false)
		return err
	})
	return found, err
}
