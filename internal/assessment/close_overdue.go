package assessment

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// What one turn of CloseOverdueAttempts does at most.
const (
	overdueBatch   = 50
	overdueBatches = 60
)

// closeEvery is how soon an attempt is closed after its deadline and the grace, at most.
const closeEvery = 5 * time.Second

// KeepClosing closes overdue attempts until ctx ends. Every node does so by its own clock, as what one locks the others
// leave out: a duty of a killed node would be taken up again only after minutes.
func (s *Service) KeepClosing(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(closeEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		turn, cancel := context.WithTimeout(ctx, time.Minute)
		if err := s.CloseOverdueAttempts(turn); err != nil && ctx.Err() == nil {
			log.Error("close overdue attempts", "error", err)
		}
		cancel()
	}
}

// CloseOverdueAttempts grades attempts that run past their deadline and the grace, in batches of one commit each. An
// attempt that cannot be graded is left for the next turn and does not hold up the others; the error then names it.
func (s *Service) CloseOverdueAttempts(ctx context.Context) error {
	for range overdueBatches {
		found, failed, err := s.closeBatch(ctx)
		if err != nil {
			return err
		}
		if len(failed) > 0 || found < overdueBatch {
			return errors.Join(failed...)
		}
	}
	return nil
}

// closeBatch grades one batch and returns how many attempts it found and why some stayed open. Where the batch cannot
// be graded together each of it is tried alone.
func (s *Service) closeBatch(ctx context.Context) (found int, failed []error, err error) {
	err = s.db.RunInTx(ctx, postgres.System(postgres.CloseAttempts), func(ctx context.Context, tx bun.Tx) error {
		failed = nil
		overdue, err := lockOverdue(ctx, tx, overdueBatch)
		if err != nil {
			return err
		}
		found = len(overdue)
		grade := func(attempts ...*Attempt) error {
			return tx.RunInTx(ctx, nil, func(ctx context.Context, savepoint bun.Tx) error {
				about, err := s.holdAbout(ctx, savepoint, attempts)
				if err != nil {
					return err
				}
				return s.gradeTx(ctx, savepoint, attempts, &about)
			})
		}
		if found == 0 || grade(overdue...) == nil {
			return nil
		}
		for _, a := range overdue {
			if err := grade(a); err != nil {
				failed = append(failed, fmt.Errorf("close attempt %s: %w", a.ID, err))
			}
		}
		return nil
	})
	return found, failed, err
}
