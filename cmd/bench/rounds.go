package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"sync"
	"time"
)

// tally is what a round of requests came to.
type tally struct {
	took    []time.Duration // of each that succeeded
	errors  []error
	elapsed time.Duration
}

// add notes one, which has failed when there is an error.
func (t *tally) add(took time.Duration, err error) {
	if err != nil {
		t.errors = append(t.errors, err)
		return
	}
	t.took = append(t.took, took)
}

// join adds another round, which came after this one.
func (t *tally) join(other tally) {
	t.took, t.errors = append(t.took, other.took...), append(t.errors, other.errors...)
	t.elapsed += other.elapsed
}

// perSecond is how many succeeded in a second.
func (t tally) perSecond() float64 { return float64(len(t.took)) / t.elapsed.Seconds() }

// quantile is the time in milliseconds within which that part of them succeeded.
func (t tally) quantile(part float64) float64 {
	if len(t.took) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(t.took))
	return float64(sorted[int(math.Ceil(part*float64(len(sorted))))-1].Microseconds()) / 1000
}

// figures prints how many there were in a second and how long they took; the goals are those of both and may be "-".
func (t tally) figures(name, rateGoal, slowGoal string) {
	figure(name, t.perSecond(), "1/s", rateGoal)
	figure(name+"_p50", t.quantile(0.5), "ms", "-")
	figure(name+"_p95", t.quantile(0.95), "ms", "-")
	figure(name+"_p99", t.quantile(0.99), "ms", slowGoal)
	figure(name+"_errors", float64(len(t.errors)), "errors", "==0")
	if err := t.err(); err != nil {
		fmt.Fprintln(os.Stderr, "bench: the first of them:", err)
	}
}

// err is the first of the errors, if there are any.
func (t tally) err() error { return errors.Join(t.errors[:min(1, len(t.errors))]...) }

// errNoMore says that a line has nothing left to do.
var errNoMore = errors.New("no more")

// inTurns has so many lines do something again and again, each at once after its last turn, for a while or until
// errNoMore. Errors are counted.
func inTurns(lines int, lasts time.Duration, do func(line, turn int) error) tally {
	var mu sync.Mutex
	var all tally
	begin := time.Now()
	var running sync.WaitGroup
	for line := range lines {
		running.Go(func() {
			var own tally
			for turn := 0; time.Since(begin) < lasts; turn++ {
				start := time.Now()
				err := do(line, turn)
				if errors.Is(err, errNoMore) {
					break
				}
				own.add(time.Since(start), err)
			}
			mu.Lock()
			defer mu.Unlock()
			all.join(own)
		})
	}
	running.Wait()
	all.elapsed = time.Since(begin)
	return all
}

// atRate does n things at so many a second, whether those before have ended or not. Each is timed from the moment
// at which it was due.
func atRate(perSecond, n int, do func(i int) error) tally {
	var mu sync.Mutex
	var all tally
	begin := time.Now()
	var running sync.WaitGroup
	for i := range n {
		due := begin.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
		time.Sleep(time.Until(due))
		running.Go(func() {
			err := do(i)
			took := time.Since(due)
			mu.Lock()
			defer mu.Unlock()
			all.add(took, err)
		})
	}
	running.Wait()
	all.elapsed = time.Since(begin)
	return all
}
