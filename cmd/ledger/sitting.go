package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// network is what happens to requests on their way.
type network struct {
	copies int           // a request arrives up to so many times
	late   time.Duration // and its copies come up to so much later
}

// sitter is a learner who takes tests on several devices.
type sitter struct {
	session
	journal  *Journal
	network  network
	stop     <-chan struct{} // no write is begun or repeated after it is closed
	sending  sync.WaitGroup  // copies on their way
	revision atomic.Int64
}

const (
	devices = 2
	patient = 250 * time.Millisecond // between repeats of a write that is unknown
	dawdle  = 400 * time.Millisecond // between the answers of a learner who waits for the end of the time
)

// sit takes one attempt, from its start to its submission or to the end of its time, and says whether there may be
// another. An error is the ledger's own.
func (s *sitter) sit(ctx context.Context) (more bool, err error) {
	started, err := s.start(ctx, 1+rand.IntN(3))
	if err != nil || started.Outcome != OK {
		return started.Outcome == Unknown, err
	}
	knows, waits := rand.IntN(3) == 0, rand.IntN(6) == 0
	if waits {
		return true, s.dawdle(ctx, started, knows)
	}
	if err := s.answerOnDevices(ctx, started, knows); err != nil {
		return false, err
	}
	_, err = s.deliver(ctx, s.write(Submit, started.Attempt, 0, ""))
	return true, err
}

// start asks for an attempt from so many devices at once and waits for all of them.
func (s *sitter) start(ctx context.Context, atOnce int) (Mark, error) {
	w := s.write(Start, "", 0, "")
	if err := s.journal.Note(w); err != nil {
		return Mark{}, err
	}
	marks := make([]Mark, atOnce)
	errs := make([]error, atOnce)
	var asking sync.WaitGroup
	for i := range atOnce {
		asking.Go(func() { marks[i], errs[i] = s.persist(ctx, w) })
	}
	asking.Wait()
	best := marks[0]
	for i, m := range marks {
		if errs[i] != nil {
			return Mark{}, errs[i]
		}
		if m.Outcome == OK {
			best = m
		}
	}
	return best, nil
}

// answerOnDevices answers every question, half of them a second time, on several devices at once.
func (s *sitter) answerOnDevices(ctx context.Context, started Mark, knows bool) error {
	positions := append(rand.Perm(started.Items), rand.Perm(started.Items)[:started.Items/2]...)
	errs := make([]error, devices)
	var writing sync.WaitGroup
	for device := range devices {
		writing.Go(func() {
			for i := device; i < len(positions) && errs[device] == nil; i += devices {
				var m Mark
				m, errs[device] = s.deliver(ctx, s.write(Save, started.Attempt, positions[i]+1, number(knows)))
				if m.Outcome != OK {
					return
				}
			}
		})
	}
	writing.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// dawdle answers now and then until the server takes no more.
func (s *sitter) dawdle(ctx context.Context, started Mark, knows bool) error {
	for s.pause(dawdle) {
		m, err := s.deliver(ctx, s.write(Save, started.Attempt, 1+rand.IntN(started.Items), number(knows)))
		if err != nil || m.Status == http.StatusConflict {
			return err
		}
	}
	return nil
}

// number is an answer that no other is: right when it begins with 1.
func number(right bool) string {
	whole := 7
	if right {
		whole = 1
	}
	return fmt.Sprintf("%d,%018d", whole, rand.Int64N(1e18))
}

// write makes a write with a key of its own.
func (s *sitter) write(kind Kind, attempt string, position int, text string) Write {
	who := s.learner()
	w := Write{Kind: kind, Person: who.Person, Enrollment: who.Enrollment, Attempt: attempt, Position: position, Text: text,
		Revision: s.revision.Add(1), NotedAt: time.Now()}
	w.Key = fmt.Sprintf("%s/%s/%s/%d/%d/%016x", kind, who.Person, attempt, position, w.Revision, rand.Uint64())
	return w
}

// deliver notes a write and sends it until the server has answered. Copies of it arrive meanwhile and later.
func (s *sitter) deliver(ctx context.Context, w Write) (Mark, error) {
	if err := s.journal.Note(w); err != nil {
		return Mark{}, err
	}
	for range rand.IntN(max(s.network.copies, 1)) {
		s.sending.Go(func() {
			if s.pause(rand.N(s.network.late + 1)) {
				_ = s.journal.Mark(s.send(ctx, w)) // a mark that is missing leaves the copy unknown
			}
		})
	}
	return s.persist(ctx, w)
}

// persist sends a write again and again until the server has said yes or no.
func (s *sitter) persist(ctx context.Context, w Write) (Mark, error) {
	for {
		mark := s.send(ctx, w)
		if err := s.journal.Mark(mark); err != nil {
			return mark, err
		}
		if mark.Outcome != Unknown && mark.Status != http.StatusUnauthorized || !s.pause(patient) {
			return mark, nil
		}
	}
}

// pause waits and says whether the load goes on.
func (s *sitter) pause(d time.Duration) bool {
	select {
	case <-s.stop:
		return false
	case <-time.After(d):
		return true
	}
}
