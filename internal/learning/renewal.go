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

// heldUntil is the last day on which a completed enrollment holds, by the version that was learned; nil: without end.
func heldUntil(e Enrollment, version catalog.Course) *time.Time {
	if version.ValidityMonths == 0 {
		return nil
	}
	until := DayOf(*e.CompletedAt).AddDate(0, version.ValidityMonths, 0)
	return &until
}

// isEnding reports whether what holds until a day may be done again.
func isEnding(until *time.Time, today time.Time) bool {
	return until != nil && !today.Before(until.AddDate(0, 0, -renewWithin))
}

// offerRenewals turns courses that nobody asks for and whose validity ends into ones that may be begun again.
func offerRenewals(ctx context.Context, tx bun.IDB, duties []Duty, today time.Time) error {
	var own []*Duty
	var ids []uuid.UUID
	for i := range duties {
		if d := &duties[i]; d.RequirementID == uuid.Nil && d.State == Done && d.Enrollment != nil {
			own, ids = append(own, d), append(ids, d.Enrollment.CourseVersionID)
		}
	}
	versions, err := catalog.FindVersions(ctx, tx, ids)
	for _, d := range own {
		if until := heldUntil(*d.Enrollment, versions[d.Enrollment.CourseVersionID]); isEnding(until, today) {
			d.State, d.DueOn, d.Enrollment = Renewable, until, nil
		}
	}
	return err
}
