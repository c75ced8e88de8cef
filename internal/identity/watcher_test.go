package identity

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
)

// Another node learns of ended sessions and disabled accounts within a second.
func TestOtherNodesFollowWithinASecond(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	node, err := New(Options{DB: w.db, Keys: w.keys, PublicURL: "http://localhost:8080"})
	must(t, err)
	must(t, node.watcher.Poll(t.Context()))
	go node.watcher.Run(t.Context())

	readAt := time.Now()
	if _, _, err := node.Authenticate(t.Context(), in.Tokens.Access); err != nil {
		t.Fatal(err)
	}
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		return w.DisableTx(ctx, tx, admin(), Target{PersonID: person}, "nghỉ việc")
	}))
	done := time.Now()
	for {
		_, _, err := node.Authenticate(t.Context(), in.Tokens.Access)
		if errors.Is(err, fault.ErrSessionExpired) && node.watcher.ChangedSince(person, readAt) {
			break
		}
		if time.Since(done) > 5*time.Second {
			t.Fatal("the other node still lets them in")
		}
		time.Sleep(10 * time.Millisecond)
	}
	took := time.Since(done)
	t.Logf("the other node followed after %s", took)
	if took > time.Second {
		t.Errorf("it took %s", took)
	}
	if node.watcher.ChangedSince(uuid.New(), readAt) {
		t.Error("everybody has changed")
	}
	_, err = node.Refresh(t.Context(), in.Tokens.Refresh)
	wantFault(t, err, fault.ErrSessionExpired)
}

func TestWatcherFailsClosed(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	w.watcher.mu.Lock()
	w.watcher.fresh = w.watcher.fresh.Add(-staleAfter)
	w.watcher.mu.Unlock()
	_, _, err := w.Authenticate(t.Context(), in.Tokens.Access)
	wantFault(t, err, fault.ErrUnavailable)
	must(t, w.watcher.Poll(t.Context()))
	if !w.holds(in.Tokens.Access) {
		t.Error("refused although the database answers again")
	}
	fresh := newWatcher(w.db, w.log) // before its first poll it knows nothing
	wantFault(t, fresh.check(in.Tokens.SessionID), fault.ErrUnavailable)
}

func TestTouchedPeopleAreNoticed(t *testing.T) {
	w := setup(t)
	person := w.account("nambv")
	must(t, w.watcher.Poll(t.Context()))
	readAt := time.Now()
	if w.watcher.ChangedSince(person, readAt) {
		t.Fatal("changed before anything happened")
	}
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error { return w.TouchTx(ctx, tx, person) }))
	must(t, w.watcher.Poll(t.Context()))
	if !w.watcher.ChangedSince(person, readAt) {
		t.Fatal("the change was not noticed")
	}
	later := time.Now()
	must(t, w.watcher.Poll(t.Context())) // the same change, seen again
	if w.watcher.ChangedSince(person, later) {
		t.Error("one change is noticed twice")
	}
}
