package learning

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

func (w *world) passFinal(t *testing.T, enrollment uuid.UUID) bool {
	t.Helper()
	var complete bool
	err := w.db.RunInTx(t.Context(), postgres.Persons(w.anna.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		complete, err = w.service.RecordTestPassTx(ctx, tx, enrollment, FinalTest, 850)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return complete
}

// TestCourseIsCompleteOnce: lessons and the final test together complete a course, in any order,
// and the fact, its deltas and the event are written once.
func TestCourseIsCompleteOnce(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	if w.passFinal(t, id) {
		t.Fatal("complete without lessons")
	}
	for _, lesson := range []uuid.UUID{w.text, w.video, w.text} {
		if err := w.service.FinishLesson(t.Context(), w.anna, id, lesson); err != nil {
			t.Fatal(err)
		}
	}
	if !w.passFinal(t, id) {
		t.Fatal("not complete with every part")
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM learning.completions WHERE score = 850 AND periods = 800 AND completed_on = '2026-11-23'`: 1,
		`SELECT sum(amount) FROM learning.deltas WHERE what = 'completed'`:                                              1,
		`SELECT sum(amount) FROM learning.deltas WHERE what = 'started'`:                                                1,
		`SELECT sum(amount) FROM learning.deltas WHERE what = 'enrolled'`:                                               1,
		`SELECT count(*) FROM river.river_job WHERE kind LIKE 'learning.course_completed/%'`:                            1,
	} {
		if got := w.count(t, query); got != want {
			t.Errorf("%s = %d, want %d", query, got, want)
		}
	}
}

// TestPreTestStandsForLessons: whoever passes it needs the final test alone.
func TestPreTestStandsForLessons(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	err := w.db.RunInTx(t.Context(), postgres.Persons(w.anna.PersonID), func(ctx context.Context, tx bun.Tx) error {
		_, err := w.service.RecordTestPassTx(ctx, tx, id, PreTest, 900)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !w.passFinal(t, id) {
		t.Error("not complete after pre-test and final test")
	}
}

// TestCompletionKeepsItsAgency: the fact carries the agency of its moment; a later move changes
// nothing, and both the old and the new agency can read it.
func TestCompletionKeepsItsAgency(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	for _, lesson := range []uuid.UUID{w.text, w.video} {
		if err := w.service.FinishLesson(t.Context(), w.anna, id, lesson); err != nil {
			t.Fatal(err)
		}
	}
	w.passFinal(t, id)
	w.exec(t, `UPDATE organization.postings SET valid_to = current_date - 1 WHERE person_id = ?`, w.anna.PersonID)
	w.exec(t, `INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES (?, ?, ?, current_date - 1)`, uuid.New(), w.anna.PersonID, w.agencyB)
	for name, agency := range map[string]uuid.UUID{"agency of the moment": w.agencyA, "agency of today": w.agencyB} {
		err := w.db.Read(t.Context(), postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
			c, err := FindCompletion(ctx, tx, id)
			if err == nil && c.AgencyID != w.agencyA {
				t.Errorf("%s: the fact moved to %s", name, c.AgencyID)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestParallelEnrollment: any number of clicks make one enrollment.
func TestParallelEnrollment(t *testing.T) {
	t.Parallel()
	w := setup(t)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := w.service.EnrollSelf(t.Context(), w.anna, w.course); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := w.count(t, `SELECT count(*) FROM learning.enrollments`); n != 1 {
		t.Errorf("%d enrollments", n)
	}
}

// TestForeignEnrollment: another person's enrollment does not exist for the caller.
func TestForeignEnrollment(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	_, findStudy := w.service.FindStudy(t.Context(), w.binh, id)
	_, findLesson := w.service.FindLesson(t.Context(), w.binh, id, w.text)
	_, playback := w.service.OpenPlayback(t.Context(), w.binh, id, w.video)
	for name, err := range map[string]error{
		"find": findStudy, "lesson": findLesson, "playback": playback,
		"finish": w.service.FinishLesson(t.Context(), w.binh, id, w.text),
		"open":   w.service.OpenLesson(t.Context(), w.binh, id, w.text),
	} {
		if fault.KindOf(err) != fault.NotFound || err == nil {
			t.Errorf("%s: %v, want not found", name, err)
		}
	}
	err := w.service.FinishLesson(t.Context(), w.anna, id, uuid.New())
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("a lesson of another course: %v", err)
	}
}

// TestDuties: a requirement of the agency above names its officers with the reason and the date.
func TestDuties(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.exec(t, `INSERT INTO learning.requirements (id, course_id, agency_id, starts_on, due_on, document, reason_vi) VALUES (?, ?, ?, '2026-01-01', '2026-11-22', '12/KH-SA', 'Vì an toàn')`, uuid.New(), w.course.ID, w.agencyA)
	duties, err := w.service.ListDuties(t.Context(), w.anna)
	if err != nil || len(duties) != 1 {
		t.Fatalf("%d duties, %v", len(duties), err)
	}
	if d := duties[0]; d.State != Overdue || d.Requirement.Document != "12/KH-SA" || d.Enrollment != nil {
		t.Errorf("duty %+v", d)
	}
	w.enroll(t, w.anna)
	if source := w.count(t, `SELECT count(*) FROM learning.enrollments WHERE source = 'requirement' AND due_on = '2026-11-22'`); source != 1 {
		t.Error("the enrollment does not name its requirement")
	}
	if others, err := w.service.ListDuties(t.Context(), w.binh); err != nil || len(others) != 0 {
		t.Errorf("the other agency's officer has %d duties, %v", len(others), err)
	}
}
