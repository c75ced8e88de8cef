package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
)

// renewWithin is how many days before the end of its validity a course that nobody asks for may be taken again: from the
// first reminder on. A requirement says so itself.
const renewWithin = 60

// heldUntil returns the last day on which a completed enrollment holds, by the version that was learned; nil: without end.
func heldUntil(ctx context.Context, tx bun.IDB, e Enrollment) (*time.Time, error) {
	version, err := catalog.FindVersion(ctx, tx, e.CourseVersionID)
	if err != nil || version.ValidityMonths == 0 {
		return nil, err
	}
	until := DayOf(*e.CompletedAt).AddDate(0, version.ValidityMonths, 0)
	return &until, nil
}

// isEnding reports whether what holds until a day may be done again.
func isEnding(until *time.Time, today time.Time) bool {
	return until != nil && !today.Before(until.AddDate(0, 0, -renewWithin))
}

// offerRenewals turns courses that nobody asks for and whose validity ends into ones that may be begun again.
func offerRenewals(ctx context.Context, tx bun.IDB, duties []Duty, today time.Time) error {
	for i := range duties {
		d := &duties[i]
		if d.RequirementID != uuid.Nil || d.State != Done || d.Enrollment == nil {
			continue
		}
		until, err := heldUntil(ctx, tx, *d.Enrollment)
		if err != nil {
			return err
		}
		if isEnding(until, today) {
			d.State, d.DueOn, d.Enrollment = Renewable, until, nil
		}
	}
	return nil
}
