package outbox_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

type happened struct{ ID uuid.UUID }

func (happened) EventName() string { return "test.happened" }

// record notes what ran, and lets a test wait for it.
type record struct {
	mu  sync.Mutex
	ran map[string]int
}

func (r *record) note(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ran == nil {
		r.ran = map[string]int{}
	}
	r.ran[name]++
	return r.ran[name]
}

func (r *record) count(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ran[name]
}

func (r *record) await(t *testing.T, name string, times int) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if r.count(name) >= times {
			return
		}
	}
	t.Fatalf("%s ran %d times, want %d", name, r.count(name), times)
}

// world is a database with reactions that note the event's id under their own name.
type world struct {
	record
	db        *postgres.DB
	owner     *bun.DB
	reactions []outbox.Reaction
	events    *outbox.Outbox
	log       *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func setup(t *testing.T, reactions map[string]func(context.Context, happened) error) *world {
	t.Helper()
	t.Parallel()
	w := &world{log: &lockedBuffer{}}
	w.db, w.owner = pgtest.NewWithOwner(t)
	for name, react := range reactions {
		w.reactions = append(w.reactions, outbox.On(name, func(ctx context.Context, e happened) error {
			w.note(name + " " + e.ID.String())
			return react(ctx, e)
		}))
	}
	var err error
	if w.events, err = outbox.New(w.db, w.reactions); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) work(t *testing.T, duties ...outbox.Duty) *outbox.Worker {
	t.Helper()
	worker, err := outbox.NewWorker(w.db, slog.New(slog.NewTextHandler(w.log, nil)), w.reactions, duties, 4)
	if err != nil {
		t.Fatal(err)
	}
	if err := worker.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, worker, 10*time.Second) })
	return worker
}

func stop(t *testing.T, worker *outbox.Worker, patience time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := worker.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// append writes an event and ends the transaction with the given error.
func (w *world) append(t *testing.T, end error) happened {
	t.Helper()
	event := happened{ID: uuid.New()}
	err := w.db.RunInTx(t.Context(), postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := w.events.AppendTx(ctx, tx, event); err != nil {
			return err
		}
		return end
	})
	if !errors.Is(err, end) {
		t.Fatal(err)
	}
	return event
}

func (w *world) jobs(t *testing.T, where string) (n int) {
	t.Helper()
	if err := w.owner.QueryRow(`SELECT count(*) FROM river.river_job WHERE kind LIKE 'test.%' AND ` + where).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func nothing(context.Context, happened) error { return nil }

// TestDelivery: a commit delivers to each reaction, a rollback to none.
func TestDelivery(t *testing.T) {
	w := setup(t, map[string]func(context.Context, happened) error{"first": nothing, "second": nothing})
	lost := w.append(t, errors.New("the transaction failed"))
	if n := w.jobs(t, "true"); n != 0 {
		t.Fatalf("a rollback left %d jobs", n)
	}
	kept := w.append(t, nil)
	if n := w.jobs(t, "args::text LIKE '%"+kept.ID.String()+"%'"); n != 2 {
		t.Fatalf("a commit left %d jobs, want one for each reaction", n)
	}
	w.work(t)
	w.await(t, "first "+kept.ID.String(), 1)
	w.await(t, "second "+kept.ID.String(), 1)
	if w.count("first "+lost.ID.String()) != 0 {
		t.Error("an event of a rolled back transaction was delivered")
	}
}

// TestRetry: a reaction that fails or panics is run again and logged; the other one is not disturbed.
func TestRetry(t *testing.T) {
	var tries record
	w := setup(t, map[string]func(context.Context, happened) error{
		"steady": nothing,
		"failing": func(context.Context, happened) error {
			if tries.note("failing") == 1 {
				return errors.New("not yet")
			}
			return nil
		},
		"panicking": func(context.Context, happened) error {
			if tries.note("panicking") == 1 {
				panic("oh")
			}
			return nil
		},
	})
	event := w.append(t, nil)
	w.work(t)
	for name, times := range map[string]int{"steady": 1, "failing": 2, "panicking": 2} {
		w.await(t, name+" "+event.ID.String(), times)
	}
	if w.count("steady "+event.ID.String()) != 1 {
		t.Error("a failing neighbor repeated a reaction")
	}
	for _, said := range []string{`level=WARN msg="job failed" job=test.happened/failing`, "not yet", `level=ERROR msg="job panicked" job=test.happened/panicking`} {
		if !strings.Contains(w.log.String(), said) {
			t.Errorf("the log lacks %q: %s", said, w.log)
		}
	}
}

// TestDuty: a duty runs at the start and comes back; one that fails says so and comes back too.
func TestDuty(t *testing.T) {
	w := setup(t, nil)
	duty := func(name string, err error) outbox.Duty {
		return outbox.Duty{Name: name, Every: time.Second, Run: func(context.Context) error {
			w.note(name)
			return err
		}}
	}
	w.work(t, duty("sweep", nil), duty("stumble", errors.New("no broom")))
	w.await(t, "sweep", 3)
	w.await(t, "stumble", 2)
	if !strings.Contains(w.log.String(), `level=ERROR msg="job failed" job=duty/stumble`) {
		t.Errorf("the failed turn is not in the log: %s", w.log)
	}
}

// TestStop: a running reaction is let finish, and what comes later waits for the next worker.
// TestKilledNode: a duty that another node is at waits for it, and not for one that was killed: its connection took the
// lock along, and its turn, which stays running, is of a period that is over.
func TestKilledNode(t *testing.T) {
	w := setup(t, nil)
	node, err := w.db.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := node.Exec(t.Context(), "SELECT pg_advisory_lock(hashtextextended('duty/sweep', 0))"); err != nil {
		t.Fatal(err)
	}
	w.work(t, outbox.Duty{Name: "sweep", Every: time.Second, Run: func(context.Context) error { w.note("sweep"); return nil }})
	left := func() (n int) {
		t.Helper()
		if err := w.db.Pool.QueryRow(t.Context(), "SELECT count(*) FROM river.river_job WHERE kind = 'duty/sweep' AND state = 'completed'").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for deadline := time.Now().Add(20 * time.Second); left() < 2; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no turns came")
		}
	}
	if n := w.count("sweep"); n != 0 {
		t.Errorf("%d turns beside another node's", n)
	}
	if _, err := w.db.Pool.Exec(t.Context(), "UPDATE river.river_job SET state = 'running', finalized_at = NULL, attempted_at = now() WHERE kind = 'duty/sweep'"); err != nil {
		t.Fatal(err)
	}
	if err := node.Conn().Close(t.Context()); err != nil { // the node is killed
		t.Fatal(err)
	}
	node.Release()
	w.await(t, "sweep", 2)
}

