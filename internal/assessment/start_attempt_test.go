package assessment

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/fault"
)

// Any number of devices that start at once get one and the same attempt.
func TestParallelStartsMakeOneAttempt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	const learners = 6
	for range learners {
		w.startAtOnce(64)
	}
	if n := w.count(`SELECT count(*) FROM assessment.attempts`); n != learners {
		t.Errorf("%d attempts of %d learners are stored", n, learners)
	}
	if n := w.count(`SELECT count(*) FROM learning.deltas WHERE what = 'started'`); n != learners {
		t.Errorf("%d enrollments were counted as started %d times", learners, n)
	}
}

func (w *world) startAtOnce(devices int) {
	w.t.Helper()
	who, enrollment := w.learner()
	pages := make([]AttemptPage, devices)
	gate := make(chan struct{})
	var all sync.WaitGroup
	for i := range pages {
		all.Go(func() {
			<-gate
			var err error
			if pages[i], err = w.svc.StartAttempt(context.Background(), who, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest}); err != nil {
				w.t.Error(err)
			}
		})
	}
	close(gate)
	all.Wait()
	for _, page := range pages {
		if page.Attempt.ID != pages[0].Attempt.ID || !cmp.Equal(pages[0].Attempt.Paper, page.Attempt.Paper) {
			w.t.Fatalf("two attempts or papers: %s and %s", page.Attempt.ID, pages[0].Attempt.ID)
		}
	}
}

// Starts of many in one transaction: each meets the rules of its own, and nobody reaches another's enrollment through it.
func TestStartsOfManyAreEachTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	fresh, freshEnrollment := w.learner()
	other, otherEnrollment := w.learner()
	busy, busyEnrollment := w.learner()
	running := w.start(busy, busyEnrollment, FinalTest).Attempt.ID
	cooling, coolingEnrollment := w.learner()
	w.submit(cooling, w.start(cooling, coolingEnrollment, FinalTest).Attempt.ID)
	wanting := func(person, enrollment uuid.UUID, kind Kind) wish {
		return wish{StartAttempt{EnrollmentID: enrollment, Kind: kind}, person}
	}
	outcomes, err := w.svc.startAll(context.Background(), []wish{
		wanting(fresh.PersonID, freshEnrollment, FinalTest),
		wanting(fresh.PersonID, freshEnrollment, FinalTest),
		wanting(fresh.PersonID, otherEnrollment, FinalTest),
		wanting(busy.PersonID, busyEnrollment, FinalTest),
		wanting(cooling.PersonID, coolingEnrollment, FinalTest),
		wanting(other.PersonID, otherEnrollment, "probe"),
		wanting(other.PersonID, uuid.New(), FinalTest),
	})
	w.must(err)
	if made := outcomes[0].Answer.made; made == nil || made.EnrollmentID != freshEnrollment || made.PersonID != fresh.PersonID {
		t.Errorf("the first start made %+v", made)
	}
	if again := outcomes[1]; again.Err != nil || again.Answer.made != nil || again.Answer.running != uuid.Nil {
		t.Errorf("the same start beside it came to %+v", again)
	}
	if at := outcomes[3]; at.Err != nil || at.Answer.running != running {
		t.Errorf("a running attempt came to %+v", at)
	}
	for i, want := range map[int]error{2: fault.ErrNotFound, 4: ErrCoolingOff, 5: fault.ErrNotFound, 6: fault.ErrNotFound} {
		if !errors.Is(outcomes[i].Err, want) || outcomes[i].Answer.made != nil {
			t.Errorf("start %d came to %+v, want %v", i, outcomes[i], want)
		}
	}
	if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE person_id = ?`, fresh.PersonID); n != 1 {
		t.Errorf("%d attempts of one learner", n)
	}
	if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE enrollment_id = ?`, otherEnrollment); n != 0 {
		t.Errorf("%d attempts at another's enrollment", n)
	}
}

func TestStartFreezesAPaper(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	who, enrollment := w.learner()
	page := w.start(who, enrollment, FinalTest)
	a := page.Attempt
	if a.State != Started || a.Number != 1 || a.AgencyID != w.agency || a.MaxScore != 1000 || len(page.Items) != 10 || len(page.Answers) != 0 {
		t.Errorf("attempt %+v, %d items, %d answers", a, len(page.Items), len(page.Answers))
	}
	if limit := a.DeadlineAt.Sub(a.StartedAt); limit != 30*time.Minute {
		t.Errorf("the test lasts %s", limit)
	}
	again := w.start(who, enrollment, FinalTest)
	found, err := w.svc.FindAttempt(context.Background(), who, a.ID)
	w.must(err)
	for name, other := range map[string]AttemptPage{"second start": again, "reload": found} {
		if diff := cmp.Diff(page.Items, other.Items); diff != "" || other.Attempt.ID != a.ID {
			t.Errorf("%s shows another paper:\n%s", name, diff)
		}
	}
	other, otherEnrollment := w.learner()
	if cmp.Equal(a.Paper, w.start(other, otherEnrollment, FinalTest).Attempt.Paper) {
		t.Error("two people got the same paper in the same order")
	}
}

func TestStartRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t, usual)
	ctx := context.Background()
	refused := func(t *testing.T, err error, want *fault.Error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %s", err, want.Code)
		}
	}
	t.Run("limit and cooling-off", func(t *testing.T) {
		who, enrollment := w.learner()
		for number := 1; number <= 3; number++ {
			page := w.start(who, enrollment, FinalTest)
			if page.Attempt.Number != number {
				t.Fatalf("attempt %d has number %d", number, page.Attempt.Number)
			}
			result := w.submit(who, page.Attempt.ID)
			_, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest})
			if number == 3 {
				refused(t, err, ErrExhausted)
				if result.Standing.State != TestExhausted || result.Standing.OpensAt != nil {
					t.Errorf("a next attempt is promised at %v: %s", result.Standing.OpensAt, result.Standing.State)
				}
				continue
			}
			refused(t, err, ErrCoolingOff)
			if wait := fault.From(err).RetryAfter; wait < 29*time.Minute || wait > 30*time.Minute {
				t.Errorf("wait %s", wait)
			}
			if next := result.Standing.OpensAt; next == nil || next.Sub(*result.Attempt.SubmittedAt) != 30*time.Minute {
				t.Errorf("next attempt at %v, submitted at %s", next, result.Attempt.SubmittedAt)
			}
			w.endCoolingOff(enrollment)
		}
		w.endCoolingOff(enrollment)
		_, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest})
		refused(t, err, ErrExhausted)
	})
	t.Run("passed", func(t *testing.T) {
		who, enrollment := w.learner()
		page := w.start(who, enrollment, FinalTest)
		w.save(who, page.Attempt.ID, w.rightAnswers(page.Attempt, 1)...)
		w.submit(who, page.Attempt.ID)
		w.endCoolingOff(enrollment)
		_, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest})
		refused(t, err, ErrPassed)
	})
	t.Run("pre-test once", func(t *testing.T) {
		who, enrollment := w.learner()
		w.submit(who, w.start(who, enrollment, PreTest).Attempt.ID)
		_, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: enrollment, Kind: PreTest})
		refused(t, err, ErrExhausted)
		w.start(who, enrollment, FinalTest)
	})
	t.Run("pre-test after the final test", func(t *testing.T) {
		who, enrollment := w.learner()
		w.start(who, enrollment, FinalTest)
		_, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: enrollment, Kind: PreTest})
		refused(t, err, ErrLocked)
	})
	t.Run("not one's own, not there", func(t *testing.T) {
		who, _ := w.learner()
		_, enrollment := w.learner()
		_, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest})
		refused(t, err, fault.ErrNotFound)
		_, err = w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: uuid.New(), Kind: FinalTest})
		refused(t, err, fault.ErrNotFound)
		_, own := w.learner()
		_, err = w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: own, Kind: Kind("probe")})
		refused(t, err, fault.ErrNotFound)
	})
	t.Run("an attempt whose time ran out is graded first", func(t *testing.T) {
		who, enrollment := w.learner()
		first := w.start(who, enrollment, FinalTest).Attempt
		w.moveDeadline(first.ID, -60)
		_, err := w.svc.StartAttempt(ctx, who, StartAttempt{EnrollmentID: enrollment, Kind: FinalTest})
		refused(t, err, ErrCoolingOff)
		if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE id = ? AND state = 'graded'`, first.ID); n != 1 {
			t.Error("the expired attempt still runs")
		}
	})
}

func TestStartAfterExpiry(t *testing.T) {
	t.Parallel()
	w := newWorld(t, terms{attempts: 3, feedback: AfterSubmit})
	who, enrollment := w.learner()
	first := w.start(who, enrollment, FinalTest).Attempt
	w.moveDeadline(first.ID, -60)
	second := w.start(who, enrollment, FinalTest).Attempt
	if second.ID == first.ID || second.Number != 2 || second.State != Started {
		t.Errorf("second attempt %+v", second)
	}
	if n := w.count(`SELECT count(*) FROM assessment.attempts WHERE ended_by = 'deadline' AND submitted_at = deadline_at AND id = ?`, first.ID); n != 1 {
		t.Error("the first attempt was not closed at its deadline")
	}
}
