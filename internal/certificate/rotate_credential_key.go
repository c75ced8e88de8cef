package certificate

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/certificate/credential"
	"taphuan/internal/postgres"
)

// RotateCredentialKey has another key sign from now on and returns its short name. leaked says that others may have
// the one before: then it is not published any more, and what it signed is not believed away from the platform.
func (s *Service) RotateCredentialKey(ctx context.Context, leaked bool) (string, error) {
	if s.credentials.sealing == nil {
		return "", errNoKeys
	}
	var by credential.Signer
	err := s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) (err error) {
		if _, err = tx.ExecContext(ctx, `LOCK TABLE certificate.credential_keys IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		by, err = s.replaceCredentialKey(ctx, tx, leaked)
		return err
	})
	if err != nil {
		return "", err
	}
	s.credentials.forget()
	return by.KeyID(), nil
}
