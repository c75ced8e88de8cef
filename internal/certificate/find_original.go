package certificate

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// FindOriginal returns the document that the platform made, to be signed outside; the taking is shown to the holder. Rights as
// CheckSignedFile's.
func (s *Service) FindOriginal(ctx context.Context, who access.Principal, certificateID uuid.UUID) (Certificate, []byte, error) {
	c, by, err := s.keptCertificate(ctx, who, certificateID)
	if err != nil {
		return c, nil, err
	}
	pdf, err := s.ownDocument(ctx, postgres.System(postgres.KeepRegister), c)
	if err != nil {
		return c, nil, err
	}
	return c, pdf, s.db.RunInTx(ctx, postgres.System(postgres.KeepRegister), func(ctx context.Context, tx bun.Tx) error {
		return audit.RecordReadsTx(ctx, tx, who.PersonID, by.AgencyID, "certificate_copies", []uuid.UUID{c.PersonID})
	})
}
