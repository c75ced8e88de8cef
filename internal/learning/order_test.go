package learning

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
)

// completes notes that a person has completed a course in a round on a day.
func (w *world) completes(t *testing.T, who access.Principal, course uuid.UUID, round int, day time.Time) {
	t.Helper()
	w.exec(t, `INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, round, source, started_at, completed_at)
		VALUES (?, ?, ?, ?, ?, ?, 'self', ?, ?) ON CONFLICT (person_id, course_id, round) DO UPDATE SET completed_at = EXCLUDED.completed_at`,
		uuid.New(), who.PersonID, w.agencyA, course, w.course.VersionID, round, day, day)
	w.exec(t, `INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, periods)
		SELECT ?, id, person_id, agency_id, course_id, course_version_id, round, completed_at, ?, 0 FROM learning.enrollments
		WHERE person_id = ? AND course_id = ? AND round = ?`, uuid.New(), day, who.PersonID, course, round)
}

// TestInOrder: the next course of an ordered requirement opens when the one before is done, unless another
// requirement asks for it at once; without the order nothing waits.
func TestInOrder(t *testing.T) {
	t.Parallel()
	w := setup(t)
	second := catalog.Course{ID: uuid.New(), VersionID: w.course.VersionID}
	w.exec(t, `INSERT INTO catalog.courses (id, key, code) VALUES (?, 'an2', 'AN2')`, second.ID)
	d := w.draft(w.agencyA)
	d.Slots, d.InOrder = []Slot{{w.course.ID}, {second.ID}}, true
	w.create(t, as(access.FocalPoint, w.agencyA), d)
	after := func(who access.Principal) uuid.UUID {
		t.Helper()
		duties, err := w.service.ListDuties(t.Context(), who)
		if err != nil || len(duties) != 2 {
			t.Fatalf("%+v, %v", duties, err)
		}
		for _, duty := range duties {
			if duty.CourseID == second.ID {
				return duty.After
			}
		}
		return uuid.Nil
	}
	if got := after(w.anna); got != w.course.ID {
		t.Errorf("the second course waits for %s", got)
	}
	if _, err := w.service.EnrollSelf(t.Context(), w.anna, second); !errors.Is(err, ErrInOrder) {
		t.Errorf("the second course opens first: %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.enrollments`); n != 0 {
		t.Errorf("%d enrollments after a refusal", n)
	}
	w.enroll(t, w.anna)
	if _, err := w.service.EnrollSelf(t.Context(), w.anna, second); !errors.Is(err, ErrInOrder) {
		t.Errorf("begun is not done: %v", err)
	}
	w.completes(t, w.anna, w.course.ID, 1, today)
	if got := after(w.anna); got != uuid.Nil {
		t.Errorf("still waits for %s", got)
	}
	if _, err := w.service.EnrollSelf(t.Context(), w.anna, second); err != nil {
		t.Error(err)
	}

	colleague := w.officer(t, w.agencyA)
	free := w.draft(w.agencyA)
	free.Slots = []Slot{{second.ID}}
	w.create(t, as(access.FocalPoint, w.agencyA), free)
	if got := after(colleague); got != uuid.Nil {
		t.Errorf("what another requirement asks for at once waits for %s", got)
	}
	if _, err := w.service.EnrollSelf(t.Context(), colleague, second); err != nil {
		t.Error(err)
	}
}

// TestEarlyRenewal: within the days before its end what is done may be done again, as a new round; it stays
// done, and nothing of the old round changes.
func TestEarlyRenewal(t *testing.T) {
	t.Parallel()
	w := setup(t)
	number := func(n int) *int { return &n }
	d := w.draft(w.agencyA)
	d.DueKind, d.DueDays, d.ValidityMonths, d.OpenDays = DueRolling, number(30), number(12), number(60)
	w.create(t, as(access.FocalPoint, w.agencyA), d)
	ends := func(in int) time.Time { return today.AddDate(-1, 0, in) } // a completion that holds so many days from today
	early := w.officer(t, w.agencyA)
	w.completes(t, early, w.course.ID, 1, ends(61))
	if id, err := w.service.EnrollSelf(t.Context(), early, w.course); err != nil || w.count(t, `SELECT round FROM learning.enrollments WHERE id = ?`, id) != 1 {
		t.Errorf("a day too early: %v", err)
	}
	w.completes(t, w.anna, w.course.ID, 1, ends(60))
	state := func() DutyState {
		t.Helper()
		duties, err := w.service.ListDuties(t.Context(), w.anna)
		if err != nil || len(duties) != 1 {
			t.Fatalf("%+v, %v", duties, err)
		}
		return duties[0].State
	}
	if got := state(); got != Renewable {
		t.Errorf("before renewing: %s", got)
	}
	id, err := w.service.EnrollSelf(t.Context(), w.anna, w.course)
	if err != nil || w.count(t, `SELECT round FROM learning.enrollments WHERE id = ?`, id) != 2 {
		t.Fatalf("renewing: %v", err)
	}
	if again := w.enroll(t, w.anna); again != id {
		t.Error("a second renewal beside the first")
	}
	if n := w.count(t, `SELECT count(*) FROM learning.duty_facts(?, ARRAY[?]::uuid[]) WHERE person_id = ? AND state = 'done'`, today, w.agencyA, w.anna.PersonID); n != 1 {
		t.Error("renewing undid what was done")
	}
	w.exec(t, `UPDATE learning.enrollments SET started_at = now() WHERE id = ?`, id)
	if got := state(); got != InProgress {
		t.Errorf("while renewing: %s", got)
	}
	w.completes(t, w.anna, w.course.ID, 2, today)
	if got := state(); got != Done {
		t.Errorf("renewed: %s", got)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.completions WHERE person_id = ?`, w.anna.PersonID); n != 2 {
		t.Errorf("%d completions", n)
	}
}

// TestRenewalByChoice: without a duty, too, a course may be taken again in the last 60 days of its validity and after, as a new
// round; before, and where it holds without end, it stays what it is.
func TestRenewalByChoice(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.exec(t, `ALTER TABLE catalog.course_versions DISABLE TRIGGER USER`)
	for name, c := range map[string]struct {
		months, left int // months of validity; days of them that are left
		round        int
		state        DutyState
	}{
		"a day too early": {12, 61, 1, Done}, "ending": {12, 60, 2, Renewable}, "ended": {12, -30, 2, Renewable}, "without end": {0, -30, 1, Done},
	} {
		w.exec(t, `UPDATE catalog.course_versions SET validity_months = ?`, c.months)
		who := w.officer(t, w.agencyA)
		w.completes(t, who, w.course.ID, 1, today.AddDate(-1, 0, c.left))
		duties, err := w.service.ListDuties(t.Context(), who)
		if err != nil || len(duties) != 1 || duties[0].State != c.state || (duties[0].Enrollment == nil) != (c.state == Renewable) {
			t.Errorf("%s: %+v, %v", name, duties, err)
		}
		id := w.enroll(t, who)
		if round := w.count(t, `SELECT round FROM learning.enrollments WHERE id = ?`, id); round != c.round {
			t.Errorf("%s: round %d, want %d", name, round, c.round)
		}
	}
}
