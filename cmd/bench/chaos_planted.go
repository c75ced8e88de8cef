package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// mistake is one that the program can be built with (see internal/assessment/planted.go), the faults under which it
// shows, and the rule of the ledger that must find it.
type mistake struct {
	trouble
	rule string
}

var mistakes = []mistake{
	{trouble{name: "acknowledge-before-commit", cause: cause(killServer).again(3, 2*time.Second)}, "(a)"},
	{trouble{name: "last-write-wins", flags: duplicating, cause: quietly(8 * time.Second)}, "(a)"},
	{trouble{name: "clock-of-the-node", cause: quietly(20 * time.Second)}, "(f)"},
	{trouble{name: "second-grade", flags: duplicating, cause: quietly(8 * time.Second)}, "(d)"},
	{trouble{name: "dropped-on-error", cause: cause(cutConnections).again(20, 500*time.Millisecond)}, "(a)"},
}

// plant runs the program with one mistake after another and counts those that the ledger finds.
func (c *ChaosCommand) plant(ctx context.Context, h *hall, ledgers string) error {
	caught := 0
	for _, m := range mistakes {
		found, err := c.plantOne(ctx, h, filepath.Join(ledgers, m.name), m)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		if found {
			caught++
		} else {
			fmt.Fprintf(os.Stderr, "bench: the mistake %s was not found\n", m.name)
		}
	}
	figure("planted_mistakes_caught", float64(caught), fmt.Sprintf("of %d", len(mistakes)), fmt.Sprintf("==%d", len(mistakes)))
	return nil
}

// plantOne reports whether the ledger finds a mistake by the rule that is meant to find it. The sound program serves
// again when it returns.
func (c *ChaosCommand) plantOne(ctx context.Context, h *hall, dir string, m mistake) (found bool, err error) {
	l, err := h.openLedger(c.Ledger, dir, learnersOfAPart)
	if err != nil {
		return false, err
	}
	if err := h.become(ctx, c.Planted, "PLANTED="+m.name); err != nil {
		return false, err
	}
	if err := l.load(ctx, m.flags, func() error { return m.cause(ctx, h) }); err != nil {
		return false, err
	}
	if err := h.become(ctx, c.Binary); err != nil {
		return false, err
	}
	violations, err := l.check(ctx, m.name, io.Discard, serverLog)
	if err != nil && !errors.Is(err, errViolated) {
		return false, err
	}
	return strings.Contains(violations, m.rule), nil
}
