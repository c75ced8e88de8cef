package app

import (
	"context"
	"time"

	"taphuan/internal/certificate"
	"taphuan/internal/config"
	"taphuan/internal/outbox"
	"taphuan/internal/postgres"
)

// RotateCredentialKey has another key sign QR codes and badges, and returns its short name.
func RotateCredentialKey(ctx context.Context, cfg config.Config, databaseURL string, leaked bool) (string, error) {
	db, err := postgres.Open(ctx, databaseURL, 2)
	if err != nil {
		return "", err
	}
	defer db.Close()
	secret, err := cfg.SecretKey()
	if err != nil {
		return "", err
	}
	certificates := certificate.New(db, &outbox.Outbox{}, time.Now, cfg.PublicURL.String(), false)
	if err := certificates.KeepKeys(secret); err != nil {
		return "", err
	}
	return certificates.RotateCredentialKey(ctx, leaked)
}
