package assessment

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestListResults: an inspector sees what people of the named agencies handed in, others see nothing of it, and the
// person sees who looked.
func TestListResults(t *testing.T) {
	t.Parallel()
	w := newWorld(t, terms{attempts: 3, coolingOff: 30, feedback: AfterSubmit, selfCheck: true, marking: UsualMarking()})
	who, done := w.handIn()
	practice, err := w.svc.StartAttempt(t.Context(), who, StartAttempt{EnrollmentID: done.Attempt.EnrollmentID, Kind: SelfCheck})
	w.must(err)
	_, err = w.svc.SubmitAttempt(t.Context(), who, practice.Attempt.ID)
	w.must(err)
	inspector := staff(access.Inspector, w.agency)
	list := func(reader access.Principal, person uuid.UUID) []PersonResult {
		t.Helper()
		results, total, err := w.svc.ListResults(t.Context(), reader, person, 10, 0)
		w.must(err)
		if total != len(results) {
			t.Errorf("%d of %d results", len(results), total)
		}
		return results
	}
	reads := func() int {
		return w.count(`SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND reader_id = ? AND what = 'test_results' AND agency_id = ?`,
			who.PersonID, inspector.PersonID, w.agency)
	}
	if n := reads(); n != 0 {
		t.Errorf("%d readings before any", n)
	}
	found := list(inspector, who.PersonID)
	if len(found) != 1 || found[0].AttemptID != done.Attempt.ID || found[0].Kind != FinalTest || *found[0].Scaled != *done.Attempt.Scaled || found[0].Changes != 0 {
		t.Errorf("%+v", found)
	}
	if n := reads(); n != 1 {
		t.Errorf("%d readings, want 1", n)
	}
	if _, err := w.svc.ListHistory(t.Context(), inspector, found[0].AttemptID); err != nil {
		t.Error(err)
	}
	newcomer, _ := w.learner()
	if rest := list(inspector, newcomer.PersonID); len(rest) > 0 {
		t.Errorf("of somebody who handed nothing in: %+v", rest)
	}
	if _, _, err := w.svc.ListResults(t.Context(), inspector, uuid.New(), 10, 0); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("of nobody: %v", err)
	}
	for reader, want := range map[*access.Principal]error{
		new(staff(access.FocalPoint, w.agency)):  fault.ErrForbidden,
		new(staff(access.Grader, w.agency)):      fault.ErrForbidden,
		new(who):                                 fault.ErrForbidden,
		new(staff(access.Inspector, uuid.New())): fault.ErrNotFound,
		{}:                                       fault.ErrSignInRequired,
	} {
		if _, _, err := w.svc.ListResults(t.Context(), *reader, who.PersonID, 10, 0); !errors.Is(err, want) {
			t.Errorf("%+v: %v, want %v", reader, err, want)
		}
	}
}
