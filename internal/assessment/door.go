package assessment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ErrNoSitting says that the test is open in sittings only and none is open now.
var ErrNoSitting = fault.New(fault.Conflict, "attempt.closed_now",
	fault.Text{VI: "Bài kiểm tra chỉ mở trong đợt kiểm tra, và lúc này không có đợt nào đang mở. Hãy xem giờ mở ở trang khóa học.", EN: "The test is open in sittings only, and none is open now. See the course page for when it opens."})

// Door is how the sittings of a learner's places let them into a test. The zero value lets in at any time.
type Door struct {
	Covered bool       // the test starts inside a sitting only
	Sitting *Sitting   // the one that is open, or else the next to open; nil: neither
	open    []*Sitting // those that are open, without a code and the latest to close first
	planned []*Sitting // those that open later
}

// NeedsCode reports whether a start now asks for an access code.
func (d Door) NeedsCode() bool { return len(d.open) > 0 && d.open[0].NeedsCode() }

// closed reports whether nobody is let in now.
func (d Door) closed() bool { return d.Covered && len(d.open) == 0 }

// from is the door for somebody who may not come before a moment: in a sitting that is still open then, or else in the
// next to open.
func (d Door) from(moment time.Time) Door {
	later := Door{Covered: d.Covered}
	for _, s := range slices.Concat(d.open, d.planned) {
		if s.ClosesAt.After(moment) {
			later.add(s, moment)
		}
	}
	return later
}

// nextOpening is when it opens; nil: not known.
func (d Door) nextOpening() *time.Time {
	if d.Sitting == nil {
		return nil
	}
	return &d.Sitting.OpensAt
}

const (
	selectSitCourses postgres.Prepared = `SELECT DISTINCT course_id FROM assessment.sittings WHERE course_id = ANY ($1::uuid[]) AND cancelled_at IS NULL`

	// selectCovering: the newest are more than enough to know which is open and which opens next.
	selectCovering postgres.Prepared = `SELECT id, kind, title, opens_at, closes_at, code_hash, now() AS read_at FROM assessment.sittings
	WHERE course_id = $1 AND cancelled_at IS NULL AND agency_id = ANY ($2::uuid[]) AND (school_class_id IS NULL OR school_class_id = $3)
	ORDER BY closes_at DESC, id LIMIT 500`
)

// doorsOf returns the doors of enrollments' tests by their kind, as of where the learners stand today; a kind without
// one is open.
func (s *Service) doorsOf(ctx context.Context, tx bun.IDB, enrollments []learning.Enrollment) (map[uuid.UUID]map[Kind]Door, error) {
	sat, err := inSatCourses(ctx, tx, enrollments)
	if err != nil || len(sat) == 0 {
		return nil, err
	}
	places, err := s.placesNow(ctx, tx, sat)
	if err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]map[Kind]Door, len(sat))
	rooms := map[room]map[Kind]Door{}
	for _, e := range sat {
		at := room{e.CourseID, places[e.ID].AgencyID, places[e.ID].SchoolClassID}
		if _, known := rooms[at]; !known {
			if rooms[at], err = s.doorsTo(ctx, tx, at); err != nil {
				return nil, err
			}
		}
		found[e.ID] = rooms[at]
	}
	return found, nil
}

// inSatCourses keeps the enrollments in courses that have sittings.
func inSatCourses(ctx context.Context, tx bun.IDB, enrollments []learning.Enrollment) ([]learning.Enrollment, error) {
	courses := make([]uuid.UUID, len(enrollments))
	for i, e := range enrollments {
		courses[i] = e.CourseID
	}
	var sat []uuid.UUID
	err := selectSitCourses.Scan(ctx, tx, &sat, courses)
	return slices.DeleteFunc(slices.Clone(enrollments), func(e learning.Enrollment) bool { return !slices.Contains(sat, e.CourseID) }), err
}

// room is what learners share who have the same sittings.
type room struct{ courseID, agencyID, classID uuid.UUID }

func (s *Service) doorsTo(ctx context.Context, tx bun.IDB, at room) (map[Kind]Door, error) {
	above, err := organization.Ancestors(ctx, tx, at.agencyID, organization.Day(s.now()))
	if err != nil {
		return nil, err
	}
	var covering []*Sitting
	if err := selectCovering.Scan(ctx, tx, &covering, at.courseID, above, postgres.NullID(at.classID)); err != nil {
		return nil, err
	}
	doors := map[Kind]Door{}
	for _, sitting := range covering {
		d := doors[sitting.Kind]
		d.add(sitting, sitting.ReadAt)
		doors[sitting.Kind] = d
	}
	return doors, nil
}

// add takes a sitting as it stands at a moment; they come the latest to close first.
func (d *Door) add(s *Sitting, at time.Time) {
	d.Covered = true
	switch {
	case !s.ClosesAt.After(at):
	case s.OpensAt.After(at):
		d.planned = append(d.planned, s)
		if len(d.open) == 0 && (d.Sitting == nil || s.OpensAt.Before(d.Sitting.OpensAt)) {
			d.Sitting = s
		}
	case s.NeedsCode() || len(d.open) == 0:
		d.open = append(d.open, s)
		d.Sitting = d.open[0]
	case d.open[0].NeedsCode():
		d.open = append([]*Sitting{s}, d.open...)
		d.Sitting = s
	}
}

// enter chooses the sitting in which an entry starts and holds it until the commit: nobody changes it meanwhile. None:
// the test needs none. Without the right code the entry is refused with ErrCodeRequired or ErrCodeWrong; one whose
// sitting has just been changed looks again.
func (s *Service) enter(ctx context.Context, tx bun.IDB, e *entry) error {
	d := e.standing.Door
	if len(d.open) == 0 {
		return nil
	}
	e.sitting = d.open[0]
	if d.NeedsCode() {
		if e.sitting, e.refused = s.opened(d, e.Code); e.refused != nil {
			return nil
		}
		if _, err := forgetTries.Exec(ctx, tx, e.personID); err != nil {
			return err
		}
	}
	held, err := holdSitting(ctx, tx, *e.sitting)
	e.later = !held
	return err
}

// opened returns the sitting that a code opens.
func (s *Service) opened(d Door, code string) (*Sitting, error) {
	if codeForm(code) == "" {
		return nil, ErrCodeRequired
	}
	for _, sitting := range d.open {
		if s.codes.opens(*sitting, code) {
			return sitting, nil
		}
	}
	return nil, ErrCodeWrong
}

const shareSitting postgres.Prepared = `SELECT id FROM assessment.sittings WHERE id = $1 AND cancelled_at IS NULL AND opens_at <= now() AND closes_at = $2
	AND code_hash IS NOT DISTINCT FROM $3 FOR SHARE`

// holdSitting reports whether a sitting is still as it was read, and keeps it so until the commit.
func holdSitting(ctx context.Context, tx bun.IDB, s Sitting) (bool, error) {
	var held []uuid.UUID
	err := shareSitting.Scan(ctx, tx, &held, s.ID, s.ClosesAt, s.CodeHash)
	return len(held) > 0, err
}
