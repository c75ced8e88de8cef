package learning

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/fault"
)

const (
	// watchBatch bounds how many messages of players one transaction writes.
	watchBatch = 256
	// watchesWaiting bounds how many messages may wait for theirs.
	watchesWaiting = 8 * watchBatch
	// watchGather is how long a message waits for others while few come: one transaction for ten of them costs little
	// more than one for each.
	watchGather = 400 * time.Millisecond
	// watchCrowd is how many need not wait for more.
	watchCrowd = 32
	// watchPatience is how long a transaction may take.
	watchPatience = 20 * time.Second
)

// watchMessage is a message of somebody's player.
type watchMessage struct {
	RecordWatch
	PersonID uuid.UUID
}

// watchAnswer is what became of one.
type watchAnswer struct {
	State WatchState
	Err   error
}

// watchQueue writes what thousands of players report in few transactions: messages gather for a moment, and while a
// transaction is under way. Nobody is answered before the commit.
type watchQueue struct {
	write  func(ctx context.Context, batch []watchMessage) []watchAnswer
	gather time.Duration
	crowd  chan struct{} // holds a word while watchCrowd or more wait

	mu      sync.Mutex
	waiting []waitingWatch
	writing bool
}

type waitingWatch struct {
	message watchMessage
	answer  chan watchAnswer
}

func newWatchQueue(gather time.Duration, write func(context.Context, []watchMessage) []watchAnswer) *watchQueue {
	return &watchQueue{write: write, gather: gather, crowd: make(chan struct{}, 1)}
}

// send waits for the answer. A caller who goes away first may find the message written.
func (q *watchQueue) send(ctx context.Context, m watchMessage) (WatchState, error) {
	answer := make(chan watchAnswer, 1)
	if !q.add(waitingWatch{m, answer}) {
		return WatchState{}, fault.ErrUnavailable
	}
	select {
	case a := <-answer:
		return a.State, a.Err
	case <-ctx.Done():
		return WatchState{}, ctx.Err()
	}
}

// add lets the message wait and makes sure that somebody writes; false when too many wait.
func (q *watchQueue) add(w waitingWatch) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) >= watchesWaiting {
		return false
	}
	q.waiting = append(q.waiting, w)
	q.tellCrowd()
	if !q.writing {
		q.writing = true
		go q.work()
	}
	return true
}

// work writes until nothing waits.
func (q *watchQueue) work() {
	for {
		select {
		case <-q.crowd:
		case <-time.After(q.gather):
		}
		batch := q.take()
		if batch == nil {
			return
		}
		messages := make([]watchMessage, len(batch))
		for i, w := range batch {
			messages[i] = w.message
		}
		for i, a := range q.answers(messages) {
			batch[i].answer <- a
		}
	}
}

func (q *watchQueue) take() []waitingWatch {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), watchBatch)
	if n == 0 {
		q.waiting, q.writing = nil, false
		return nil
	}
	batch := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	q.tellCrowd()
	return batch
}

// tellCrowd says again whether many wait; the caller holds mu.
func (q *watchQueue) tellCrowd() {
	select {
	case <-q.crowd: // what was said before
	default:
	}
	if len(q.waiting) >= watchCrowd {
		q.crowd <- struct{}{}
	}
}

// answers writes a batch. A program error in it is answered like any other: nobody is left waiting.
func (q *watchQueue) answers(messages []watchMessage) (answers []watchAnswer) {
	defer func() {
		if cause := recover(); cause != nil {
			answers = sameAnswer(len(messages), fault.ErrInternal.Because(fmt.Errorf("write watches: %v", cause)))
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), watchPatience)
	defer cancel()
	return q.write(ctx, messages)
}

func sameAnswer(n int, err error) []watchAnswer {
	answers := make([]watchAnswer, n)
	for i := range answers {
		answers[i].Err = err
	}
	return answers
}
