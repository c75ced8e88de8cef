package main

import (
	"context"
	"os"

	"taphuan/internal/app"
	"taphuan/internal/app/measure"
	"taphuan/internal/config"
	"taphuan/internal/postgres"
)

// PeopleCommand measures what must stay fast with many people.
type PeopleCommand struct {
	People int `default:"100000" env:"PEOPLE" help:"How many people in 2,000 agencies; the goals are for 1,000,000."`
}

// Run builds a province of so many people in a database of its own and prints each figure.
func (c *PeopleCommand) Run(ctx context.Context) error {
	dir, err := newDataDir()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	database, err := openDatabase(ctx, dir)
	if err != nil {
		return err
	}
	defer database.Close()
	if err := postgres.Migrate(ctx, database.URL); err != nil {
		return err
	}
	return measure.People(ctx, database.URL, c.People, func(f measure.Figure) { figure(f.Name, f.Value, f.Unit, f.Goal) })
}

// openDatabase starts the bundled database on a data directory; the caller closes it.
func openDatabase(ctx context.Context, dir string) (*app.Database, error) {
	cfg, err := config.Parse(map[string]string{"DATA_DIR": dir})
	if err != nil {
		return nil, err
	}
	return app.OpenDatabase(ctx, cfg)
}
