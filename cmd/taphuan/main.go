// Command taphuan is the whole platform in one binary: server, workers and the tools of those
// who run it. One file per subcommand.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"taphuan/internal/config"
)

// version is set by the build.
var version = "dev"

type commands struct {
	Run     RunCommand     `cmd:"" help:"Start everything for a trial: database, migrations, courses, demonstration, server."`
	Serve   ServeCommand   `cmd:"" help:"Serve a migrated database, with the workers."`
	Worker  WorkerCommand  `cmd:"" help:"Run the workers without serving."`
	Migrate MigrateCommand `cmd:"" help:"Bring the database to this program's schema."`
	User    UserCommand    `cmd:"" help:"Manage accounts."`
	Course  CourseCommand  `cmd:"" help:"Check and import course packages."`
	Report  ReportCommand  `cmd:"" help:"Rebuild or verify the figures."`
	Demo    DemoCommand    `cmd:"" help:"Load the demonstration province into an empty database."`
	Backup  BackupCommand  `cmd:"" help:"Write one consistent backup of database and media."`
	Restore RestoreCommand `cmd:"" help:"Restore a backup into an empty database."`
	Verify  VerifyCommand  `cmd:"" help:"Check a certificate without network and database, by published keys."`
	Keys    KeysCommand    `cmd:"" help:"Manage the keys that sign QR codes and badges."`
	Doctor  DoctorCommand  `cmd:"" help:"Say what is missing on this machine."`
	Media   MediaCommand   `cmd:"" help:"Make the narrated videos of course packages."`
	OpenAPI OpenAPICommand `cmd:"" name:"openapi" help:"Print the OpenAPI document."`
	Version VersionCommand `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commands
	parser := kong.Must(&cli, kong.Name("taphuan"), kong.Description("Tập Huấn: a training platform for a province."), kong.UsageOnError())
	command, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(); err != nil {
		code, tell := codeOf(err)
		if tell {
			fmt.Fprintln(os.Stderr, "taphuan:", err)
		}
		os.Exit(code)
	}
}

// load reads the environment and sets up the log.
func load() (config.Config, *slog.Logger, error) {
	cfg, err := config.Load()
	if err != nil {
		return cfg, nil, err
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: cfg.LogLevel}))
	return cfg, log, nil
}

// VersionCommand prints the version.
type VersionCommand struct{}

// Run prints it.
func (VersionCommand) Run() error {
	fmt.Println(version)
	return nil
}
