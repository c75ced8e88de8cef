package identity

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

const goodPassword = "mây trắng qua đèo Vi Ô Lắc"

// world is one installation with its own database and a clock that the test moves.
type world struct {
	*Service
	t     *testing.T
	owner *bun.DB

	mu    sync.Mutex
	ahead time.Duration
	slept time.Duration // the longest an address was made to wait
}

func setup(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	keys, err := NewKeys(make([]byte, 32))
	must(t, err)
	service, err := New(Options{DB: db, Keys: keys, PublicURL: "http://localhost:8080", Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	w := &world{Service: service, t: t, owner: owner}
	service.now = func() time.Time {
		w.mu.Lock()
		defer w.mu.Unlock()
		return time.Now().Add(w.ahead)
	}
	service.sleep = func(_ context.Context, d time.Duration) error {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.slept = max(w.slept, d)
		return nil
	}
	service.hasher, err = newHasher(cheap)
	must(t, err)
	must(t, service.watcher.Poll(t.Context()))
	return w
}

// cheap hashes let many tests run at once; the real ones are tried by the tests of passwords and of timing.
var cheap = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantFault(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error is %v, want %v", err, want)
	}
}

// later moves the clock.
func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ahead += d
}

// inTx runs fn in the scope of the given people.
func (w *world) inTx(people []uuid.UUID, fn func(ctx context.Context, tx bun.Tx) error) error {
	return w.db.RunInTx(w.t.Context(), postgres.Persons(people...), fn)
}

// account makes an account and returns its person.
func (w *world) account(username string) uuid.UUID {
	w.t.Helper()
	person := uuid.New()
	must(w.t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		_, err := w.CreateAccountTx(ctx, tx, person, username)
		return err
	}))
	return person
}

// accountWith makes an account with a password that its owner has chosen.
func (w *world) accountWith(username, password string) uuid.UUID {
	w.t.Helper()
	person := w.account(username)
	must(w.t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		return w.SetPasswordTx(ctx, tx, person, password)
	}))
	return person
}

func (w *world) slip(person uuid.UUID) OneTime {
	w.t.Helper()
	var slips []OneTime
	must(w.t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) (err error) {
		slips, err = w.IssueOneTimePasswordsTx(ctx, tx, []uuid.UUID{person})
		return err
	}))
	return slips[0]
}

func (w *world) try(username, password string) (SignedIn, error) {
	return w.SignIn(w.t.Context(), SignIn{Username: username, Password: password, Client: Client{Address: "203.0.113.7"}})
}

func (w *world) signIn(username, password string) SignedIn {
	w.t.Helper()
	in, err := w.try(username, password)
	must(w.t, err)
	return in
}

// as is the principal of a session.
func as(in SignedIn) access.Principal {
	return access.Principal{PersonID: in.PersonID, SessionID: in.Tokens.SessionID}
}

// admin is somebody who may manage accounts.
func admin() access.Principal {
	return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.SystemAdmin}}}
}

func (w *world) holds(token string) bool {
	w.t.Helper()
	_, _, err := w.Authenticate(w.t.Context(), token)
	if errors.Is(err, fault.ErrUnavailable) { // the test was held up for longer than the watcher waits
		must(w.t, w.watcher.Poll(w.t.Context()))
		_, _, err = w.Authenticate(w.t.Context(), token)
	}
	if err != nil && !errors.Is(err, fault.ErrSessionExpired) {
		w.t.Fatal(err)
	}
	return err == nil
}
