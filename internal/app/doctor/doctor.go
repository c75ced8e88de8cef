package doctor

import (
	"context"
	"fmt"
	"io"
	"time"

	"taphuan/internal/config"
	"taphuan/internal/media"
)

// Level is how bad a finding is.
type Level string

// The levels.
const (
	OK      Level = "ok"
	Warning Level = "warning"
	Error   Level = "error"
)

// Finding is what one check found.
type Finding struct {
	Level Level
	Check string // one word: database, role, clock, ...
	Text  string // what is so
	Cure  string // what to do; empty when it is ok
}

// Machine is what is looked at.
type Machine struct {
	Config config.Config
	// Database is the URL of the database; empty when there is none yet, and DatabaseNote says why.
	Database     string
	DatabaseNote Finding
	// Media is where media files are kept.
	Media media.Storage
	// BackupDir holds the backups; empty when it is not known.
	BackupDir string
	Now       func() time.Time
}

// Examine makes every check. It takes a few seconds at most: each check is bounded.
func Examine(ctx context.Context, m Machine) []Finding {
	findings := []Finding{ok("settings", "the environment has no mistakes")}
	if m.Database == "" {
		findings = append(findings, m.DatabaseNote)
	} else {
		findings = append(findings, m.examineDatabase(ctx)...)
	}
	findings = append(findings, m.dataDir(), m.diskSpace())
	findings = append(findings, m.courses()...)
	findings = append(findings, m.publicURL(), m.proxy(), m.certificate(), m.metrics(), m.signingKey(), m.ffmpeg(ctx), m.backups())
	return present(findings)
}

// present leaves out the checks that do not apply.
func present(findings []Finding) []Finding {
	var kept []Finding
	for _, f := range findings {
		if f != (Finding{}) {
			kept = append(kept, f)
		}
	}
	return kept
}

func ok(check, format string, arguments ...any) Finding {
	return Finding{Level: OK, Check: check, Text: fmt.Sprintf(format, arguments...)}
}

func warn(check, text, cure string) Finding {
	return Finding{Level: Warning, Check: check, Text: text, Cure: cure}
}

func fail(check, text, cure string) Finding {
	return Finding{Level: Error, Check: check, Text: text, Cure: cure}
}

// Fail is an error that was found before the checks, such as settings that cannot be read.
func Fail(check, text, cure string) Finding { return fail(check, text, cure) }

// Warn is a warning that was found before the checks.
func Warn(check, text, cure string) Finding { return warn(check, text, cure) }

// Print writes one line per finding and returns how many are errors.
func Print(w io.Writer, findings []Finding) int {
	failed := 0
	for _, f := range findings {
		line := fmt.Sprintf("%-8s %-12s %s", f.Level, f.Check, f.Text)
		if f.Cure != "" {
			line += " -> " + f.Cure
		}
		fmt.Fprintln(w, line)
		if f.Level == Error {
			failed++
		}
	}
	return failed
}
