package gathering

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"taphuan/internal/audit"
)

// TestMarksInAnyOrder: two devices send the same marks in any order, split and repeated as it comes;
// the newest mark of each stands and every mark is kept once.
func TestMarksInAnyOrder(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(3))
	w.call(class, w.persons(w.a, 3)...)
	confirmed, _ := w.places(class)
	ids := []uuid.UUID{}
	for _, person := range confirmed {
		ids = append(ids, w.participant(class, person))
	}
	session := w.sessions(class)[0]
	rapid.Check(t, func(rt *rapid.T) {
		w.exec(`TRUNCATE gathering.attendances, gathering.attendance_marks`)
		marks := make([]Mark, rapid.IntRange(1, 10).Draw(rt, "marks"))
		newest := map[uuid.UUID]Mark{}
		for i := range marks {
			marks[i] = Mark{ID: audit.NewID(), ParticipantID: rapid.SampledFrom(ids).Draw(rt, "who"), MarkedAt: w.now.Add(-time.Duration(rapid.IntRange(0, 3).Draw(rt, "ago")) * time.Minute),
				State: rapid.SampledFrom([]MarkState{Present, Late, Absent}).Draw(rt, "state")}
			if kept, has := newest[marks[i].ParticipantID]; !has || marks[i].newer(kept) {
				newest[marks[i].ParticipantID] = marks[i]
			}
		}
		sent := append(rapid.Permutation(marks).Draw(rt, "first"), rapid.Permutation(marks).Draw(rt, "again")...)
		for len(sent) > 0 {
			n := rapid.IntRange(1, len(sent)).Draw(rt, "batch")
			if err := w.service.RecordMarks(t.Context(), w.focalA, RecordMarks{ClassID: class.ID, SessionID: session.ID, Marks: sent[:n]}); err != nil {
				rt.Fatal(err)
			}
			sent = sent[n:]
		}
		if n := w.count(`SELECT count(*) FROM gathering.attendance_marks`); n != len(marks) {
			rt.Fatalf("%d of %d marks are kept", n, len(marks))
		}
		current, err := currentMarks(t.Context(), w.owner, "session_id = ?", session.ID)
		if err != nil || len(current) != len(newest) {
			rt.Fatalf("%d stand, want %d, %v", len(current), len(newest), err)
		}
		for _, m := range newest {
			if got := current[markKey{session.ID, m.ParticipantID}]; got.ID != m.ID || got.State != m.State {
				rt.Fatalf("%v stands, want %v", got, m)
			}
		}
	})
}

// TestClosedRollCall: closing needs a mark of everybody; afterwards a correction needs a reason and is
// recorded; a clock that runs ahead does not win.
func TestClosedRollCall(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(2))
	people := w.persons(w.a, 2)
	w.call(class, people...)
	session, tomorrow := w.sessions(class)[0], w.sessions(class)[1]
	mark := func(person uuid.UUID, state MarkState, at time.Time) []Mark {
		return []Mark{{ID: audit.NewID(), ParticipantID: w.participant(class, person), State: state, MarkedAt: at}}
	}
	record := func(s Session, marks []Mark, reason string) error {
		return w.service.RecordMarks(t.Context(), w.focalA, RecordMarks{ClassID: class.ID, SessionID: s.ID, Marks: marks, Reason: reason})
	}
	if err := record(tomorrow, mark(people[0], Present, w.now), ""); !errors.Is(err, ErrEarly) {
		t.Errorf("before its day: %v", err)
	}
	w.must(record(session, mark(people[0], Present, w.now.Add(48*time.Hour)), ""))
	if got := w.class(class.ID).State; got != Running {
		t.Errorf("after the first mark: %s", got)
	}
	if err := w.service.CloseRollCall(t.Context(), w.focalA, class.ID, session.ID); !errors.Is(err, ErrRollCallRunning) {
		t.Errorf("with somebody unmarked: %v", err)
	}
	w.must(record(session, mark(people[1], Absent, w.now), ""))
	w.must(w.service.CloseRollCall(t.Context(), w.focalA, class.ID, session.ID))
	w.now = w.now.Add(time.Minute)
	late := mark(people[0], Late, w.now)
	if err := record(session, late, " "); !errors.Is(err, ErrRollCallClosed) {
		t.Errorf("closed, without a reason: %v", err)
	}
	w.must(record(session, late, "Đến lúc 8 giờ 20"))
	current, err := currentMarks(t.Context(), w.owner, "session_id = ?", session.ID)
	if err != nil || current[markKey{session.ID, late[0].ParticipantID}].State != Late {
		t.Errorf("%v, %v", current, err)
	}
	if n := w.count(`SELECT count(*) FROM audit.entries WHERE action = 'correct_roll_call' AND reason = 'Đến lúc 8 giờ 20'`); n != 1 {
		t.Errorf("%d corrections recorded", n)
	}
	for name, wrong := range map[string]Mark{
		"excused without reason": {ID: audit.NewID(), ParticipantID: late[0].ParticipantID, State: Excused, MarkedAt: w.now},
		"somebody else":          {ID: audit.NewID(), ParticipantID: uuid.New(), State: Present, MarkedAt: w.now},
		"without a key":          {ParticipantID: late[0].ParticipantID, State: Present, MarkedAt: w.now},
	} {
		if err := record(session, []Mark{wrong}, "Sửa"); !errors.Is(err, ErrMark) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
