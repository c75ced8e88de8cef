package main

import (
	"context"
	"time"

	"taphuan/internal/app"
)

// ReportCommand looks after the figures.
type ReportCommand struct {
	Rebuild ReportRebuildCommand `cmd:"" help:"Compute every figure again from the facts; differences are printed, the facts win."`
	Verify  ReportVerifyCommand  `cmd:"" help:"Compare the figures with the facts and change nothing."`
}

// ReportRebuildCommand rebuilds the figures.
type ReportRebuildCommand struct{}

// Run rebuilds.
func (ReportRebuildCommand) Run(ctx context.Context) error {
	return withApp(ctx, func(a *app.App) error { return a.RebuildFigures(ctx) })
}

// ReportVerifyCommand verifies the figures.
type ReportVerifyCommand struct{}

// Run verifies; a difference is a failure.
func (ReportVerifyCommand) Run(ctx context.Context) error {
	return withApp(ctx, func(a *app.App) error { return a.VerifyFigures(ctx) })
}

// withApp builds the program without serving, for commands that may run beside a server.
func withApp(ctx context.Context, do func(*app.App) error) error {
	cfg, log, err := load()
	if err != nil {
		return err
	}
	database, err := app.JoinDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer database.Close()
	program, err := app.New(ctx, app.Options{Config: cfg, Log: log, Database: database.URL, Version: version, Now: time.Now})
	if err != nil {
		return err
	}
	defer program.Close()
	return do(program)
}
