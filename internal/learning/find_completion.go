package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Completion (hoàn thành) is the fact that a person completed a course in one round, with the
// agency of that moment.
type Completion struct {
	bun.BaseModel   `bun:"table:learning.completions"`
	ID              uuid.UUID `bun:"id"`
	EnrollmentID    uuid.UUID `bun:"enrollment_id"`
	PersonID        uuid.UUID `bun:"person_id"`
	AgencyID        uuid.UUID `bun:"agency_id"`
	CourseID        uuid.UUID `bun:"course_id"`
	CourseVersionID uuid.UUID `bun:"course_version_id"`
	Round           int       `bun:"round"`
	CompletedAt     time.Time `bun:"completed_at"`
	CompletedOn     time.Time `bun:"completed_on,type:date"`
	Score           *int      `bun:"score"`   // hundredths of 10
	Periods         int       `bun:"periods"` // hundredths of a period
}

// FindCompletion returns the completion of an enrollment that the scope can see.
func FindCompletion(ctx context.Context, tx bun.IDB, enrollmentID uuid.UUID) (Completion, error) {
	var c Completion
	err := tx.NewSelect().Model(&c).Where("enrollment_id = ?", enrollmentID).Scan(ctx)
	return c, err
}
