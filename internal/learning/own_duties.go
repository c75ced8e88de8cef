package learning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/organization"
)

// asked is one duty of a person as learning.duty_facts finds it.
type asked struct {
	RequirementID uuid.UUID
	CourseID      uuid.UUID
	Accepts       []string `bun:",array"` // courses whose completion counts
	JoinedOn      time.Time
	DueOn         time.Time
	CompletedOn   *time.Time
	State         string
	Why           string
}

// accepts reports whether a completion of the course does the duty.
func (a asked) accepts(course uuid.UUID) bool { return slices.Contains(a.Accepts, course.String()) }

// isOpen reports whether the duty waits to be done. In a unit without published strength its state
// is not told, so the completion decides.
func (a asked) isOpen() bool {
	switch a.State {
	case "done", "exempt":
		return false
	case "not_counted":
		return a.CompletedOn == nil
	}
	return true
}

// findAsked returns what is asked of the person on a day, the nearest date first, under a scope
// that shows the person.
func findAsked(ctx context.Context, tx bun.IDB, person uuid.UUID, day time.Time) ([]asked, error) {
	place, err := organization.FindPlace(ctx, tx, person, day)
	if err != nil || place.AgencyID == uuid.Nil {
		return nil, err
	}
	var rows []asked
	err = tx.NewRaw(`SELECT requirement_id, course_id, accepts::text[] AS accepts, joined_on, due_on, completed_on, state, why
		FROM learning.duty_facts(?, ?::uuid[]) WHERE person_id = ? AND counts ORDER BY due_on, requirement_id LIMIT 500`,
		day, pgdialect.Array([]string{place.AgencyID.String()}), person).Scan(ctx, &rows)
	return rows, err
}
