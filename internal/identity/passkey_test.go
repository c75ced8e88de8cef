package identity

import (
	"context"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/pgtest"
)

// withPasskey registers a passkey on a new phone.
func (w *world) withPasskey(in SignedIn) *authenticator {
	w.t.Helper()
	phone := newAuthenticator(w.t)
	options, err := w.BeginPasskey(w.t.Context(), as(in))
	must(w.t, err)
	_, err = w.FinishPasskey(w.t.Context(), as(in), "Điện thoại", phone.create(options.Response.Challenge, in.PersonID[:]))
	must(w.t, err)
	return phone
}

func (w *world) signInBy(phone *authenticator) (SignedIn, error) {
	w.t.Helper()
	options, ceremony, err := w.BeginPasskeySignIn(w.t.Context(), Client{})
	must(w.t, err)
	return w.FinishPasskeySignIn(w.t.Context(), PasskeySignIn{Ceremony: ceremony, Credential: phone.get(options.Response.Challenge)})
}

func TestSignInByPasskey(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	phone := w.withPasskey(in)
	w.withTOTP(in)
	byKey, err := w.signInBy(phone)
	must(t, err)
	if byKey.PersonID != person || byKey.Ceremony != uuid.Nil || !w.holds(byKey.Tokens.Access) {
		t.Errorf("signed in as %+v", byKey)
	}
	keys, err := w.ListPasskeys(t.Context(), as(byKey))
	must(t, err)
	if len(keys) != 1 || keys[0].Name != "Điện thoại" || keys[0].LastUsedAt == nil {
		t.Errorf("passkeys: %+v", keys)
	}
	waiting := w.signIn("nambv", goodPassword) // the password alone is not enough
	if waiting.Ceremony == uuid.Nil || waiting.Factors.Passkeys != 1 {
		t.Errorf("the password alone gives %+v", waiting)
	}
}

func TestPasskeyOptionsAskForVerification(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	phone := w.withPasskey(in)
	create, err := w.BeginPasskey(t.Context(), as(in))
	must(t, err)
	chosen := create.Response.AuthenticatorSelection
	if create.Response.RelyingParty.ID != "localhost" || chosen.UserVerification != protocol.VerificationRequired || chosen.ResidentKey != protocol.ResidentKeyRequirementRequired {
		t.Errorf("options: %+v", create.Response)
	}
	if len(create.Response.CredentialExcludeList) != 1 || string(create.Response.CredentialExcludeList[0].CredentialID) != string(phone.id) {
		t.Errorf("excluded: %+v", create.Response.CredentialExcludeList)
	}
	get, _, err := w.BeginPasskeySignIn(t.Context(), Client{})
	must(t, err)
	if get.Response.UserVerification != protocol.VerificationRequired || len(get.Response.AllowedCredentials) != 0 {
		t.Errorf("options: %+v", get.Response)
	}
}

