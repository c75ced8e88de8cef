package assessment

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"taphuan/internal/fault"
)

// A code is kept as a hash, asked for at the start alone, and guessing it is slow.
func TestAccessCode(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	who, enrollment := w.learner()
	id, code := w.sitting(-time.Minute, time.Hour, true)
	if st := w.standing(who, enrollment, FinalTest); st.State != TestOpen || !st.Door.NeedsCode() {
		t.Errorf("state %s, needs a code: %v", st.State, st.Door.NeedsCode())
	}
	if n := w.count(`SELECT count(*) FROM assessment.sittings WHERE strpos(sittings::text, ?) > 0`, code); n != 0 || len(code) != 9 {
		t.Errorf("the code %q is stored", code)
	}
	_, err := w.tryStart(who, enrollment, "")
	w.wants(err, ErrCodeRequired)
	for range freeCodeTries - 1 {
		_, err = w.tryStart(who, enrollment, "WRONG-CODE")
		w.wants(err, ErrCodeWrong)
	}
	page, err := w.tryStart(who, enrollment, " "+code[:4]+" "+code[5:]+" ")
	w.must(err)
	again, err := w.tryStart(who, enrollment, "")
	w.must(err)
	if again.Attempt.ID != page.Attempt.ID {
		t.Error("going on asked for the code again")
	}
	other, another := w.learner()
	for range freeCodeTries {
		_, err = w.tryStart(other, another, "WRONG-CODE")
		w.wants(err, ErrCodeWrong)
	}
	_, err = w.tryStart(other, another, code)
	w.wants(err, ErrCodePause)
	w.exec(`UPDATE assessment.code_tries SET last_at = last_at - interval '61 seconds'`)
	renewed, err := w.svc.RenewCode(context.Background(), w.keeper(w.agency), id, CodeWish{Wanted: true, Text: "phòng 12"})
	w.must(err)
	_, err = w.tryStart(other, another, code)
	w.wants(err, ErrCodeWrong)
	_, err = w.tryStart(other, another, renewed)
	w.must(err)
	_, err = w.svc.RenewCode(context.Background(), w.keeper(w.agency), id, CodeWish{Wanted: true, Text: "ab-c d"})
	w.wants(err, fault.ErrInvalid)
}

// Many guesses at once are counted one by one.
func TestParallelGuesses(t *testing.T) {
	t.Parallel()
	w := sittingWorld(t)
	who, enrollment := w.learner()
	w.sitting(-time.Minute, time.Hour, true)
	var mu sync.Mutex
	checked := 0
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			if _, err := w.tryStart(who, enrollment, "GUESSED"); errors.Is(err, ErrCodeWrong) {
				mu.Lock()
				checked++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if checked != freeCodeTries {
		t.Errorf("%d guesses were checked, want %d", checked, freeCodeTries)
	}
}
