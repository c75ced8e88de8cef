package identity

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// Client is the browser at the other end.
type Client struct {
	Address   string // slows wrong tries; never stored as it is
	UserAgent string
	Device    string // token of a browser on which somebody has signed in before, or ""
	Refresh   string // token of the session that the browser leaves by signing in anew, or ""
}

// SignIn is a try to sign in.
type SignIn struct {
	Username string
	Password string // a chosen one or a one-time one
	Client   Client
}

// SignedIn is a step of a sign-in that went well: either a session, or a wait for the second factor.
type SignedIn struct {
	PersonID uuid.UUID
	Tokens   Tokens    // empty while the second factor is awaited
	Device   string    // token for the browser to keep
	Ceremony uuid.UUID // uuid.Nil unless the second factor is awaited; secret of this browser
	Factors  Factors
}

// proof is what a typed password turned out to be.
type proof int

const (
	wrong proof = iota
	chosen
	oneTime
	oneTimeLate
)

// try is a counted try to sign in.
type try struct {
	account accountRow // empty when nobody has the username
	counter []byte
}

// SignIn checks a username and a password and opens a session, or a wait for the second factor.
// Errors: ErrWrongCredentials (also for unknown usernames), ErrOneTimeExpired, ErrSlowDown with a
// time to wait, ErrDisabled (only to who knows the password), fault.ErrUnavailable.
func (s *Service) SignIn(ctx context.Context, cmd SignIn) (SignedIn, error) {
	if err := s.slowDown(ctx, cmd.Client.Address); err != nil {
		return SignedIn{}, err
	}
	key := vietnamese.Fold(cmd.Username)
	if validUsername(cmd.Username) != nil {
		key = "" // nobody has it, and it need not be fit for a query
	}
	t, err := s.reserveSignIn(ctx, key, cmd.Client.Device)
	if err != nil {
		return SignedIn{}, err
	}
	proved, err := s.prove(ctx, t.account, cmd.Password)
	switch {
	case err != nil:
		return SignedIn{}, err
	case proved == oneTimeLate:
		return SignedIn{}, ErrOneTimeExpired
	case proved == wrong:
		if err := s.countAddress(ctx, cmd.Client.Address); err != nil {
			return SignedIn{}, err
		}
		return SignedIn{}, ErrWrongCredentials
	}
	return s.admit(ctx, t, proved, cmd.Client)
}

// reserveSignIn counts the try: on the device's own counter where the person has signed in before,
// else on the account's.
func (s *Service) reserveSignIn(ctx context.Context, usernameKey, device string) (try, error) {
	var t try
	err := s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) error {
		t = try{counter: s.keys.accountCounter(usernameKey)}
		account, err := accountByUsername(ctx, tx, usernameKey)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err == nil {
			t.account = account
		}
		if hash, ok := tokenHash(device); ok {
			known, err := knowsDevice(ctx, tx, t.account.PersonID, hash)
			if err != nil {
				return err
			}
			if known {
				t.counter = s.keys.deviceCounter(t.account.PersonID, hash)
			}
		}
		return s.reserveTryTx(ctx, tx, t.counter)
	})
	return t, err
}

// prove finds out what the typed password is. Except for a right one-time password it always costs
// one argon2id, whether there is an account or not.
func (s *Service) prove(ctx context.Context, a accountRow, password string) (proof, error) {
	if len(a.OneTimeHash) > 0 && hmac.Equal(a.OneTimeHash, s.keys.oneTimeHash(a.PersonID, password)) {
		if a.OneTimeExpiresAt == nil || !s.now().Before(*a.OneTimeExpiresAt) {
			return oneTimeLate, nil
		}
		return oneTime, nil
	}
	ok, err := s.hasher.matches(ctx, password, a.PasswordHash)
	if err != nil || !ok {
		return wrong, err
	}
	return chosen, nil
}

// admit lets in who has proved a password, or asks for the second factor.
func (s *Service) admit(ctx context.Context, t try, proved proof, client Client) (SignedIn, error) {
	var in SignedIn
	err := s.db.RunInTx(ctx, postgres.System(postgres.SignIn), func(ctx context.Context, tx bun.Tx) error {
		account, err := s.recheckTx(ctx, tx, t.account, proved)
		if err != nil {
			return err
		}
		in = SignedIn{PersonID: account.PersonID, Factors: account.factors()}
		if err := forgetTriesTx(ctx, tx, t.counter); err != nil {
			return err
		}
		if in.Factors.Any() {
			in.Ceremony, err = s.beginCeremonyTx(ctx, tx, account.PersonID, kindSecondFactor, struct{}{})
			return err
		}
		in.Tokens, in.Device, err = s.enterTx(ctx, tx, account.PersonID, MadeByPassword, client)
		return err
	})
	if err == nil && proved == oneTime {
		s.watcher.NoteChanged(in.PersonID)
	}
	return in, err
}

// recheckTx locks the account and makes sure that what was proved still holds: the password may have
// been changed, or the slip used, in the meantime. A one-time password is used up here.
func (s *Service) recheckTx(ctx context.Context, tx bun.IDB, proved accountRow, by proof) (accountRow, error) {
	account, err := lockAccount(ctx, tx, proved.PersonID)
	switch {
	case err != nil:
		return account, err
	case account.DisabledAt != nil:
		return account, ErrDisabled
	case by == chosen && account.PasswordHash != proved.PasswordHash:
		return account, ErrWrongCredentials
	case by == oneTime && !hmac.Equal(account.OneTimeHash, proved.OneTimeHash):
		return account, ErrWrongCredentials
	case by == chosen:
		return account, nil
	}
	_, err = tx.ExecContext(ctx, `UPDATE identity.accounts SET one_time_hash = NULL, one_time_expires_at = NULL, password_hash = NULL,
		changed_at = clock_timestamp() WHERE person_id = ?`, account.PersonID)
	return account, err
}

// enterTx opens the session and remembers the browser; the session that it leaves ends.
func (s *Service) enterTx(ctx context.Context, tx bun.IDB, person uuid.UUID, madeBy string, client Client) (Tokens, string, error) {
	device, err := s.rememberDeviceTx(ctx, tx, person, client.Device)
	if err != nil {
		return Tokens{}, "", err
	}
	tokens, err := s.openSessionTx(ctx, tx, person, madeBy, client.UserAgent)
	if err != nil {
		return Tokens{}, "", err
	}
	if _, err := endByRefreshTx(ctx, tx, client.Refresh); err != nil {
		return Tokens{}, "", err
	}
	_, err = tx.ExecContext(ctx, `UPDATE identity.accounts SET last_sign_in_at = ? WHERE person_id = ?`, s.now(), person)
	return tokens, device, err
}
