package app

import (
	"fmt"
	"net/http"
	"os"
	"time"

	"taphuan/internal/certificate"
	"taphuan/internal/config"
	"taphuan/internal/pades"
)

// keepKeys gives certificates what they seal their signing keys with, and what the operator has them signed with.
func keepKeys(cfg config.Config, secret []byte, certificates *certificate.Service) error {
	if err := certificates.KeepKeys(secret); err != nil {
		return err
	}
	if cfg.SigningKeyFile != "" {
		given, err := OpenSigningKey(cfg)
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

// OpenSigningKey reads the key that an operator gives to sign documents with. Errors: those of the file and of pades.ReadPKCS12.
func OpenSigningKey(cfg config.Config) (pades.Identity, error) {
	file, err := os.ReadFile(cfg.SigningKeyFile)
	if err != nil {
		return pades.Identity{}, err
	}
	return pades.ReadPKCS12(file, cfg.SigningKeyPassword.Reveal())
}
