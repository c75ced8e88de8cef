package postgres

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"taphuan/internal/fault"
)

var testRules = GroupRules{Most: 50, Crowd: 10, Waiting: 200, Patience: time.Minute}

// TestGroupAnswersEveryone: a group that fails or breaks leaves nobody waiting, and too many waiting are told.
func TestGroupAnswersEveryone(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	group := NewGroup(testRules, func(context.Context, []int) ([]Outcome[int], error) {
		<-release
		panic("broken")
	})
	var wg sync.WaitGroup
	const sent = 300
	kinds := make(chan fault.Kind, sent)
	for i := range sent {
		wg.Go(func() {
			_, err := group.Send(t.Context(), i)
			kinds <- fault.KindOf(err)
		})
	}
	for len(kinds) == 0 { // the first that found no room
		time.Sleep(time.Millisecond)
	}
	close(release)
	wg.Wait()
	close(kinds)
	told := map[fault.Kind]int{}
	for kind := range kinds {
		told[kind]++
	}
	if told[fault.Unavailable] == 0 || told[fault.Internal] < testRules.Waiting || len(told) != 2 {
		t.Errorf("%v", told)
	}
}

// TestGroupAnswersCrowds: after a group as large as they get, those who are left are many enough to wait for no others.
func TestGroupAnswersCrowds(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}, 10), make(chan struct{})
	rules := testRules
	rules.Gather = time.Hour
	group := NewGroup(rules, func(_ context.Context, items []int) ([]Outcome[int], error) {
		begun <- struct{}{}
		<-release
		return make([]Outcome[int], len(items)), nil
	})
	var wg sync.WaitGroup
	join := func(n int) {
		for range n {
			wg.Go(func() { _, _ = group.Send(t.Context(), 0) })
		}
	}
	waits := func() int {
		group.mu.Lock()
		defer group.mu.Unlock()
		return len(group.waiting)
	}
	join(rules.Crowd)
	<-begun
	join(rules.Most + rules.Crowd)
	for waits() != rules.Most+rules.Crowd {
		time.Sleep(time.Millisecond)
	}
	close(release)
	answered := make(chan struct{})
	go func() { wg.Wait(); close(answered) }()
	select {
	case <-answered:
	case <-time.After(20 * time.Second):
		t.Fatalf("%d wait on", waits())
	}
}

// TestGroupTriesEachAlone: one item that cannot be written costs no other its place, and each gets its own outcome,
// however many lanes write.
func TestGroupTriesEachAlone(t *testing.T) {
	t.Parallel()
	refused := errors.New("refused")
	rules := testRules
	rules.Lanes = 3
	var atOnce, most atomic.Int64
	group := NewGroup(rules, func(_ context.Context, items []int) ([]Outcome[int], error) {
		most.Store(max(most.Load(), atOnce.Add(1)))
		defer atOnce.Add(-1)
		time.Sleep(time.Millisecond)
		outcomes := make([]Outcome[int], len(items))
		for i, item := range items {
			if item%7 == 0 {
				return nil, refused
			}
			outcomes[i].Answer = item * 2
		}
		return outcomes, nil
	})
	var wg sync.WaitGroup
	for i := range 150 {
		wg.Go(func() {
			answer, err := group.Send(t.Context(), i)
			if i%7 == 0 && !errors.Is(err, refused) || i%7 != 0 && (err != nil || answer != i*2) {
				t.Errorf("%d became %d, %v", i, answer, err)
			}
		})
	}
	wg.Wait()
	if n := most.Load(); n > int64(rules.Lanes) {
		t.Errorf("%d wrote at once", n)
	}
}

// TestGroupIsPatientOnce: what a whole group runs into, such as a database that does not answer, is waited for once by
// the group and once by all of them alone, not by each.
func TestGroupIsPatientOnce(t *testing.T) {
	t.Parallel()
	deadlines, calls := map[time.Time]bool{}, 0
	group := NewGroup(testRules, func(ctx context.Context, items []int) ([]Outcome[int], error) {
		deadline, bounded := ctx.Deadline()
		if !bounded {
			t.Error("without end")
		}
		deadlines[deadline] = true
		calls++
		return nil, errors.New("no answer")
	})
	outcomes := group.outcomes(make([]int, testRules.Most))
	if len(outcomes) != testRules.Most || outcomes[0].Err == nil || calls != 1+testRules.Most || len(deadlines) != 2 {
		t.Errorf("%d attempts under %d deadlines, %d outcomes", calls, len(deadlines), len(outcomes))
	}
}