func TestWrongPasskeysAreRefused(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	spoil := map[string]func(a *authenticator){
		"no verification": func(a *authenticator) { a.verifies = false },
		"another origin":  func(a *authenticator) { a.origin = "http://localhost:8081" },
		"another host":    func(a *authenticator) { a.rpID = "example.vn" },
		"another key":     func(a *authenticator) { a.key = newAuthenticator(t).key },
		"unknown owner":   func(a *authenticator) { a.handle = make([]byte, 16) },
		"no owner":        func(a *authenticator) { a.handle = nil },
		"unknown key id":  func(a *authenticator) { a.id = newAuthenticator(t).id },
		"counter back":    func(a *authenticator) { a.counter = 0 },
	}
	phone := w.withPasskey(in)
	_, err := w.signInBy(phone)
	must(t, err)
	_, err = w.signInBy(phone)
	must(t, err)
	for name, change := range spoil {
		bad := *phone
		change(&bad)
		if _, err := w.signInBy(&bad); fault.From(err).Code != ErrPasskeyRefused.Code {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err = w.signInBy(phone)
	must(t, err)
}

func TestWrongRegistrationsAreRefused(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	w.accountWith("hoatt", goodPassword)
	in, other := w.signIn("nambv", goodPassword), w.signIn("hoatt", goodPassword)
	phone := newAuthenticator(t)

	_, err := w.FinishPasskey(t.Context(), as(in), "x", phone.create([]byte("challenge"), in.PersonID[:]))
	wantFault(t, err, ErrSignInStale) // nothing was begun
	options, err := w.BeginPasskey(t.Context(), as(in))
	must(t, err)
	good := phone.create(options.Response.Challenge, in.PersonID[:])
	_, err = w.FinishPasskey(t.Context(), as(other), "x", good)
	wantFault(t, err, ErrSignInStale)
	_, err = w.FinishPasskey(t.Context(), as(in), "x", []byte(`{"id":1}`))
	wantFault(t, err, ErrPasskeyInvalid)
	_, err = w.FinishPasskey(t.Context(), as(in), " ", good)
	wantFault(t, err, fault.ErrInvalid)
	_, err = w.FinishPasskey(t.Context(), access.Principal{}, "x", good)
	wantFault(t, err, fault.ErrSignInRequired)
	phone.verifies = false
	_, err = w.FinishPasskey(t.Context(), as(in), "x", phone.create(options.Response.Challenge, in.PersonID[:]))
	wantFault(t, err, ErrPasskeyInvalid)
	phone.verifies = true
	_, err = w.FinishPasskey(t.Context(), as(in), "x", good)
	must(t, err)
	_, err = w.FinishPasskey(t.Context(), as(in), "x", good) // replayed
	wantFault(t, err, ErrSignInStale)

	options, err = w.BeginPasskey(t.Context(), as(other)) // the same key for another account
	must(t, err)
	_, err = w.FinishPasskey(t.Context(), as(other), "x", phone.create(options.Response.Challenge, other.PersonID[:]))
	wantFault(t, err, ErrPasskeyInvalid)

	_, err = w.BeginPasskey(t.Context(), as(in))
	must(t, err)
	w.later(CeremonyLife + time.Second)
	_, err = w.FinishPasskey(t.Context(), as(in), "x", good)
	wantFault(t, err, ErrSignInStale)
}

func TestPasskeyChallengeWorksOnce(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	phone := w.withPasskey(w.signIn("nambv", goodPassword))
	options, ceremony, err := w.BeginPasskeySignIn(t.Context(), Client{})
	must(t, err)
	answer := PasskeySignIn{Ceremony: ceremony, Credential: phone.get(options.Response.Challenge)}
	_, err = w.FinishPasskeySignIn(t.Context(), answer)
	must(t, err)
	_, err = w.FinishPasskeySignIn(t.Context(), answer)
	wantFault(t, err, ErrSignInStale)
	_, err = w.FinishPasskeySignIn(t.Context(), PasskeySignIn{Ceremony: ceremony, Credential: []byte("{}")})
	wantFault(t, err, ErrPasskeyRefused)
}

func TestDisabledAccountsDoNotSignInByPasskey(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	phone := w.withPasskey(w.signIn("nambv", goodPassword))
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error {
		return w.DisableTx(ctx, tx, admin(), Target{PersonID: person}, "nghỉ việc")
	}))
	_, err := w.signInBy(phone)
	wantFault(t, err, ErrDisabled)
}

func TestPasskeysAreRemovedByTheirOwnerAlone(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	w.accountWith("hoatt", goodPassword)
	in, other := w.signIn("nambv", goodPassword), w.signIn("hoatt", goodPassword)
	phone := w.withPasskey(in)
	keys, err := w.ListPasskeys(t.Context(), as(in))
	must(t, err)
	wantFault(t, w.RemovePasskey(t.Context(), as(other), keys[0].ID), fault.ErrNotFound)
	strangers, err := w.ListPasskeys(t.Context(), as(other))
	must(t, err)
	if len(strangers) != 0 {
		t.Error("another person's passkeys are listed")
	}
	must(t, w.RemovePasskey(t.Context(), as(in), keys[0].ID))
	wantFault(t, w.RemovePasskey(t.Context(), as(in), keys[0].ID), fault.ErrNotFound)
	_, err = w.signInBy(phone)
	wantFault(t, err, ErrPasskeyRefused)
}

func TestPasskeysAreBounded(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	for range maxPasskeys {
		w.withPasskey(in)
	}
	_, err := w.BeginPasskey(t.Context(), as(in))
	wantFault(t, err, ErrPasskeyLimit)
}

func TestPasskeysNeedAHostName(t *testing.T) {
	t.Parallel()
	keys, err := NewKeys(make([]byte, 32))
	must(t, err)
	s, err := New(Options{DB: pgtest.New(t), Keys: keys, PublicURL: "http://192.0.2.1:8080"})
	must(t, err)
	_, err = s.BeginPasskey(t.Context(), access.Principal{PersonID: uuid.New()})
	wantFault(t, err, ErrPasskeysOff)
	_, _, err = s.BeginPasskeySignIn(t.Context(), Client{})
	wantFault(t, err, ErrPasskeysOff)
}
