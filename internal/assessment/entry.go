package assessment

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/learning"
)

// entry is a wish on its way into a test.
type entry struct {
	wish
	started
	refused    error
	enrollment learning.Enrollment
	pooled     pooledTest
	standing   TestStanding
	terms      learnerTerms
	sitting    *Sitting // nil: outside sittings
	later      bool     // looks again: somebody was faster, or a sitting has just been changed
}

// open lists those that may still start.
func open(entries []*entry) []*entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e *entry) bool {
		return e.refused != nil || e.running != uuid.Nil || e.later
	})
}

// readEntries finds out how each wish stands by the attempts taken so far.
func (s *Service) readEntries(ctx context.Context, tx bun.IDB, wishes []wish) ([]*entry, error) {
	ids := make([]uuid.UUID, len(wishes))
	for i, w := range wishes {
		ids[i] = w.EnrollmentID
	}
	enrollments, err := learning.FindEnrollments(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	attempts, err := listTakenOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	entries := make([]*entry, len(wishes))
	for i, w := range wishes {
		entries[i] = &entry{wish: w, enrollment: enrollments[w.EnrollmentID]}
		if err := s.look(ctx, tx, entries[i], attempts[w.EnrollmentID]); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// look decides by the enrollment, its tests and attempts.
func (s *Service) look(ctx context.Context, tx bun.IDB, e *entry, attempts []taken) error {
	if e.enrollment.PersonID != e.personID {
		e.refused = fault.ErrNotFound
		return nil
	}
	var err error
	if e.pooled, err = s.findTest(ctx, tx, e.enrollment.CourseVersionID, e.Kind); errors.Is(err, sql.ErrNoRows) {
		e.refused = fault.ErrNotFound
		return nil
	}
	if err != nil {
		return err
	}
	e.test = e.pooled.Test
	e.standing = standingOf(e.test, attempts)
	if e.standing.State == TestRunning {
		e.running = e.standing.AttemptID
		return nil
	}
	if !e.standing.asks() {
		e.refused = e.standing.refusal()
	}
	return nil
}

// admitEntries asks the rules beside the attempts: what a test requires, and the sittings.
func (s *Service) admitEntries(ctx context.Context, tx bun.IDB, entries []*entry) error {
	askers := make([]asker, len(entries))
	for i, e := range entries {
		askers[i] = asker{e.enrollment, []pooledTest{e.pooled}}
	}
	rules, err := s.rulesFor(ctx, tx, askers...)
	if err != nil {
		return err
	}
	for _, e := range entries {
		r := rules[e.EnrollmentID]
		e.terms = r.terms
		e.standing.admit(r)
		if e.refused = e.standing.refusal(); e.refused != nil {
			continue
		}
		if err := s.enter(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

// takeTurns lets one entry of each enrollment through; the others look again when it has started.
func takeTurns(entries []*entry) []*entry {
	seen := map[uuid.UUID]bool{}
	for _, e := range entries {
		e.later = seen[e.EnrollmentID]
		seen[e.EnrollmentID] = true
	}
	return open(entries)
}
