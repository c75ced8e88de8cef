package reporting

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// Difference is one cell that does not equal the count from the facts.
type Difference struct {
	AgencyID uuid.UUID
	CourseID uuid.UUID
	Day      time.Time
	What     string
	Stored   int64
	Expected int64
}

// Differences are the cells found wrong: how many, and the first thousand of them.
type Differences struct {
	Total int64
	First []Difference
}

// Rebuild compares every cell with the facts and logs an alarm for what differs; the facts win. It is
// the nightly duty.
func (s *Service) Rebuild(ctx context.Context) error {
	_, err := s.RebuildCells(ctx)
	return err
}

// RebuildCells does what Rebuild does and returns what differed.
func (s *Service) RebuildCells(ctx context.Context) (Differences, error) {
	found, err := s.compare(ctx, query("expected_cells", "repair_cells", "list_differences"))
	if err == nil && found.Total > 0 {
		first := found.First[0]
		slog.ErrorContext(ctx, "figures differ from the facts; the cells were repaired", "cells", found.Total, "agency", first.AgencyID,
			"course", first.CourseID, "day", first.Day.Format(time.DateOnly), "what", first.What, "stored", first.Stored, "expected", first.Expected)
	}
	return found, err
}

// Verify compares every cell with the facts and changes nothing but the folding.
func (s *Service) Verify(ctx context.Context) (Differences, error) {
	return s.compare(ctx, query("expected_cells", "list_differences"))
}

// compare folds up to the horizon and compares in one statement, hence in one snapshot.
func (s *Service) compare(ctx context.Context, statement string) (Differences, error) {
	var found Differences
	err := s.db.RunInTx(ctx, postgres.System(postgres.RebuildFigures), func(ctx context.Context, tx bun.Tx) error {
		horizon, err := foldTx(ctx, tx)
		if errors.Is(err, ErrForeignCursor) { // after a restore: begin anew from the facts
			if horizon, err = lockCursors(ctx, tx); err == nil {
				err = moveCursors(ctx, tx, horizon)
			}
		}
		if err != nil {
			return err
		}
		var rows []struct {
			Difference
			Total int64
		}
		if err := tx.NewRaw(statement, horizon).Scan(ctx, &rows); err != nil {
			return err
		}
		found = Differences{}
		for _, row := range rows {
			found.Total = row.Total
			found.First = append(found.First, row.Difference)
		}
		return nil
	})
	return found, err
}
