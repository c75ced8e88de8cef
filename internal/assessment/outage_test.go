package assessment

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/fault"
)

// ageAttempt moves a running attempt back in time: it began so many seconds ago and ends in so many.
func (w *world) ageAttempt(attempt uuid.UUID, begun, left int) {
	w.t.Helper()
	w.exec(`UPDATE assessment.attempts SET started_at = now() - make_interval(secs => ?), deadline_at = now() + make_interval(secs => ?) WHERE id = ?`, begun, left, attempt)
}

// goneFor says that nothing has beaten the pulse for so many seconds.
func (w *world) goneFor(seconds int) {
	w.t.Helper()
	w.exec(`INSERT INTO assessment.pulse (at) VALUES (now() - make_interval(secs => ?0))
		ON CONFLICT (one) DO UPDATE SET at = now() - make_interval(secs => ?0)`, seconds)
}

func TestOutageGivesTimeBack(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		begun, left int // seconds
		before      int // given back earlier
		outage      int
		given       int // what is expected
	}{
		"no outage":               {begun: 600, left: 600, outage: 5, given: 0},
		"one missed beat":         {begun: 600, left: 600, outage: 9, given: 0},
		"running all the time":    {begun: 600, left: 600, outage: 120, given: 120},
		"began in the middle":     {begun: 50, left: 600, outage: 120, given: 50},
		"ran out in the middle":   {begun: 600, left: -60, outage: 120, given: 120},
		"ran out before it":       {begun: 600, left: -200, outage: 120, given: 0},
		"never more than so much": {begun: 600, left: 600, before: 7000, outage: 600, given: 200},
		"away over night":         {begun: 50_000, left: -39_000, outage: 40_000, given: 7200},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, usual)
			w.t = t
			who, enrollment := w.learner()
			attempt := w.start(who, enrollment, FinalTest).Attempt
			w.ageAttempt(attempt.ID, c.begun, c.left)
			w.exec(`UPDATE assessment.attempts SET time_back_seconds = ? WHERE id = ?`, c.before, attempt.ID)
			w.goneFor(c.outage)
			w.must(NewPulse(w.db).Beat(context.Background()))
			if got := w.count(`SELECT time_back_seconds FROM assessment.attempts`) - c.before; got < c.given || got > c.given+3 {
				t.Errorf("%d s given back, want %d", got, c.given)
			}
			left := w.count(`SELECT round(extract(epoch FROM deadline_at - now()))::int FROM assessment.attempts`)
			if want := c.left + c.given; left < want-5 || left > want+3 {
				t.Errorf("%d s are left, want %d", left, want)
			}
			outages, touched := w.count(`SELECT count(*) FROM assessment.outages`), w.count(`SELECT COALESCE(sum(attempts), 0) FROM assessment.outages`)
			if isOutage := time.Duration(c.outage)*time.Second > MissedPulse; isOutage != (outages == 1) || touched > 0 != (c.given > 0) {
				t.Errorf("%d outages are logged, touching %d", outages, touched)
			}
			w.must(NewPulse(w.db).Beat(context.Background()))
			if again := w.count(`SELECT count(*) FROM assessment.outages`); again != outages {
				t.Error("the same outage is given back twice")
			}
		})
	}
}

// Between the end of an outage and the beat that gives its time back nothing is late and nothing is closed.
func TestNothingIsLateBeforeTheTimeIsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	who, enrollment := w.learner()
	attempt := w.start(who, enrollment, FinalTest).Attempt
	right := w.rightAnswers(attempt, 1)
	w.ageAttempt(attempt.ID, 600, -60)
	w.goneFor(120)
	w.must(w.svc.CloseOverdueAttempts(ctx))
	saved := w.save(who, attempt.ID, right...)
	if len(saved.Answers) != len(right) || w.count(`SELECT count(*) FROM assessment.answers WHERE late`) != 0 {
		t.Errorf("late after an outage: %+v", saved)
	}
	w.must(NewPulse(w.db).Beat(ctx))
	w.must(w.svc.CloseOverdueAttempts(ctx))
	again := right[0]
	again.Revision = 2
	if saved := w.save(who, attempt.ID, again); saved.TimeBack < 2*time.Minute || !saved.DeadlineAt.After(saved.Now) {
		t.Errorf("after the beat: %+v", saved)
	}
	w.goneFor(0)
	w.ageAttempt(attempt.ID, 600, -60)
	again.Revision = 3
	w.save(who, attempt.ID, again)
	if late := w.count(`SELECT count(*) FROM assessment.answers WHERE late`); late != 0 { // the one in time stands
		t.Errorf("%d answers in time were replaced by late ones", late)
	}
	w.must(w.svc.CloseOverdueAttempts(ctx))
	if w.count(`SELECT count(*) FROM assessment.attempts WHERE state = 'graded' AND ended_by = 'deadline' AND score = max_score`) != 1 {
		t.Error("not closed at the deadline with all its answers")
	}
}

// An attempt is taken in one window at a time; what the former still sends is kept, and never over newer answers.
func TestSeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	desk, phone := uuid.New(), uuid.New()
	who, enrollment := w.learner()
	page, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest, Seat: desk})
	w.must(err)
	id, at := page.Attempt.ID, w.textPositions(page.Attempt)[0]
	save := func(seat uuid.UUID, revision int64, words string) Saved {
		t.Helper()
		saved, err := w.svc.SaveAnswers(ctx, who, id, seat, []Answer{text(at, revision, words)})
		w.must(err)
		return saved
	}
	if !save(desk, 1, "desk").Seated || save(phone, 2, "phone").Seated {
		t.Error("the window that began has not the seat")
	}
	again, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest, Seat: phone})
	w.must(err)
	if again.Attempt.Seat != desk {
		t.Error("opening it elsewhere takes the seat unasked")
	}
	w.must(w.svc.TakeSeat(ctx, who, id, phone))
	w.must(w.svc.TakeSeat(ctx, who, id, phone))
	if save(desk, 1, "old").Seated || !save(phone, 4, "newest").Seated || save(desk, 3, "waited at the desk").Seated {
		t.Error("the seat was not taken")
	}
	if got := w.storedTexts(who.PersonID, id)[at]; got != "newest" {
		t.Errorf("%q stands", got)
	}
	if n := w.count(`SELECT seat_changes FROM assessment.attempts`); n != 1 {
		t.Errorf("%d changes of seat are noted", n)
	}
	stranger, _ := w.learner()
	if err := w.svc.TakeSeat(ctx, stranger, id, uuid.New()); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a stranger takes the seat: %v", err)
	}
	w.submit(who, id)
	if err := w.svc.TakeSeat(ctx, who, id, desk); !errors.Is(err, ErrClosed) {
		t.Errorf("taken after the end: %v", err)
	}
}
