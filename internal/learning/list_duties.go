package learning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// DutyState is the one state that a duty is in.
type DutyState string

// The states of a duty.
const (
	NotStarted DutyState = "not_started"
	InProgress DutyState = "in_progress"
	Overdue    DutyState = "overdue"
	Done       DutyState = "done"
)

// Duty (việc học) is one course that a person must take or has taken.
type Duty struct {
	CourseID    uuid.UUID
	Enrollment  *Enrollment  // nil: not begun
	Requirement *Requirement // nil: own choice or a class list
	DueOn       *time.Time
	State       DutyState
	Required    bool
	Progress    int // percent of the parts done
}

// ListDuties returns everything the caller must learn, learns and has learned, the nearest date
// first, then what has none.
func (s *Service) ListDuties(ctx context.Context, who access.Principal) ([]Duty, error) {
	today := s.today()
	var duties []Duty
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		place, err := organization.FindPlace(ctx, tx, who.PersonID, today)
		if err != nil {
			return err
		}
		required, err := matchRequirements(ctx, tx, place, today)
		if err != nil {
			return err
		}
		var enrolled []Enrollment
		err = tx.NewSelect().Model(&enrolled).DistinctOn("course_id").Where("person_id = ?", who.PersonID).
			Order("course_id", "round DESC").Limit(500).Scan(ctx)
		if err != nil {
			return err
		}
		duties = joinDuties(required, enrolled, today)
		return addProgress(ctx, tx, duties)
	})
	return duties, err
}

// joinDuties pairs requirements with enrollments: a course is one duty, however many documents
// ask for it; the nearest date holds.
func joinDuties(required []Requirement, enrolled []Enrollment, today time.Time) []Duty {
	byCourse := map[uuid.UUID]int{}
	var duties []Duty
	for i := range required {
		r := &required[i]
		if _, known := byCourse[r.CourseID]; known {
			continue
		}
		byCourse[r.CourseID] = len(duties)
		duties = append(duties, Duty{CourseID: r.CourseID, Requirement: r, DueOn: &r.DueOn, Required: true})
	}
	for i := range enrolled {
		e := &enrolled[i]
		if at, known := byCourse[e.CourseID]; known {
			duties[at].Enrollment = e
			continue
		}
		duties = append(duties, Duty{CourseID: e.CourseID, Enrollment: e, DueOn: e.DueOn, Required: e.Source != "self"})
	}
	for i := range duties {
		duties[i].State = stateOf(duties[i], today)
	}
	slices.SortStableFunc(duties, byDate)
	return duties
}

func byDate(a, b Duty) int {
	switch {
	case a.DueOn == nil && b.DueOn == nil:
		return 0
	case a.DueOn == nil:
		return 1
	case b.DueOn == nil:
		return -1
	}
	return a.DueOn.Compare(*b.DueOn)
}

// stateOf decides a duty's state on a day. The due day itself is still in time.
func stateOf(d Duty, today time.Time) DutyState {
	switch {
	case d.Enrollment != nil && d.Enrollment.CompletedAt != nil:
		return Done
	case d.DueOn != nil && today.After(*d.DueOn):
		return Overdue
	case d.Enrollment != nil && d.Enrollment.StartedAt != nil:
		return InProgress
	}
	return NotStarted
}
