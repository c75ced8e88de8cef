package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// ChaosCommand lets faults happen while learners take tests, and has the ledger say what was lost.
type ChaosCommand struct {
	Binary  string        `default:"bin/taphuan" type:"existingfile" help:"The built program."`
	Planted string        `default:"bin/taphuan-planted" type:"existingfile" help:"The program built with mistakes to choose from."`
	Ledger  string        `default:"bin/ledger" type:"existingfile" help:"The built ledger."`
	Courses string        `default:"courses" type:"existingdir" help:"The course packages; an1 is there."`
	Parts   []string      `default:"kill-server,kill-database,restart,cut,network,race,disk,planted" enum:"kill-server,kill-database,restart,cut,network,race,disk,planted" help:"Which faults happen."`
	Kills   int           `default:"20" help:"How often the server is killed; the database a quarter as often."`
	Rounds  int           `default:"100" help:"How many learners start from 200 devices at once."`
	Log     string        `default:"/dev/null" help:"File for what the servers tell of their errors."`
	Time    time.Duration `default:"15s" help:"How long a part lasts that does not count its faults."`
}

// learnersOfAPart is how many learners there are for each part.
const learnersOfAPart = 600

// trouble is a fault, with how the learners behave meanwhile.
type trouble struct {
	name  string
	flags []string // of the ledger's load
	cause cause
}

// duplicating makes every request arrive up to five times, up to some seconds late.
var duplicating = []string{"--copies", "5", "--late", "4s"}

func (c *ChaosCommand) troubles() []trouble {
	few := max(c.Kills/4, 1)
	return []trouble{
		{name: "kill-server", flags: []string{"--copies", "2", "--late", "1s"}, cause: cause(killServer).again(c.Kills, 1500*time.Millisecond)},
		{name: "kill-database", cause: cause(killDatabase).again(few, 3*time.Second)},
		{name: "restart", cause: cause(restartServer).again(few, 2*time.Second)},
		{name: "cut", cause: cause(cutConnections).again(c.Kills, 500*time.Millisecond)},
		{name: "network", flags: duplicating, cause: quietly(c.Time)},
	}
}

// Run lets fault after fault happen on one demonstration, the full disk on another.
func (c *ChaosCommand) Run(ctx context.Context) error {
	closeLog, err := logTo(c.Log)
	if err != nil {
		return err
	}
	defer closeLog()
	slog.SetDefault(slog.New(slog.NewTextHandler(serverLog, nil))) // the database is started again here
	scratch, err := newDataDir()
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	courses, err := writeLoadCourse(scratch, c.Courses)
	if err != nil {
		return err
	}
	os.Setenv("COURSES_DIR", courses)
	if slices.ContainsFunc(c.Parts, func(part string) bool { return part != "disk" }) {
		if err := c.inHall(ctx, filepath.Join(scratch, "ledger")); err != nil {
			return err
		}
	}
	if c.has("disk") {
		return c.fillDisk(ctx, scratch)
	}
	return nil
}

func (c *ChaosCommand) has(part string) bool { return slices.Contains(c.Parts, part) }

func (c *ChaosCommand) inHall(ctx context.Context, ledgers string) error {
	h, err := openHall(ctx, c.Binary)
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.seat(ctx, loadCourse, (len(c.Parts)+len(mistakes))*learnersOfAPart+c.Rounds); err != nil {
		return err
	}
	for _, t := range c.troubles() {
		if !c.has(t.name) {
			continue
		}
		if err := c.suffer(ctx, h, filepath.Join(ledgers, t.name), t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	if c.has("race") {
		if err := c.race(ctx, h, filepath.Join(ledgers, "race")); err != nil {
			return fmt.Errorf("race: %w", err)
		}
	}
	if c.has("planted") {
		return c.plant(ctx, h, ledgers)
	}
	return nil
}

// suffer lets a fault happen under load and prints what the ledger says.
func (c *ChaosCommand) suffer(ctx context.Context, h *hall, dir string, t trouble) error {
	l, err := h.openLedger(c.Ledger, dir, learnersOfAPart)
	if err != nil {
		return err
	}
	if err := l.load(ctx, t.flags, func() error { return t.cause(ctx, h) }); err != nil {
		return err
	}
	return l.report(ctx, t.name)
}

// race has learners start from many devices at once.
func (c *ChaosCommand) race(ctx context.Context, h *hall, dir string) error {
	l, err := h.openLedger(c.Ledger, dir, c.Rounds)
	if err != nil {
		return err
	}
	if err := l.run(ctx, "race", "--rounds", fmt.Sprint(c.Rounds), "--at-once", "200"); err != nil {
		return err
	}
	made, err := h.count(ctx, `SELECT count(*) FROM assessment.attempts WHERE person_id = ANY ($1::uuid[])`, l.people)
	if err != nil {
		return err
	}
	figure("race_attempts_of_200_starts_each", float64(made), fmt.Sprintf("of %d learners", c.Rounds), fmt.Sprintf("==%d", c.Rounds))
	return l.report(ctx, "race")
}
