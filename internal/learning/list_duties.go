package learning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// DutyState is the one state that a duty is in, as its learner sees it.
type DutyState string

// The states of a duty.
const (
	NotStarted DutyState = "not_started"
	InProgress DutyState = "in_progress"
	Overdue    DutyState = "overdue"
	Renewable  DutyState = "renewable" // done, and may be done again before it ends
	Done       DutyState = "done"
	Exempt     DutyState = "exempt"
)

// Duty (việc học) is one course that a person must take or has taken.
type Duty struct {
	CourseID      uuid.UUID
	RequirementID uuid.UUID        // uuid.Nil: own choice or a class list
	Requirement   *RequirementLine // it in words
	Enrollment    *Enrollment      // the latest round; nil: not begun
	JoinedOn      *time.Time       // since when the person is among those named
	DueOn         *time.Time       // last day in time; of what may be renewed the last day on which it holds
	CompletedOn   *time.Time
	After         uuid.UUID // course that must be done first; uuid.Nil: none
	State         DutyState
	Required      bool
	Progress      int // percent of the parts done
}

// ListDuties returns everything the caller must learn, learns and has learned, the nearest date
// first, then what has none.
func (s *Service) ListDuties(ctx context.Context, who access.Principal) ([]Duty, error) {
	today := s.today()
	var duties []Duty
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		required, err := findAsked(ctx, tx, who.PersonID, today)
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
		if err := offerRenewals(ctx, tx, duties, today); err != nil {
			return err
		}
		slices.SortStableFunc(duties, byDate)
		if err := s.addRequirements(ctx, tx, who, duties); err != nil {
			return err
		}
		return addProgress(ctx, tx, duties)
	})
	return duties, err
}

// joinDuties pairs what is asked with the enrollments: one that does the duty belongs to it, the
// duty's own course before an equivalent.
func joinDuties(required []asked, enrolled []Enrollment, today time.Time) []Duty {
	taken := map[uuid.UUID]bool{}
	duties := make([]Duty, 0, len(required)+len(enrolled))
	for i := range required {
		a := &required[i]
		d := Duty{CourseID: a.CourseID, RequirementID: a.RequirementID, JoinedOn: &a.JoinedOn, DueOn: &a.DueOn, CompletedOn: a.CompletedOn, Required: true, After: a.After}
		if at := bestEnrollment(*a, enrolled); at >= 0 {
			taken[enrolled[at].ID] = true
			if e := &enrolled[at]; e.CompletedAt == nil || !a.isOpen() && !a.isRenewable(today) { // else a new round waits to be begun
				d.Enrollment = e
			}
		}
		d.State = a.stateFor(d.Enrollment, today)
		duties = append(duties, d)
	}
	for i := range enrolled {
		if e := &enrolled[i]; !taken[e.ID] {
			duties = append(duties, ownDuty(e, today))
		}
	}
	slices.SortStableFunc(duties, byDate)
	return duties
}

func bestEnrollment(a asked, enrolled []Enrollment) int {
	best := -1
	for i, e := range enrolled {
		if e.CourseID == a.CourseID {
			return i
		}
		if best < 0 && a.accepts(e.CourseID) {
			best = i
		}
	}
	return best
}

// ownDuty is a course that no requirement asks for: the person's choice or a class list.
func ownDuty(e *Enrollment, today time.Time) Duty {
	d := Duty{CourseID: e.CourseID, Enrollment: e, DueOn: e.DueOn, Required: e.Source != "self", State: NotStarted}
	switch {
	case e.CompletedAt != nil:
		day := DayOf(*e.CompletedAt)
		d.State, d.CompletedOn = Done, &day
	case e.DueOn != nil && today.After(*e.DueOn):
		d.State = Overdue
	case e.StartedAt != nil:
		d.State = InProgress
	}
	return d
}

// stateFor is the state as the learner sees it: a duty that is not counted in figures is still
// there to be done. The due day itself is still in time.
func (a asked) stateFor(e *Enrollment, today time.Time) DutyState {
	switch {
	case a.State == "exempt":
		return Exempt
	case a.isRenewable(today) && (e == nil || e.StartedAt == nil):
		return Renewable
	case !a.isOpen() && !a.isRenewable(today):
		return Done
	case today.After(a.DueOn):
		return Overdue
	case e != nil && e.StartedAt != nil && e.CompletedAt == nil:
		return InProgress
	}
	return NotStarted
}

// addRequirements says why: the requirement behind each duty, in words.
func (s *Service) addRequirements(ctx context.Context, tx bun.Tx, who access.Principal, duties []Duty) error {
	var ids []uuid.UUID
	for _, d := range duties {
		if d.RequirementID != uuid.Nil && !slices.Contains(ids, d.RequirementID) {
			ids = append(ids, d.RequirementID)
		}
	}
	lines, err := s.requirementLines(ctx, tx, who, ids)
	if err != nil {
		return err
	}
	for i := range duties {
		if at := slices.Index(ids, duties[i].RequirementID); at >= 0 {
			duties[i].Requirement = &lines[at]
		}
	}
	return nil
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
