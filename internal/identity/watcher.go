package identity

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

const (
	pollEvery   = 500 * time.Millisecond
	pollTimeout = 1500 * time.Millisecond
	staleAfter  = 2 * time.Second
	// pollOverlap is how far each poll looks back beyond the last one: a transaction that ends a
	// session becomes visible only when it commits.
	pollOverlap   = time.Minute
	keepNoticed   = time.Hour
	keepEnded     = accessLife + pollOverlap
	firstLookBack = accessLife + pollOverlap
)

// Watcher knows which sessions have ended and whose accounts have changed, so that a request needs
// no query to be refused. It must Run; without an answer from the database for 2 s it knows nothing.
type Watcher struct {
	db  *postgres.DB
	log *slog.Logger

	mu      sync.RWMutex
	fresh   time.Time // start of the last poll that was answered
	ended   map[uuid.UUID]time.Time
	changed map[uuid.UUID]change
}

// change is when an account changed by the database's clock, and when this node noticed.
type change struct{ at, noticed time.Time }

func newWatcher(db *postgres.DB, log *slog.Logger) *Watcher {
	return &Watcher{db: db, log: log, ended: map[uuid.UUID]time.Time{}, changed: map[uuid.UUID]change{}}
}

// Run polls every 500 ms until ctx ends.
func (w *Watcher) Run(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	failing := false
	for {
		err := w.Poll(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			w.log.Error("watch sessions: everybody is refused until the database answers", "error", err)
		}
		failing = err != nil
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Poll asks the database once. Programs that start call it before they serve.
func (w *Watcher) Poll(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	start := time.Now()
	var ended []uuid.UUID
	var changed []accountChange
	err := w.db.Read(ctx, postgres.System(postgres.WatchSessions), func(ctx context.Context, tx bun.Tx) (err error) {
		ended, changed, err = readChanges(ctx, tx, w.lookBack(start))
		return err
	})
	if err != nil {
		return err
	}
	w.notice(start, ended, changed)
	return nil
}

type accountChange struct {
	PersonID  uuid.UUID `bun:"person_id"`
	ChangedAt time.Time `bun:"changed_at"`
}

func readChanges(ctx context.Context, tx bun.IDB, lookBack time.Duration) (ended []uuid.UUID, changed []accountChange, err error) {
	seconds := lookBack.Seconds()
	err = tx.NewRaw(`SELECT id FROM identity.sessions WHERE ended_at > now() - make_interval(secs => ?)`, seconds).Scan(ctx, &ended)
	if err != nil {
		return nil, nil, err
	}
	// An account that was just made has no session yet: large imports are not read here.
	err = tx.NewRaw(`SELECT person_id, changed_at FROM identity.accounts
		WHERE changed_at > now() - make_interval(secs => ?) AND changed_at > created_at`, seconds).Scan(ctx, &changed)
	return ended, changed, err
}

func (w *Watcher) lookBack(now time.Time) time.Duration {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.fresh.IsZero() {
		return firstLookBack
	}
	return now.Sub(w.fresh) + pollOverlap
}

func (w *Watcher) notice(start time.Time, ended []uuid.UUID, changed []accountChange) {
	now := time.Now()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fresh = start
	for _, id := range ended {
		w.ended[id] = now
	}
	for _, c := range changed {
		if known, ok := w.changed[c.PersonID]; !ok || !known.at.Equal(c.ChangedAt) {
			w.changed[c.PersonID] = change{at: c.ChangedAt, noticed: now}
		}
	}
	for id, at := range w.ended {
		if now.Sub(at) > keepEnded {
			delete(w.ended, id)
		}
	}
	for id, c := range w.changed {
		if now.Sub(c.noticed) > keepNoticed {
			delete(w.changed, id)
		}
	}
}

// check returns fault.ErrSessionExpired for an ended session and fault.ErrUnavailable when the
// database has not answered for 2 s.
func (w *Watcher) check(session uuid.UUID) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if time.Since(w.fresh) > staleAfter {
		return fault.ErrUnavailable
	}
	if _, ended := w.ended[session]; ended {
		return fault.ErrSessionExpired
	}
	return nil
}

// ChangedSince reports whether a person's account or grants have changed since the given moment of
// this machine's clock, taken before they were read. Whoever keeps what a person may do asks this at
// each use and keeps nothing longer than ten minutes.
func (w *Watcher) ChangedSince(personID uuid.UUID, readAt time.Time) bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	c, ok := w.changed[personID]
	return ok && !c.noticed.Before(readAt)
}

// noteEnded makes this node know at once which sessions it has just ended itself.
func (w *Watcher) noteEnded(sessions ...uuid.UUID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range sessions {
		w.ended[id] = time.Now()
	}
}

// NoteChanged makes this node know at once that a person changed, without waiting for the next
// poll. Called after the commit; other nodes learn of it by the poll.
func (w *Watcher) NoteChanged(personIDs ...uuid.UUID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range personIDs {
		w.changed[id] = change{noticed: time.Now()}
	}
}
