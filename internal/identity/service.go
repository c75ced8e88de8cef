package identity

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"taphuan/internal/postgres"
)

// Options are the parts a Service is built from.
type Options struct {
	DB        *postgres.DB
	Watch     *postgres.DB // connections for which nobody waits, to watch sessions; nil: DB
	Keys      Keys
	PublicURL string       // where people reach the platform: "https://taphuan.example.vn"; issuer of tokens, home of passkeys
	Log       *slog.Logger // nil: slog.Default()
}

// Service signs people in and out and looks after their accounts.
type Service struct {
	db       *postgres.DB
	keys     Keys
	issuer   string
	log      *slog.Logger
	hasher   *hasher
	watcher  *Watcher
	webauthn *webauthn.WebAuthn // nil where passkeys cannot work
	verified verifiedTokens

	now   func() time.Time // tests move it
	sleep func(ctx context.Context, d time.Duration) error
}

// New returns a Service. Its Watcher must run before Authenticate answers.
func New(o Options) (*Service, error) {
	address, err := url.Parse(o.PublicURL)
	if err != nil || address.Hostname() == "" {
		return nil, errors.New("PUBLIC_URL must be an address such as https://taphuan.example.vn")
	}
	if len(o.Keys.signing) == 0 {
		return nil, errors.New("identity needs keys: see NewKeys")
	}
	hasher, err := newHasher(hashParams)
	if err != nil {
		return nil, err
	}
	relyingParty, err := newRelyingParty(address)
	if err != nil {
		return nil, err
	}
	log := o.Log
	if log == nil {
		log = slog.Default()
	}
	return &Service{db: o.DB, keys: o.Keys, issuer: o.PublicURL, log: log, hasher: hasher,
		watcher: newWatcher(cmp.Or(o.Watch, o.DB), log), webauthn: relyingParty, now: time.Now, sleep: sleep}, nil
}

// Watcher returns what this node knows of ended sessions and changed accounts.
func (s *Service) Watcher() *Watcher { return s.watcher }

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
