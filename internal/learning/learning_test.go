package learning

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

func (w *world) passFinal(t *testing.T, enrollment uuid.UUID) bool {
	t.Helper()
	var complete bool
	err := w.db.RunInTx(t.Context(), postgres.Persons(w.anna.PersonID), func(ctx context.Context, tx bun.Tx) error {
		completed, err := w.service.RecordTestPassesTx(ctx, tx, []TestPass{{enrollment, FinalTest, 850}})
		complete = completed[enrollment]
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
		_, err := w.service.RecordTestPassesTx(ctx, tx, []TestPass{{id, PreTest, 900}})
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
	_, findStudy := w.service.FindStudy(t.Context(), w.binh, id, func(context.Context, bun.IDB, Enrollment) error {
		t.Error("something was read beside another's enrollment")
		return nil
	})
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
	w.require(t, w.agencyA, nil, "2026-01-01", "2026-11-22", "12/KH-SA")
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

// TestDutiesByDate: the nearest date comes first, what has none last, and however many classes of
// a school have duties, a student sees those of their own.
func TestDutiesByDate(t *testing.T) {
	t.Parallel()
	day := func(d int) *time.Time { at := today.AddDate(0, 0, d); return &at }
	course := []uuid.UUID{uuid.New(), uuid.New(), uuid.New(), uuid.New()}
	duties := joinDuties([]asked{{CourseID: course[0], DueOn: *day(9), State: "done", CompletedOn: day(0)}},
		[]Enrollment{{ID: uuid.New(), CourseID: course[1], Source: "self"}, {ID: uuid.New(), CourseID: course[2], Source: "list", DueOn: day(3)},
			{ID: uuid.New(), CourseID: course[0], CompletedAt: day(0)}, {ID: uuid.New(), CourseID: course[3], Source: "list", DueOn: day(-1)}}, today)
	var got []string
	for _, d := range duties {
		got = append(got, fmt.Sprint(slices.Index(course, d.CourseID), d.State, d.Required))
	}
	if diff := cmp.Diff([]string{"3overduetrue", "2not_startedtrue", "0donetrue", "1not_startedfalse"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestDutiesOfManyClasses(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.exec(t, `INSERT INTO organization.school_classes (id, agency_id, school_year, name) SELECT gen_random_uuid(), ?, '2026-2027', 'Lớp ' || n FROM generate_series(1, 600) n`, w.agencyA)
	w.exec(t, `INSERT INTO learning.requirements (id, agency_id, starts_on, due_on, document)
		SELECT id, agency_id, '2026-01-01', date '2026-12-01' + row_number() OVER (ORDER BY id)::int, name FROM organization.school_classes`)
	w.exec(t, `INSERT INTO learning.requirement_rules (requirement_id, number, agency_id, school_class_id) SELECT id, 1, agency_id, id FROM organization.school_classes`)
	w.exec(t, `INSERT INTO learning.requirement_courses (requirement_id, slot, course_id) SELECT id, 1, ? FROM organization.school_classes`, w.course.ID)
	student := uuid.New()
	w.exec(t, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'student', 'Lê An', 'An')`, student, w.agencyA)
	w.exec(t, `INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from)
		SELECT id, ?, agency_id, '2026-09-05' FROM learning.requirements ORDER BY due_on DESC LIMIT 1`, student)
	duties, err := w.service.ListDuties(t.Context(), access.Principal{PersonID: student})
	if err != nil || len(duties) != 1 {
		t.Errorf("%d duties, %v", len(duties), err)
	}
}

// TestPartsAtOnce: the last parts done at the same moment complete the course once, without
// waiting for each other in a circle.
func TestPartsAtOnce(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	playback := w.open(t, w.anna, id, 61)
	begin := time.Now()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { w.passFinal(t, id) })
		for _, lesson := range []uuid.UUID{w.text, w.video} {
			wg.Go(func() {
				if err := w.service.FinishLesson(t.Context(), w.anna, id, lesson); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if err := w.service.OpenLesson(t.Context(), w.anna, id, lesson); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Go(func() { w.watch(t, id, playback, segment(1, 0, filmMs)) })
	}
	wg.Wait()
	if n := w.count(t, `SELECT count(*) FROM learning.completions`); n != 1 {
		t.Errorf("%d completions", n)
	}
	if n := w.count(t, `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`); n != 0 {
		t.Errorf("%d deadlocks in %v", n, time.Since(begin))
	}
}
