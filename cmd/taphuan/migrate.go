package main

import (
	"context"

	"taphuan/internal/app"
	"taphuan/internal/postgres"
)

// MigrateCommand brings the database to this program's schema.
type MigrateCommand struct{}

// Run migrates; running it again changes nothing.
func (MigrateCommand) Run(ctx context.Context) error {
	cfg, _, err := load()
	if err != nil {
		return err
	}
	database, err := app.JoinDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	return postgres.Migrate(ctx, database.URL)
}
