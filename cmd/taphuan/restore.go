package main

import (
	"context"
	"fmt"

	"taphuan/internal/app"
	"taphuan/internal/app/backup"
)

// RestoreCommand brings a backup back.
type RestoreCommand struct {
	File  string `arg:"" type:"existingfile" help:"The backup."`
	Check bool   `help:"Only read the whole file and compare every hash; no database is needed."`
}

// Run restores into an empty database, or only checks the file.
func (c *RestoreCommand) Run(ctx context.Context) error {
	if c.Check {
		m, err := backup.Verify(c.File)
		if err != nil {
			return err
		}
		fmt.Printf("%s is whole\n%s\n", c.File, describeBackup(m))
		return nil
	}
	cfg, _, err := load()
	if err != nil {
		return err
	}
	database, err := app.JoinDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	storage, err := app.Storage(cfg)
	if err != nil {
		return err
	}
	restored, err := backup.Restore(ctx, c.File, backup.Target{Database: database.URL, Media: storage, SecretKeyFile: cfg.SecretKeyFile})
	if err != nil {
		return err
	}
	fmt.Printf("restored %s\n%s\n", c.File, describeBackup(restored.Manifest))
	if len(restored.MissingMedia) > 0 {
		fmt.Printf("%d media files were missing already when the backup was taken; import the courses again or upload them.\n", len(restored.MissingMedia))
	}
	if !restored.SecretFits {
		fmt.Printf("%s is not the secret key of that installation. Copy the right one there before you start the server; with another key "+
			"everybody signs in again, printed one-time passwords no longer work, and authenticator apps must be set up again.\n", cfg.SecretKeyFile)
	}
	return nil
}
