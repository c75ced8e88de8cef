package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"taphuan/internal/app"
	"taphuan/internal/config"
)

// ServeCommand serves a migrated database.
type ServeCommand struct {
	NoWorker bool `help:"Do not run the workers here: 'taphuan worker' does elsewhere."`
}

// Run serves until a signal.
func (c *ServeCommand) Run(ctx context.Context) error {
	cfg, log, err := load()
	if err != nil {
		return err
	}
	database, err := app.OpenDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	return serve(ctx, cfg, log, database, !c.NoWorker, func(*app.App) {
		fmt.Println("Tập Huấn:", cfg.PublicURL)
	})
}

// serve builds the program and runs it until ctx ends or the bundled database has stopped for good.
func serve(ctx context.Context, cfg config.Config, log *slog.Logger, database *app.Database, workers bool, started func(*app.App)) error {
	program, err := app.New(ctx, app.Options{Config: cfg, Log: log, Database: database.URL, Version: version, Workers: workers})
	if err != nil {
		return err
	}
	defer program.Close()
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		select {
		case <-database.Failed():
			stop(errDatabaseStopped)
		case <-running.Done():
		}
	}()
	err = program.Run(running, func() {
		started(program)
		debug.FreeOSMemory() // what starting needed is not needed again
	})
	if errors.Is(context.Cause(running), errDatabaseStopped) {
		return errors.Join(errDatabaseStopped, err)
	}
	return err
}

var errDatabaseStopped = errors.New("the bundled PostgreSQL has stopped for good; see its log above")

// WorkerCommand runs the workers alone.
type WorkerCommand struct{}

// Run works until a signal.
func (WorkerCommand) Run(ctx context.Context) error {
	cfg, log, err := load()
	if err != nil {
		return err
	}
	database, err := app.OpenDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	program, err := app.New(ctx, app.Options{Config: cfg, Log: log, Database: database.URL, Version: version, Workers: true, Now: time.Now})
	if err != nil {
		return err
	}
	defer program.Close()
	return program.Work(ctx)
}
