package learning

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

// TestEquivalents: having done an equivalent course does the duty once, from the day on which that was said
// and never before; what is no longer named ends today.
func TestEquivalents(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.require(t, w.agencyA, nil, "2026-01-01", "2026-12-31", "12/KH-SA")
	done := uuid.New()
	w.exec(t, `INSERT INTO catalog.courses (id, key, code) VALUES (?, 'an0', 'AN0')`, done)
	enrollment := uuid.New()
	w.exec(t, `INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, round, source, completed_at) VALUES (?, ?, ?, ?, ?, 1, 'self', '2026-03-01')`,
		enrollment, w.anna.PersonID, w.agencyA, done, w.course.VersionID)
	w.exec(t, `INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, periods)
		VALUES (?, ?, ?, ?, ?, ?, 1, '2026-03-01', '2026-03-01', 0)`, uuid.New(), enrollment, w.anna.PersonID, w.agencyA, done, w.course.VersionID)
	set := func(day time.Time, list ...Equivalent) {
		t.Helper()
		for range 2 { // again changes nothing
			if err := SetEquivalentsTx(t.Context(), w.owner, done, list, day); err != nil {
				t.Fatal(err)
			}
		}
	}
	set(today, Equivalent{CourseID: w.course.ID, FromOn: today.AddDate(-1, 0, 0), Document: "01/QĐ"})
	if w.stateOn(t, "2026-11-22") != "not_done" || w.stateOn(t, "2026-11-23") != "done" {
		t.Errorf("before it was said %s, then %s", w.stateOn(t, "2026-11-22"), w.stateOn(t, "2026-11-23"))
	}
	duties, err := w.service.ListDuties(t.Context(), w.anna)
	if err != nil || len(duties) != 1 || duties[0].State != Done {
		t.Errorf("one duty, done by the equivalent: %+v, %v", duties, err)
	}
	set(today.AddDate(0, 0, 5))
	if w.stateOn(t, "2026-11-27") != "done" || w.stateOn(t, "2026-11-28") != "not_done" {
		t.Errorf("before its end %s, after %s", w.stateOn(t, "2026-11-27"), w.stateOn(t, "2026-11-28"))
	}
	if n := w.count(t, `SELECT count(*) FROM learning.course_equivalents`); n != 1 {
		t.Errorf("%d rows", n)
	}
}
