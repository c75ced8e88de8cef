package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"taphuan/internal/app"
	"taphuan/internal/app/doctor"
	"taphuan/internal/config"
	"taphuan/internal/postgres/embedded"
)

// DoctorCommand says what is missing on this machine.
type DoctorCommand struct{}

// Run prints one line per check; an error among them is a failure.
func (DoctorCommand) Run(ctx context.Context) error {
	findings := examine(ctx)
	if failed := doctor.Print(os.Stdout, findings); failed > 0 {
		return fmt.Errorf("%d errors; each line ends with its cure", failed)
	}
	return nil
}

func examine(ctx context.Context) []doctor.Finding {
	cfg, err := config.Load()
	if err != nil {
		return mistakes(err)
	}
	storage, err := app.Storage(cfg)
	if err != nil {
		return mistakes(err)
	}
	machine := doctor.Machine{Config: cfg, Media: storage, BackupDir: cfg.BackupDir, Now: time.Now}
	if cfg.DatabaseURL == "" && !hasCluster(cfg) {
		machine.DatabaseNote = bundledNote(cfg)
		return doctor.Examine(ctx, machine)
	}
	database, err := app.JoinDatabase(ctx, cfg)
	if err != nil {
		machine.DatabaseNote = doctor.Fail("database", err.Error(), "see above")
		return doctor.Examine(ctx, machine)
	}
	defer database.Close()
	machine.Database = database.URL
	return doctor.Examine(ctx, machine)
}

// mistakes is one finding for each mistake in the environment; the other checks depend on it.
func mistakes(err error) []doctor.Finding {
	var findings []doctor.Finding
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); !strings.HasSuffix(line, ":") {
			findings = append(findings, doctor.Fail("settings", line, "correct it; .env.example explains every variable"))
		}
	}
	return findings
}

// hasCluster reports whether a bundled database exists, so that the doctor does not make one.
func hasCluster(cfg config.Config) bool {
	places := []string{cfg.Home()}
	if os.Geteuid() == 0 {
		places = append(places, "/var/lib/taphuan/*") // where root keeps what the database's account must reach
	}
	for _, place := range places {
		if found, _ := filepath.Glob(filepath.Join(place, "pg*", "PG_VERSION")); len(found) > 0 {
			return true
		}
	}
	return false
}

// bundledNote says whether the bundled server could be started.
func bundledNote(cfg config.Config) doctor.Finding {
	found, err := embedded.Find("", cfg.PGBin)
	if err != nil {
		return doctor.Fail("database", err.Error(), "install one, or set DATABASE_URL")
	}
	return doctor.Warn("database", fmt.Sprintf("there is none yet; PostgreSQL %s in %s can run it", found.Version, found.Dir), "'taphuan run' makes one for a trial; for real work set DATABASE_URL")
}
