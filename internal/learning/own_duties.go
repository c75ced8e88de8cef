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
	Slot          int
	InOrder       bool // the requirement asks for its courses one after the other
	CourseID      uuid.UUID
	Accepts       []string `bun:",array"` // courses whose completion counts
	JoinedOn      time.Time
	DueOn         time.Time
	CompletedOn   *time.Time
	RenewsOn      *time.Time // day from which it may be done again; nil: never
	State         string
	Why           string
	Counts        bool // of several that ask for the same, the one that figures take

	After uuid.UUID `bun:"-"` // course that must be done first; uuid.Nil: none
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

// isRenewable reports whether the duty is done and may be done again already, before its validity ends.
func (a asked) isRenewable(today time.Time) bool {
	return !a.isOpen() && a.State != "exempt" && a.RenewsOn != nil && !today.Before(*a.RenewsOn)
}

// findAsked returns what is asked of the person on a day, the nearest date first, under a scope
// that shows the person.
func findAsked(ctx context.Context, tx bun.IDB, person uuid.UUID, day time.Time) ([]asked, error) {
	place, err := organization.FindPlace(ctx, tx, person, day)
	if err != nil || place.AgencyID == uuid.Nil {
		return nil, err
	}
	var rows []asked
	err = tx.NewRaw(`SELECT d.requirement_id, d.slot, r.in_order, d.course_id, d.accepts::text[] AS accepts, d.joined_on, d.due_on, d.completed_on, d.renews_on,
			d.state, d.why, d.counts
		FROM learning.duty_facts(?, ?::uuid[]) d JOIN learning.requirements r ON r.id = d.requirement_id
		WHERE d.person_id = ? ORDER BY d.due_on, d.requirement_id, d.slot LIMIT 500`,
		day, pgdialect.Array([]string{place.AgencyID.String()}), person).Scan(ctx, &rows)
	putInOrder(rows)
	return slices.DeleteFunc(rows, func(a asked) bool { return !a.Counts }), err
}

// putInOrder says of each duty which course must be done first: the first open one before it in a
// requirement whose courses follow each other. Where another requirement asks for the same without
// waiting, nothing waits.
func putInOrder(rows []asked) {
	for i := range rows {
		rows[i].After = firstBefore(rows[i], rows)
	}
	for i, a := range rows {
		free := slices.ContainsFunc(rows, func(b asked) bool { return b.After == uuid.Nil && slices.Equal(a.Accepts, b.Accepts) })
		if free {
			rows[i].After = uuid.Nil
		}
	}
}

func firstBefore(a asked, rows []asked) uuid.UUID {
	first := a
	for _, b := range rows {
		if a.InOrder && b.RequirementID == a.RequirementID && b.Slot < first.Slot && b.isOpen() {
			first = b
		}
	}
	if first.Slot == a.Slot {
		return uuid.Nil
	}
	return first.CourseID
}
