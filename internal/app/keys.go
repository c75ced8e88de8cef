package app

import (
	"time"

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