func TestStop(t *testing.T) {
	var state record
	begun, release := make(chan bool, 8), make(chan bool)
	w := setup(t, map[string]func(context.Context, happened) error{"slow": func(ctx context.Context, _ happened) error {
		begun <- true
		select {
		case <-release:
			state.note("finished")
			return nil
		case <-ctx.Done():
			state.note("cancelled")
			return ctx.Err()
		}
	}})
	worker := w.work(t)
	w.append(t, nil)
	<-begun
	time.AfterFunc(200*time.Millisecond, func() { release <- true })
	stop(t, worker, 20*time.Second)
	if diff := cmp.Diff(map[string]int{"finished": 1}, state.ran); diff != "" {
		t.Error(diff)
	}
	late := w.append(t, nil)
	time.Sleep(300 * time.Millisecond)
	if w.count("slow "+late.ID.String()) != 0 {
		t.Error("a stopped worker works")
	}
	second := w.work(t)
	<-begun
	stop(t, second, 100*time.Millisecond) // nobody releases it: it is cancelled
	if state.count("cancelled") != 1 {
		t.Errorf("%v", state.ran)
	}
	w.work(t)
	select { // and run again by the next worker
	case <-begun:
		release <- true
	case <-time.After(30 * time.Second):
		t.Error("the cancelled reaction never came back")
	}
}

// TestLong: long reactions run two at a time beside the others, are cancelled as soon as the worker stops, and are not
// tried again.
func TestLong(t *testing.T) {
	begun := make(chan bool, 8)
	w := setup(t, map[string]func(context.Context, happened) error{"short": nothing})
	w.reactions = append(w.reactions, outbox.OnLong("long", func(ctx context.Context, e happened) error {
		w.note("long")
		begun <- true
		<-ctx.Done()
		return ctx.Err()
	}))
	var err error
	if w.events, err = outbox.New(w.db, w.reactions); err != nil {
		t.Fatal(err)
	}
	worker := w.work(t)
	var last happened
	for range 3 {
		last = w.append(t, nil)
	}
	<-begun
	<-begun
	w.await(t, "short "+last.ID.String(), 1) // by now the third had its chance
	if n := w.count("long"); n != outbox.LongAtOnce {
		t.Errorf("%d at once", n)
	}
	if err := worker.Stop(context.Background()); err != nil { // without a deadline: a worker that lets long ones finish never returns
		t.Error(err)
	}
	if n := w.jobs(t, "kind = 'test.happened/long' AND state IN ('discarded', 'available')"); n != 3 {
		t.Errorf("%d are given up or wait, want 3", n)
	}
}

// TestZeroOutbox: programs without workers' tables append nothing.
func TestZeroOutbox(t *testing.T) {
	w := setup(t, map[string]func(context.Context, happened) error{"first": nothing})
	w.events = &outbox.Outbox{}
	w.append(t, nil)
	if n := w.jobs(t, "true"); n != 0 {
		t.Errorf("%d jobs", n)
	}
}
