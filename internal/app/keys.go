package app

import (
	"taphuan/internal/config"
	"taphuan/internal/identity"
)

// openKeys derives the installation's keys from its secret, which is made on the first start.
func openKeys(cfg config.Config) (identity.Keys, error) {
	secret, err := cfg.SecretKey()
	if err != nil {
		return identity.Keys{}, err
	}
	return identity.NewKeys(secret)
}
