package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
)

// ledger is a run of the ledger's program, with learners and a directory of its own.
type ledger struct {
	h        *hall
	program  string
	dir      string
	learners string // the file that names them
	people   []string
}

// openLedger gives the next learners to a new ledger.
func (h *hall) openLedger(program, dir string, learners int) (*ledger, error) {
	if learners > len(h.waiting) {
		return nil, fmt.Errorf("only %d learners are left of the %d that are needed", len(h.waiting), learners)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	l := &ledger{h: h, program: program, dir: dir, learners: filepath.Join(dir, "learners")}
	var text bytes.Buffer
	lines := json.NewEncoder(&text)
	for _, who := range h.waiting[:learners] {
		l.people = append(l.people, who.PersonID.String())
		line := map[string]any{"person": who.PersonID, "enrollment": who.EnrollmentID, "refreshToken": who.RefreshToken}
		if err := lines.Encode(line); err != nil {
			return nil, err
		}
	}
	h.waiting = h.waiting[learners:]
	return l, os.WriteFile(l.learners, text.Bytes(), 0o600)
}

// command is the ledger's program with what every command of it is told.
func (l *ledger) command(ctx context.Context, name string, flags ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, l.program, append([]string{name, "--server", l.h.server.url, "--learners", l.learners, "--dir", l.dir}, flags...)...)
	cmd.Stderr, cmd.Cancel = os.Stderr, func() error { return cmd.Process.Signal(os.Interrupt) }
	return cmd
}

func (l *ledger) run(ctx context.Context, name string, flags ...string) error {
	return l.command(ctx, name, flags...).Run()
}

// loadLimit bounds a load whose faults do not end.
const loadLimit = 5 * time.Minute

// load lets the learners take tests while something happens, and then what was sent be answered.
func (l *ledger) load(ctx context.Context, flags []string, while func() error) error {
	ctx, cancel := context.WithTimeout(ctx, loadLimit)
	defer cancel()
	cmd := l.command(ctx, "load", append([]string{"--time", loadLimit.String()}, flags...)...)
	if err := cmd.Start(); err != nil {
		return err
	}
	hurrying, stop := context.WithCancel(ctx)
	go l.h.hurry(hurrying)
	err := while()
	stop()
	_ = cmd.Process.Signal(os.Interrupt) // it fails only when all learners have done
	return errors.Join(err, cmd.Wait())
}

var errViolated = errors.New("the ledger is violated")

// check has the ledger compare itself with the database. The figures go to out and the violations to errs; these come
// back, too, with errViolated.
func (l *ledger) check(ctx context.Context, name string, out, errs io.Writer) (violations string, err error) {
	var told bytes.Buffer
	cmd := l.command(ctx, "check", "--database", l.h.database.URL, "--name", name, "--attempts", fmt.Sprint(loadAttempts))
	cmd.Stdout, cmd.Stderr = out, io.MultiWriter(errs, &told)
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && bytes.Contains(told.Bytes(), []byte(errViolated.Error())) {
		err = errViolated
	}
	return told.String(), err
}

// report prints what the check says. A violated ledger is no error: the figures and the lines say so.
func (l *ledger) report(ctx context.Context, name string) error {
	_, err := l.check(ctx, name, os.Stdout, os.Stderr)
	if errors.Is(err, errViolated) {
		return nil
	}
	return err
}

// hurry lets the time of some attempts end soon, until ctx ends: their learners see what the end is like.
func (h *hall) hurry(ctx context.Context) {
	const soon = `UPDATE assessment.attempts SET deadline_at = now() + interval '1 s'
		WHERE state = 'started' AND deadline_at > now() + interval '1 min' AND started_at < now() - interval '2 s' AND random() < 0.3`
	for sleep(ctx, time.Second) == nil {
		_, _ = h.execute(ctx, soon) // the database may just be down
	}
}

// execute runs one statement on a connection of its own.
func (h *hall) execute(ctx context.Context, statement string) (rows int64, err error) {
	db, err := pgx.Connect(ctx, h.database.URL)
	if err != nil {
		return 0, err
	}
	defer db.Close(context.WithoutCancel(ctx))
	done, err := db.Exec(ctx, statement)
	return done.RowsAffected(), err
}

func (h *hall) count(ctx context.Context, query string, args ...any) (n int, err error) {
	db, err := pgx.Connect(ctx, h.database.URL)
	if err != nil {
		return 0, err
	}
	defer db.Close(context.WithoutCancel(ctx))
	err = db.QueryRow(ctx, query, args...).Scan(&n)
	return n, err
}
