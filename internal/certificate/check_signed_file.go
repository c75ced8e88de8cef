package certificate

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// CheckSignedFile compares a file that an office signed outside with the certificate and stores nothing: what it is signed by,
// whether it begins with our bytes, and every difference. It needs register.manage in the issuer's agency. Errors:
// ErrSignedUnreadable, ErrSignatureBroken, ErrNotSigned, ErrSignedState, fault.ErrNotFound.
func (s *Service) CheckSignedFile(ctx context.Context, who access.Principal, certificateID uuid.UUID, file []byte) (SignedFile, error) {
	c, _, err := s.keptCertificate(ctx, who, certificateID)
	if err != nil {
		return SignedFile{}, err
	}
	ours, err := s.ownDocument(ctx, postgres.System(postgres.KeepRegister), c)
	if err != nil {
		return SignedFile{}, err
	}
	return s.readSigned(ctx, c, ours, file)
}
