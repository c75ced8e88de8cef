package gathering

import (
	"bytes"
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
		w.exec(`TRUNCATE gathering.attendance_marks`)
		marks := make([]Mark, rapid.IntRange(1, 10).Draw(rt, "marks"))
		newest := map[uuid.UUID]Mark{}
		for i := range marks {
			marks[i] = Mark{ID: audit.NewID(), ParticipantID: rapid.SampledFrom(ids).Draw(rt, "who"), MarkedAt: w.now.Add(-time.Duration(rapid.IntRange(0, 3).Draw(rt, "ago")) * time.Minute),
				State: rapid.SampledFrom([]MarkState{Present, Late, Absent}).Draw(rt, "state")}
			if kept, has := newest[marks[i].ParticipantID]; !has || newer(marks[i], kept) {
				newest[marks[i].ParticipantID] = marks[i]
			}
		}
		sent := append(rapid.Permutation(marks).Draw(rt, "first"), rapid.Permutation(marks).Draw(rt, "again")...)
		var standing []Mark
		var err error
		for len(sent) > 0 {
			n := rapid.IntRange(1, len(sent)).Draw(rt, "batch")
			if standing, err = w.service.RecordMarks(t.Context(), w.focalA, RecordMarks{ClassID: class.ID, SessionID: session.ID, Marks: sent[:n]}); err != nil {
				rt.Fatal(err)
			}
			sent = sent[n:]
		}
		if n := w.count(`SELECT count(*) FROM gathering.attendance_marks`); n != len(marks) {
			rt.Fatalf("%d of %d marks are kept", n, len(marks))
		}
		if len(standing) != len(newest) {
			rt.Fatalf("%d stand, want %d", len(standing), len(newest))
		}
		current := byKey(standing)
		for _, m := range newest {
			if got := current[markKey{session.ID, m.ParticipantID}]; got.ID != m.ID || got.State != m.State {
				rt.Fatalf("%v stands, want %v", got, m)
			}
		}
	})
}

// newer is the rule by which a mark wins over another: its own time, then its key.
func newer(m, other Mark) bool {
	if !m.MarkedAt.Equal(other.MarkedAt) {
		return m.MarkedAt.After(other.MarkedAt)
	}
	return bytes.Compare(m.ID[:], other.ID[:]) > 0
}

// TestTwoPhones: two people mark the same participant without a line. Whoever sends first, the later mark
// stands, both are kept, and each phone is told what stands.
func TestTwoPhones(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(2))
	w.call(class, w.persons(w.a, 2)...)
	confirmed, _ := w.places(class)
	first, second := w.participant(class, confirmed[0]), w.participant(class, confirmed[1])
	for i, lateFirst := range []bool{false, true} {
		session := w.sessions(class)[i]
		w.now = session.StartsAt.Add(time.Hour)
		early := []Mark{{ID: audit.NewID(), ParticipantID: first, State: Absent, MarkedAt: w.now.Add(-10 * time.Minute)},
			{ID: audit.NewID(), ParticipantID: second, State: Present, MarkedAt: w.now.Add(-10 * time.Minute)}}
		late := []Mark{{ID: audit.NewID(), ParticipantID: first, State: Late, MarkedAt: w.now.Add(-5 * time.Minute)}}
		phones := [][]Mark{early, late}
		if lateFirst {
			phones = [][]Mark{late, early}
		}
		var standing []Mark
		for _, marks := range phones {
			var err error
			standing, err = w.service.RecordMarks(t.Context(), w.focalA, RecordMarks{ClassID: class.ID, SessionID: session.ID, Marks: marks})
			w.must(err)
		}
		told := byKey(standing)
		if got := told[markKey{session.ID, first}].State; got != Late {
			t.Errorf("later mark first: %v: %s stands", lateFirst, got)
		}
		if got := told[markKey{session.ID, second}].State; got != Present {
			t.Errorf("later mark first: %v: the other is told as %q", lateFirst, got)
		}
		if n := w.count(`SELECT count(*) FROM gathering.attendance_marks WHERE session_id = ?`, session.ID); n != 3 {
			t.Errorf("%d marks are kept", n)
		}
	}
}

// TestMarksOfWhoWasWithdrawn: a phone without a line marks somebody who is withdrawn meanwhile. The batch
// is kept whole; the closed roll call counts those with a place alone.
func TestMarksOfWhoWasWithdrawn(t *testing.T) {
	w := setup(t)
	class := w.open(w.plan(2))
	people := w.persons(w.a, 2)
	w.call(class, people...)
	session := w.sessions(class)[0]
	gone := w.participant(class, people[0])
	w.must(w.service.Decide(t.Context(), w.focalA, Decide{ClassID: class.ID, ParticipantID: gone, Decision: Withdraw, Reason: "Chuyển công tác"}))
	marks := []Mark{{ID: audit.NewID(), ParticipantID: gone, State: Present, MarkedAt: w.now}, {ID: audit.NewID(), ParticipantID: w.participant(class, people[1]), State: Present, MarkedAt: w.now}}
	_, err := w.service.RecordMarks(t.Context(), w.focalA, RecordMarks{ClassID: class.ID, SessionID: session.ID, Marks: marks})
	w.must(err)
	if n := w.count(`SELECT count(*) FROM gathering.attendance_marks`); n != 2 {
		t.Errorf("%d of 2 marks are kept", n)
	}
	w.must(w.service.CloseRollCall(t.Context(), w.focalA, class.ID, session.ID))
	told, err := w.service.AttendanceOf(t.Context(), class.ID)
	if err != nil || len(told.People) != 1 || told.People[0].PersonID != people[1] || !told.People[0].Began {
		t.Errorf("%+v, %v", told.People, err)
	}
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
		_, err := w.service.RecordMarks(t.Context(), w.focalA, RecordMarks{ClassID: class.ID, SessionID: s.ID, Marks: marks, Reason: reason})
		return err
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
	current, err := currentMarks(t.Context(), w.owner, "class_id = ? AND session_id = ?", class.ID, session.ID)
	if err != nil || byKey(current)[markKey{session.ID, late[0].ParticipantID}].State != Late {
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
