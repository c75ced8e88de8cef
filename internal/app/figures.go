package app

import (
	"context"
	"fmt"
	"time"

	"taphuan/internal/reporting"
)

// RebuildFigures computes every figure again from the facts and prints what differed.
func (a *App) RebuildFigures(ctx context.Context) error {
	differences, err := a.parts.reporting.RebuildCells(ctx)
	if err != nil {
		return err
	}
	printDifferences(differences)
	return nil
}

// VerifyFigures compares the figures with the facts and changes nothing; a difference is an error.
func (a *App) VerifyFigures(ctx context.Context) error {
	differences, err := a.parts.reporting.Verify(ctx)
	if err != nil {
		return err
	}
	printDifferences(differences)
	if differences.Total > 0 {
		return fmt.Errorf("the figures differ from the facts: run 'taphuan report rebuild'")
	}
	return nil
}

// printDifferences prints one cell a line: agency, course, day, what, stored, expected.
func printDifferences(found reporting.Differences) {
	fmt.Printf("%d cells differ\n", found.Total)
	for _, d := range found.First {
		fmt.Printf("%s\t%s\t%s\t%s\t%d\t%d\n", d.AgencyID, d.CourseID, d.Day.Format(time.DateOnly), d.What, d.Stored, d.Expected)
	}
}
