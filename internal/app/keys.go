package app

import (
	"time"

	"taphuan/internal/assessment"
	"taphuan/internal/config"
	"taphuan/internal/identity"
	"taphuan/internal/media"
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

// keepCodes gives the tests a key for access codes.
func keepCodes(cfg config.Config, tests *assessment.Service) error {
	secret, err := cfg.SecretKey()
	if err != nil {
		return err
	}
	return tests.KeepCodes(secret)
}
