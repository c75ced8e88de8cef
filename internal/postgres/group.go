package postgres

import (
	"context"
	"fmt"
	"sync"
	"time"

	"taphuan/internal/fault"
)

// GroupRules say how writes of many callers are grouped.
type GroupRules struct {
	Most     int           // how many one transaction writes at most
	Crowd    int           // so many wait for no others; 0: Most
	Gather   time.Duration // how long one waits for others otherwise
	Lanes    int           // how many transactions run at once; 0: one
	Waiting  int           // how many may wait for theirs
	Patience time.Duration // how long a transaction may take, and how long all may take that are tried alone
}

// Outcome is what became of one item of a group.
type Outcome[A any] struct {
	Answer A
	Err    error
}

// Group writes what many callers bring in few transactions (group commit): a commit costs the same for one item as
// for fifty. Items gather for a moment, and while transactions are under way. Nobody is answered before the commit.
type Group[T, A any] struct {
	rules GroupRules
	write func(ctx context.Context, items []T) ([]Outcome[A], error)
	crowd chan struct{} // holds a word while Crowd or more wait

	mu      sync.Mutex
	waiting []waiting[T, A]
	writing int // lanes at work
}

type waiting[T, A any] struct {
	item    T
	outcome chan Outcome[A]
}

// NewGroup returns a group. write stores items in one transaction and returns an outcome for each, in their order;
// they hold only if it committed. When it returns an error, each item is tried alone: what one runs into is no
// other's fault.
func NewGroup[T, A any](rules GroupRules, write func(ctx context.Context, items []T) ([]Outcome[A], error)) *Group[T, A] {
	if rules.Crowd == 0 {
		rules.Crowd = rules.Most
	}
	rules.Lanes = max(rules.Lanes, 1)
	return &Group[T, A]{rules: rules, write: write, crowd: make(chan struct{}, 1)}
}

// Send brings an item and waits for its outcome. Errors beside those of write: fault.ErrUnavailable when too many
// wait. A caller who goes away first may find the item written.
func (g *Group[T, A]) Send(ctx context.Context, item T) (A, error) {
	outcome := make(chan Outcome[A], 1)
	var none A
	if !g.add(waiting[T, A]{item, outcome}) {
		return none, fault.ErrUnavailable
	}
	select {
	case o := <-outcome:
		return o.Answer, o.Err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

// add lets an item wait and makes sure that somebody writes it; false when too many wait.
func (g *Group[T, A]) add(w waiting[T, A]) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) >= g.rules.Waiting {
		return false
	}
	g.waiting = append(g.waiting, w)
	g.tellCrowd()
	if g.writing == 0 || g.writing < g.rules.Lanes && len(g.waiting) >= g.rules.Crowd {
		g.writing++
		go g.work()
	}
	return true
}

// work writes until nothing waits.
func (g *Group[T, A]) work() {
	for {
		select {
		case <-g.crowd:
		case <-time.After(g.rules.Gather):
		}
		group := g.take()
		if group == nil {
			return
		}
		items := make([]T, len(group))
		for i, w := range group {
			items[i] = w.item
		}
		for i, o := range g.outcomes(items) {
			group[i].outcome <- o
		}
	}
}

func (g *Group[T, A]) take() []waiting[T, A] {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), g.rules.Most)
	if n == 0 {
		g.writing--
		return nil
	}
	group := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	g.tellCrowd()
	return group
}

// tellCrowd says again whether many wait; the caller holds mu.
func (g *Group[T, A]) tellCrowd() {
	select {
	case <-g.crowd: // what was said before
	default:
	}
	if len(g.waiting) >= g.rules.Crowd {
		g.crowd <- struct{}{}
	}
}

// outcomes writes the items together, or each alone where that fails.
func (g *Group[T, A]) outcomes(items []T) []Outcome[A] {
	ctx, cancel := context.WithTimeout(context.Background(), g.rules.Patience)
	all, err := g.attempt(ctx, items)
	cancel()
	switch {
	case err == nil:
		return all
	case len(items) == 1:
		return []Outcome[A]{{Err: err}}
	}
	ctx, cancel = context.WithTimeout(context.Background(), g.rules.Patience)
	defer cancel()
	outcomes := make([]Outcome[A], len(items))
	for i := range items {
		if alone, err := g.attempt(ctx, items[i:i+1]); err != nil {
			outcomes[i].Err = err
		} else {
			outcomes[i] = alone[0]
		}
	}
	return outcomes
}

// attempt writes the items. A program error in it is answered like any other: nobody is left waiting.
func (g *Group[T, A]) attempt(ctx context.Context, items []T) (all []Outcome[A], err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fault.ErrInternal.Because(fmt.Errorf("write a group: %v", cause))
		}
	}()
	return g.write(ctx, items)
}
