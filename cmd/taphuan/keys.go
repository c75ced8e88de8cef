package main

import (
	"context"
	"fmt"

	"taphuan/internal/app"
)

// KeysCommand manages the keys that sign QR codes and badges.
type KeysCommand struct {
	Rotate RotateKeysCommand `cmd:"" help:"Have a new key sign QR codes and badges from now on. It happens by itself every two years."`
}

// RotateKeysCommand replaces the key.
type RotateKeysCommand struct {
	Leaked bool `help:"Others may have the key: what it signed is not believed any more away from the verification page."`
}

// Run prints the short name of the new key. Running servers follow within half a minute.
func (c *RotateKeysCommand) Run(ctx context.Context) error {
	cfg, _, err := load()
	if err != nil {
		return err
	}
	database, err := app.JoinDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	id, err := app.RotateCredentialKey(ctx, cfg, database.URL, c.Leaked)
	if err != nil {
		return err
	}
	fmt.Printf("Key %s signs from now on. Offline verifiers need the key file again: %s/.well-known/jwks.json\n", id, cfg.PublicURL)
	return nil
}
