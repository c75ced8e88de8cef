package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// CheckCommand compares a ledger with the database and the API.
type CheckCommand struct {
	Target
	Database string        `required:"" help:"URL of the database, for a user who sees everything."`
	Name     string        `default:"ledger" help:"What the figures are called."`
	Attempts int           `default:"5" help:"How many attempts the course allows."`
	Grace    time.Duration `default:"5s" help:"How long after the deadline an answer counts."`
	Points   int           `default:"100" help:"What a right answer is worth, in hundredths."`
	Ask      int           `default:"500" help:"How many attempts are asked of the API."`
	Rest     time.Duration `default:"4m" help:"How long to wait for what is still under way."`
}

var errViolated = errors.New("the ledger is violated")

// shown is how many violations are printed; the others are counted.
const shown = 20

// Run prints one figure a line, separated by tabs: name, value, unit, goal. Violations go to the standard error.
func (c *CheckCommand) Run(ctx context.Context) error {
	h, err := ReadHistory(c.Dir)
	if err != nil {
		return err
	}
	begin := time.Now()
	if err := awaitRest(ctx, c.Database, c.Rest); err != nil {
		return fmt.Errorf("wait for what is under way: %w", err)
	}
	rest := time.Since(begin)
	stored, err := readStored(ctx, c.Database, h.enrollments())
	if err != nil {
		return err
	}
	found := Check(h, stored, Rules{Attempts: c.Attempts, Grace: c.Grace, Points: c.Points})
	now := stored
	told, err := persisting(func(again bool) (_ []Violation, err error) {
		if again {
			if now, err = readStored(ctx, c.Database, h.enrollments()); err != nil {
				return nil, err
			}
		}
		return c.askAPI(ctx, now)
	})
	if err != nil {
		return err
	}
	found = append(found, told...)
	c.print(h, stored, found)
	c.figure("settled_after", rest.Seconds(), "s", "<=30")
	if len(found) > 0 {
		return errViolated
	}
	return nil
}

// looks is how often what disagrees is looked at.
const looks = 3

// persisting looks again where something disagrees: an attempt may have met its deadline between the two readings. What
// does not agree with a newer reading either is returned.
func persisting(look func(again bool) ([]Violation, error)) (told []Violation, err error) {
	for n := range looks {
		if told, err = look(n > 0); err != nil || len(told) == 0 {
			break
		}
	}
	return told, err
}

func (c *CheckCommand) askAPI(ctx context.Context, stored Stored) ([]Violation, error) {
	learners, err := readLearners(c.Learners)
	if err != nil {
		return nil, err
	}
	told, err := askAPI(ctx, c.Server, learners, stored, c.Ask)
	return told, errors.Join(err, writeLearners(c.Learners, learners))
}

func (c *CheckCommand) print(h History, s Stored, found []Violation) {
	for i, v := range found {
		if i == shown {
			fmt.Fprintf(os.Stderr, "... and %d more\n", len(found)-shown)
			break
		}
		fmt.Fprintln(os.Stderr, v)
	}
	lost := 0
	for _, v := range found {
		if v.Rule == 'a' {
			lost++
		}
	}
	graded := 0
	for _, a := range s.Attempts {
		if a.Graded {
			graded++
		}
	}
	c.figure("acknowledged", float64(h.count(OK)), "writes", "-")
	c.figure("lost", float64(lost), fmt.Sprintf("of %d", h.count(OK)), "==0")
	c.figure("violations", float64(len(found)), "promises", "==0")
	c.figure("refused", float64(h.count(Fail)), "writes", "-")
	c.figure("unknown", float64(h.count(Unknown)), "writes", "-")
	c.figure("graded", float64(graded), fmt.Sprintf("of %d attempts", len(s.Attempts)), "-")
	c.figure("server_errors", float64(h.serverErrors()), "answers", "-")
	c.figure("longest_gap", h.longestGap().Seconds(), "s", "-")
}

func (c *CheckCommand) figure(name string, value float64, unit, goal string) {
	fmt.Printf("%s_%s\t%.6g\t%s\t%s\n", c.Name, name, value, unit, goal)
}
