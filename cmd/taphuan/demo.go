package main

import (
	"context"
	"fmt"
	"time"

	"taphuan/internal/app"
	"taphuan/internal/app/demo"
	"taphuan/internal/postgres"
)

// DemoCommand loads the demonstration province.
type DemoCommand struct {
	People int    `help:"Officers and students, 500 to 1,000,000." default:"3000"`
	Seed   uint64 `help:"Another seed gives other people." default:"1905"`
}

// Run migrates, imports the courses and loads the province into a database that holds nobody yet,
// which becomes a demonstration for good. It prints each step with its rows and time.
func (c *DemoCommand) Run(ctx context.Context) error {
	cfg, log, err := load()
	if err != nil {
		return err
	}
	database, err := app.JoinDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	if err := postgres.Migrate(ctx, database.URL); err != nil {
		return err
	}
	if err := app.ImportCourses(ctx, cfg, database.URL, log); err != nil {
		return err
	}
	secret, err := cfg.SecretKey()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := demo.Load(ctx, database.URL, demo.Options{People: c.People, Seed: c.Seed, Today: start, Secret: secret, Done: printStep}); err != nil {
		return err
	}
	fmt.Printf("%-36s %10s %8.2f s\n", "total", "", time.Since(start).Seconds())
	return nil
}

func printStep(s demo.Step) {
	fmt.Printf("%-36s %10d %8.2f s\n", s.Name, s.Rows, s.Took.Seconds())
}
