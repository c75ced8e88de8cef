package app

import (
	"fmt"
	"net/http"
	"os"
	"time"

	"taphuan/internal/assessment"
	"taphuan/internal/certificate"
	"taphuan/internal/config"
	"taphuan/internal/identity"
	"taphuan/internal/media"
	"taphuan/internal/pades"
)

// openKeys derives the installation's keys from its secret, which is made on the first start.
func openKeys(cfg config.Config) (identity.Keys, error) {
	secret, err := cfg.SecretKey()
	if err != nil {
		return identity.Keys{}, err
	}
	return identity.NewKeys(secret)
}

// openSigner makes the signer of media addresses, by a key of its own.
func openSigner(cfg config.Config, now func() time.Time) (media.Signer, error) {
	secret, err := cfg.SecretKey()
	if err != nil {
		return media.Signer{}, err
	}
	return media.NewSigner(secret, now)
}

// keepKeys gives certificates what they seal their signing keys with, and what the operator has them signed with.
func keepKeys(cfg config.Config, certificates *certificate.Service) error {
	secret, err := cfg.SecretKey()
	if err != nil {
		return err
	}
	if err := certificates.KeepKeys(secret); err != nil {
		return err
	}
	if cfg.SigningKeyFile != "" {
		given, err := openSigningKey(cfg)
		if err != nil {
			return fmt.Errorf("SIGNING_KEY_FILE: %s: %w", cfg.SigningKeyFile, err)
		}
		certificates.SignWith(given)
	}
	if cfg.TimeStampURL != "" {
		certificates.StampWith(pades.Authority{URL: cfg.TimeStampURL, Client: &http.Client{Timeout: stampPatience}}.Stamp)
	}
	return nil
}

// stampPatience is how long a time-stamping authority may take.
const stampPatience = 15 * time.Second

func openSigningKey(cfg config.Config) (pades.Identity, error) {
	file, err := os.ReadFile(cfg.SigningKeyFile)
	if err != nil {
		return pades.Identity{}, err
	}
	return pades.ReadPKCS12(file, cfg.SigningKeyPassword.Reveal())
}

// keepCodes gives the tests a key for access codes.
func keepCodes(cfg config.Config, tests *assessment.Service) error {
	secret, err := cfg.SecretKey()
	if err != nil {
		return err
	}
	return tests.KeepCodes(secret)
}
