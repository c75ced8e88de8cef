package gathering

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/learning"
	"taphuan/internal/postgres"
)

// TestAttendanceCompletes: attendance stands for the lessons, or is a part beside them; told twice, it
// completes once.
func TestAttendanceCompletes(t *testing.T) {
	for name, c := range map[string]struct {
		role            AttendanceRole
		lessons, attend bool
		want            int
	}{
		"stands for the lessons":            {CountsLessons, false, true, 1},
		"missed, lessons not done":          {CountsLessons, false, false, 0},
		"missed, lessons done":              {CountsLessons, true, false, 1},
		"a part, all done":                  {CountsPart, true, true, 1},
		"a part, missed":                    {CountsPart, true, false, 0},
		"a part, lessons not done":          {CountsPart, false, true, 0},
		"noted alone, attended":             {CountsNothing, false, true, 0},
		"noted alone, missed, lessons done": {CountsNothing, true, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := setup(t)
			cmd := w.plan(2)
			cmd.Class.AttendanceRole, cmd.Class.AttendanceShare = c.role, 50
			class := w.open(cmd)
			who := w.person(w.a)
			w.call(class, who.PersonID)
			w.follow(class)
			enrollment, err := w.learning.EnrollSelf(t.Context(), who, w.course)
			w.must(err)
			if c.lessons {
				lesson := w.lesson()
				w.must(w.learning.FinishLesson(t.Context(), who, enrollment, lesson))
			}
			w.must(w.db.RunInTx(t.Context(), postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
				_, err := w.learning.RecordTestPassesTx(ctx, tx, []learning.TestPass{{EnrollmentID: enrollment, Kind: learning.FinalTest, Score: 800}})
				return err
			}))
			w.attend(class, func(session int, _ uuid.UUID) MarkState {
				if c.attend && session == 0 {
					return Late
				}
				return Absent
			})
			w.follow(class)
			if w.follow(class) {
				t.Error("told again, something changes")
			}
			if n := w.count(`SELECT count(*) FROM learning.completions WHERE person_id = ?`, who.PersonID); n != c.want {
				t.Errorf("%d completions, want %d", n, c.want)
			}
			started := w.count(`SELECT count(*) FROM learning.deltas WHERE what = 'started'`)
			if begun := c.attend || c.lessons; (started == 1) != begun || started > 1 {
				t.Errorf("%d beginnings", started)
			}
			if n := w.count(`SELECT count(*) FROM learning.enrollments WHERE person_id = ? AND due_on = ?`, who.PersonID, class.EndsOn); n != 1 {
				t.Errorf("%d enrollments due on the last day", n)
			}
		})
	}
}

// TestCancelledAsksNothing: a cancelled class takes its part back; the enrollment stays.
func TestCancelledAsksNothing(t *testing.T) {
	w := setup(t)
	cmd := w.plan(2)
	cmd.Class.AttendanceRole = CountsPart
	class := w.open(cmd)
	w.call(class, w.person(w.a).PersonID)
	w.follow(class)
	w.must(w.service.SetState(t.Context(), w.focalA, SetState{ClassID: class.ID, State: Cancelled, Reason: "Hoãn do bão"}))
	w.follow(class)
	if parts, kept := w.count(`SELECT count(*) FROM learning.class_parts`), w.count(`SELECT count(*) FROM learning.enrollments`); parts != 0 || kept != 1 {
		t.Errorf("%d parts, %d enrollments", parts, kept)
	}
}

func (w *world) lesson() uuid.UUID {
	var id uuid.UUID
	w.must(w.owner.NewRaw(`SELECT id FROM catalog.lessons LIMIT 1`).Scan(context.Background(), &id))
	return id
}
