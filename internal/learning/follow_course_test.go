package learning

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// study is the enrollment as its learner sees it.
func (w *world) study(t *testing.T, who access.Principal, enrollment uuid.UUID) Study {
	t.Helper()
	study, err := w.service.FindStudy(t.Context(), who, enrollment, nothingBeside)
	if err != nil {
		t.Fatal(err)
	}
	return study
}

func nothingBeside(context.Context, bun.IDB, Enrollment) error { return nil }

// TestUnbegunFollowsCourse: an enrollment is on the course's version of today until its first step, and on that of its
// first step from then on; what was done keeps its version, and the next round takes the newest.
func TestUnbegunFollowsCourse(t *testing.T) {
	t.Parallel()
	w := setup(t)
	first := w.course
	id, listed := w.enroll(t, w.anna), w.enroll(t, w.binh)
	lessons := w.republish(t, func(m *catalog.Module) { m.Lessons = m.Lessons[:1] })
	if study := w.study(t, w.anna, id); study.Course.Number != 2 || study.NextLesson != lessons[0].ID || len(study.Modules[0].Lessons) != 1 {
		t.Errorf("before the first step: %+v", study)
	}
	if _, err := w.service.FindStudy(t.Context(), w.anna, listed, nothingBeside); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody else's: %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.enrollments WHERE course_version_id = ?`, first.VersionID); n != 1 {
		t.Errorf("%d enrollments stay on the first version, only the other person's does", n)
	}
	if err := w.service.OpenLesson(t.Context(), w.anna, id, w.text); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a lesson of the version before: %v", err)
	}
	if err := w.service.FinishLesson(t.Context(), w.anna, id, lessons[0].ID); err != nil {
		t.Fatal(err)
	}
	second := w.course
	w.republish(t, func(m *catalog.Module) { m.Title.VI = "Phần mới" })
	if study := w.study(t, w.anna, id); study.Course.Number != 2 || study.Progress != 50 || study.States[lessons[0].ID] != Ended {
		t.Errorf("after the first step: %+v", study)
	}
	if !w.passFinal(t, id) {
		t.Error("not complete")
	}
	w.republish(t, func(m *catalog.Module) { m.Title.VI = "Phần mới hơn" })
	if n := w.count(t, `SELECT count(*) FROM learning.completions WHERE course_version_id = ?`, second.VersionID); n != 1 || w.study(t, w.anna, id).Course.Number != 2 {
		t.Error("what was done changed its version")
	}
	if study := w.study(t, w.binh, listed); study.Course.Number != 4 {
		t.Errorf("begun at last: version %d", study.Course.Number)
	}
}

// TestFirstStepPins: a step that was made in one window counts in the version that the window showed, though another has
// just moved on.
func TestFirstStepPins(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	err := w.db.RunInTx(t.Context(), postgres.Persons(w.anna.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := findOwn(ctx, tx, id, w.anna.PersonID)
		if err != nil {
			return err
		}
		w.republish(t, func(m *catalog.Module) { m.Title.VI = "Phần mới" })
		if study := w.study(t, w.anna, id); study.Course.Number != 2 {
			t.Errorf("the other window: version %d", study.Course.Number)
		}
		return w.service.StartTx(ctx, tx, e)
	})
	if err != nil {
		t.Fatal(err)
	}
	if study := w.study(t, w.anna, id); study.Course.Number != 1 {
		t.Errorf("version %d", study.Course.Number)
	}
}

// TestStaysOnVersion: who has a place in a training class keeps the version of the class, and who has a course that was
// withdrawn keeps it.
func TestStaysOnVersion(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id, withdrawn := w.enroll(t, w.anna), w.enroll(t, w.binh)
	class := uuid.New()
	w.exec(t, `INSERT INTO learning.class_parts (enrollment_id, class_id, person_id, agency_id, counts, attendance) VALUES (?, ?, ?, ?, 'lessons', 'open')`,
		id, class, w.anna.PersonID, w.agencyA)
	w.republish(t, func(m *catalog.Module) { m.Title.VI = "Phần mới" })
	if study := w.study(t, w.anna, id); study.Course.Number != 1 {
		t.Errorf("a place in a class: version %d", study.Course.Number)
	}
	w.exec(t, `DELETE FROM learning.class_parts WHERE class_id = ?`, class)
	if study := w.study(t, w.anna, id); study.Course.Number != 2 {
		t.Errorf("no place any more: version %d", study.Course.Number)
	}
	w.exec(t, `UPDATE catalog.courses SET withdrawn_at = now()`)
	if study := w.study(t, w.binh, withdrawn); study.Course.Number != 1 {
		t.Errorf("withdrawn: version %d", study.Course.Number)
	}
}
