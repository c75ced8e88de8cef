package identity

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

func TestSignOutEndsTheSessionHereAtOnce(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	in, other := w.signIn("nambv", goodPassword), w.signIn("nambv", goodPassword)
	must(t, w.SignOut(t.Context(), as(in), ""))
	if w.holds(in.Tokens.Access) || !w.holds(other.Tokens.Access) {
		t.Error("signing out ends the wrong session")
	}
	_, err := w.Refresh(t.Context(), in.Tokens.Refresh)
	wantFault(t, err, fault.ErrSessionExpired)
	must(t, w.SignOut(t.Context(), as(in), "")) // twice is no error

	must(t, w.SignOut(t.Context(), access.Principal{}, other.Tokens.Refresh)) // after the access token has expired
	if w.holds(other.Tokens.Access) {
		t.Error("signing out by the refresh token left the session open")
	}
	must(t, w.SignOut(t.Context(), access.Principal{}, "not a token"))
}

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
		return w.DisableTx(ctx, tx, admin(), person, "nghỉ việc")
	}))
	done := time.Now()
	for {
		_, _, err := node.Authenticate(t.Context(), in.Tokens.Access)
		if err != nil && node.watcher.ChangedSince(person, readAt) {
			wantFault(t, err, fault.ErrSessionExpired)
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

func TestRefreshRotatesAndForgivesALostAnswer(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	first := w.signIn("nambv", goodPassword).Tokens
	second, err := w.Refresh(t.Context(), first.Refresh)
	must(t, err)
	if second.Refresh == first.Refresh || second.SessionID != first.SessionID || !w.holds(second.Access) {
		t.Fatalf("refreshed to %+v", second)
	}
	w.later(repeatWithin - time.Second)
	again, err := w.Refresh(t.Context(), first.Refresh) // the answer was lost
	must(t, err)
	if again.Refresh != second.Refresh {
		t.Error("a repeated refresh gives another successor")
	}
	third, err := w.Refresh(t.Context(), again.Refresh)
	must(t, err)
	_, err = w.Refresh(t.Context(), first.Refresh) // its successor is used now: somebody else has it
	wantFault(t, err, fault.ErrSessionExpired)
	if w.holds(third.Access) {
		t.Error("the session goes on after a stolen token was used")
	}
	_, err = w.Refresh(t.Context(), third.Refresh)
	wantFault(t, err, fault.ErrSessionExpired)
	var reason string
	must(t, w.owner.NewRaw("SELECT ended_reason FROM identity.sessions WHERE id = ?", first.SessionID).Scan(t.Context(), &reason))
	if reason != endedTokenReuse {
		t.Errorf("ended because of %q", reason)
	}
}

func TestLateRepeatedRefreshEndsTheSession(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	first := w.signIn("nambv", goodPassword).Tokens
	second, err := w.Refresh(t.Context(), first.Refresh)
	must(t, err)
	w.later(repeatWithin + time.Second)
	_, err = w.Refresh(t.Context(), first.Refresh)
	wantFault(t, err, fault.ErrSessionExpired)
	_, err = w.Refresh(t.Context(), second.Refresh)
	wantFault(t, err, fault.ErrSessionExpired)
}

func TestParallelRefreshesAgree(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	first := w.signIn("nambv", goodPassword).Tokens
	var mu sync.Mutex
	successors := map[string]int{}
	var wg sync.WaitGroup
	for range 8 { // eight tabs
		wg.Go(func() {
			next, err := w.Refresh(t.Context(), first.Refresh)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			successors[next.Refresh]++
		})
	}
	wg.Wait()
	if len(successors) != 1 {
		t.Errorf("tabs got %d different tokens", len(successors))
	}
}

func TestWrongRefreshTokens(t *testing.T) {
	w := setup(t)
	for _, token := range []string{"", "x", newSecretToken(), strings.Repeat("A", 43), strings.Repeat("A", 100000)} {
		_, err := w.Refresh(t.Context(), token)
		wantFault(t, err, fault.ErrSessionExpired)
	}
}

func TestSessionsExpireIdleAndAbsolute(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	idle := w.signIn("nambv", goodPassword)
	used := w.signIn("nambv", goodPassword).Tokens
	for range 4 {
		w.later(13 * 24 * time.Hour)
		next, err := w.Refresh(t.Context(), used.Refresh)
		must(t, err)
		used = next
	}
	_, err := w.Refresh(t.Context(), idle.Tokens.Refresh)
	wantFault(t, err, fault.ErrSessionExpired)
	list, err := w.ListSessions(t.Context(), as(idle))
	must(t, err)
	if len(list) != 1 || list[0].ID != used.SessionID {
		t.Errorf("open sessions: %+v", list)
	}
	w.later(9 * 24 * time.Hour) // day 61
	_, err = w.Refresh(t.Context(), used.Refresh)
	wantFault(t, err, fault.ErrSessionExpired)
}

func TestAccessTokensExpire(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	w.later(accessLife + time.Second)
	if w.holds(in.Tokens.Access) {
		t.Error("an expired token holds")
	}
}

func TestForgedTokensAreRefused(t *testing.T) {
	w := setup(t)
	person, session := uuid.New(), uuid.New()
	_, stranger, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	type token struct {
		method jwt.SigningMethod
		key    any
		header map[string]any
		change func(*accessClaims)
	}
	fine := func(*accessClaims) {}
	ours := map[string]any{"kid": w.keys.kid, "typ": accessType}
	for name, c := range map[string]token{
		"another key":       {jwt.SigningMethodEdDSA, stranger, ours, fine},
		"no signature":      {jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, ours, fine},
		"public key as MAC": {jwt.SigningMethodHS256, []byte(w.keys.public()), ours, fine},
		"another kid":       {jwt.SigningMethodEdDSA, w.keys.signing, map[string]any{"kid": "x", "typ": accessType}, fine},
		"no kid":            {jwt.SigningMethodEdDSA, w.keys.signing, map[string]any{"typ": accessType}, fine},
		"another type":      {jwt.SigningMethodEdDSA, w.keys.signing, map[string]any{"kid": w.keys.kid, "typ": "JWT"}, fine},
		"another issuer":    {jwt.SigningMethodEdDSA, w.keys.signing, ours, func(c *accessClaims) { c.Issuer = "https://elsewhere" }},
		"another audience":  {jwt.SigningMethodEdDSA, w.keys.signing, ours, func(c *accessClaims) { c.Audience = jwt.ClaimStrings{"x"} }},
		"no expiry":         {jwt.SigningMethodEdDSA, w.keys.signing, ours, func(c *accessClaims) { c.ExpiresAt = nil }},
		"expired":           {jwt.SigningMethodEdDSA, w.keys.signing, ours, func(c *accessClaims) { c.ExpiresAt = jwt.NewNumericDate(time.Now().Add(-time.Second)) }},
		"no session":        {jwt.SigningMethodEdDSA, w.keys.signing, ours, func(c *accessClaims) { c.SessionID = uuid.Nil }},
		"no person":         {jwt.SigningMethodEdDSA, w.keys.signing, ours, func(c *accessClaims) { c.Subject = "admin" }},
	} {
		claims := accessClaims{RegisteredClaims: jwt.RegisteredClaims{Issuer: w.issuer, Audience: jwt.ClaimStrings{accessAudience},
			Subject: person.String(), ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Minute))}, SessionID: session}
		c.change(&claims)
		forged := jwt.NewWithClaims(c.method, claims)
		for k, v := range c.header {
			forged.Header[k] = v
		}
		if _, ok := c.header["kid"]; !ok {
			delete(forged.Header, "kid")
		}
		text, err := forged.SignedString(c.key)
		must(t, err)
		if w.holds(text) {
			t.Errorf("%s: the token holds", name)
		}
	}
	text, _, err := w.newAccessToken(person, session, time.Now())
	must(t, err)
	if !w.holds(text) {
		t.Error("our own token does not hold: the cases above prove nothing")
	}
	for _, text := range []string{"", "a.b.c", text + "x", strings.Repeat("a", 5000)} {
		if w.holds(text) {
			t.Errorf("%.20q holds", text)
		}
	}
}

func TestChangingThePasswordEndsOtherSessions(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	here, elsewhere := w.signIn("nambv", goodPassword), w.signIn("nambv", goodPassword)
	const next = "gió chướng tháng chạp"
	wantFault(t, w.ChangePassword(t.Context(), as(here), ChangePassword{Current: "wrong", Next: next}), ErrWrongPassword)
	wantFault(t, w.ChangePassword(t.Context(), as(here), ChangePassword{Current: goodPassword, Next: "1234567890"}), fault.ErrInvalid)
	wantFault(t, w.ChangePassword(t.Context(), as(here), ChangePassword{Current: goodPassword, Next: goodPassword}), fault.ErrInvalid)
	wantFault(t, w.ChangePassword(t.Context(), access.Principal{}, ChangePassword{Current: goodPassword, Next: next}), fault.ErrSignInRequired)
	if !w.holds(elsewhere.Tokens.Access) {
		t.Fatal("a refused change ends sessions")
	}
	must(t, w.ChangePassword(t.Context(), as(here), ChangePassword{Current: goodPassword, Next: next}))
	if !w.holds(here.Tokens.Access) || w.holds(elsewhere.Tokens.Access) {
		t.Error("the wrong sessions ended")
	}
	_, err := w.Refresh(t.Context(), elsewhere.Tokens.Refresh)
	wantFault(t, err, fault.ErrSessionExpired)
	_, err = w.try("nambv", goodPassword)
	wantFault(t, err, ErrWrongCredentials)
	w.signIn("nambv", next)
}

func TestCurrentPasswordCannotBeGuessedFromASession(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	in := w.signIn("nambv", goodPassword)
	for range freeTries {
		wantFault(t, w.RemoveTOTP(t.Context(), as(in), "wrong"), ErrWrongPassword)
	}
	wantFault(t, w.ChangePassword(t.Context(), as(in), ChangePassword{Current: goodPassword, Next: "gió chướng tháng chạp"}), ErrSlowDown)
}

func TestOwnSessionsAreListedAndEnded(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	w.accountWith("hoatt", goodPassword)
	a, b, c := w.signIn("nambv", goodPassword), w.signIn("nambv", goodPassword), w.signIn("nambv", goodPassword)
	other := w.signIn("hoatt", goodPassword)

	list, err := w.ListSessions(t.Context(), as(a))
	must(t, err)
	if len(list) != 3 || list[0].Device != "Trình duyệt trên thiết bị khác" || list[0].MadeBy != MadeByPassword {
		t.Errorf("sessions: %+v", list)
	}
	wantFault(t, w.EndSession(t.Context(), as(a), other.Tokens.SessionID), fault.ErrNotFound)
	wantFault(t, w.EndSession(t.Context(), as(a), uuid.New()), fault.ErrNotFound)
	wantFault(t, w.EndSession(t.Context(), as(a), uuid.Nil), fault.ErrNotFound)
	if !w.holds(other.Tokens.Access) || !w.holds(a.Tokens.Access) {
		t.Fatal("another session ended")
	}
	must(t, w.EndSession(t.Context(), as(a), b.Tokens.SessionID))
	wantFault(t, w.EndSession(t.Context(), as(a), b.Tokens.SessionID), fault.ErrNotFound)
	must(t, w.EndOtherSessions(t.Context(), as(a)))
	if w.holds(b.Tokens.Access) || w.holds(c.Tokens.Access) || !w.holds(a.Tokens.Access) || !w.holds(other.Tokens.Access) {
		t.Error("the wrong sessions ended")
	}
	_, err = w.ListSessions(t.Context(), access.Principal{})
	wantFault(t, err, fault.ErrSignInRequired)
}

// Row-level security alone, without any check or predicate of the service.
func TestOtherPeoplesRowsAreInvisible(t *testing.T) {
	w := setup(t)
	mine, other := w.accountWith("nambv", goodPassword), w.accountWith("hoatt", goodPassword)
	w.signIn("nambv", goodPassword)
	w.signIn("hoatt", goodPassword)
	_, err := w.BeginTOTP(t.Context(), access.Principal{PersonID: other})
	must(t, err)
	tables := []string{"accounts", "sessions", "refresh_tokens", "devices", "totp_secrets"}
	for _, table := range tables {
		for _, c := range []struct {
			scope postgres.Scope
			want  int
		}{{postgres.Nobody(), 0}, {postgres.Agencies(other), 0}, {postgres.Province(), 0}, {postgres.Persons(mine), 0}, {postgres.Persons(other), 1}} {
			var seen int
			must(t, w.db.Read(t.Context(), c.scope, func(ctx context.Context, tx bun.Tx) error {
				return tx.NewRaw("SELECT count(*) FROM identity.? WHERE person_id = ?", bun.Ident(table), other).Scan(ctx, &seen)
			}))
			if seen != c.want {
				t.Errorf("%s: %d rows of the other person seen, want %d", table, seen, c.want)
			}
		}
		must(t, w.inTx([]uuid.UUID{mine}, func(ctx context.Context, tx bun.Tx) error {
			for _, q := range []string{"DELETE FROM identity.? WHERE person_id = ?", "UPDATE identity.? SET person_id = person_id WHERE person_id = ?"} {
				result, err := tx.ExecContext(ctx, q, bun.Ident(table), other)
				if err != nil {
					return err
				}
				if n, _ := result.RowsAffected(); n != 0 {
					t.Errorf("%s: %d rows of the other person written by %s", table, n, q)
				}
			}
			return nil
		}))
	}
}

func TestPrivilegedActsNeedTheRightAndAReason(t *testing.T) {
	w := setup(t)
	person := w.accountWith("nambv", goodPassword)
	acts := map[string]func(context.Context, bun.IDB, access.Principal, uuid.UUID, string) error{
		"disable": w.DisableTx, "enable": w.EnableTx, "reset": w.ResetFactorsTx}
	for name, act := range acts {
		run := func(who access.Principal, scope uuid.UUID, reason string) error {
			return w.inTx([]uuid.UUID{scope}, func(ctx context.Context, tx bun.Tx) error { return act(ctx, tx, who, person, reason) })
		}
		focal := access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: access.FocalPoint}}}
		t.Log(name)
		wantFault(t, run(focal, person, "lý do"), fault.ErrForbidden)
		wantFault(t, run(admin(), person, "  "), fault.ErrInvalid)
		wantFault(t, run(admin(), person, strings.Repeat("x", 501)), fault.ErrInvalid)
		wantFault(t, run(admin(), uuid.New(), "lý do"), fault.ErrNotFound)
	}
	who := admin()
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error { return w.DisableTx(ctx, tx, who, person, "nghỉ việc") }))
	must(t, w.inTx([]uuid.UUID{person}, func(ctx context.Context, tx bun.Tx) error { return w.DisableTx(ctx, tx, who, person, "lần nữa") }))
	var actor uuid.UUID
	var before, after, reason string
	must(t, w.owner.NewRaw("SELECT actor_id, before, after, reason FROM audit.entries WHERE action = 'disable_account'").Scan(t.Context(), &actor, &before, &after, &reason))
	if actor != who.PersonID || before != `"active"` || after != `"disabled"` || reason != "nghỉ việc" {
		t.Errorf("audit: %s %s %s %s", actor, before, after, reason)
	}
}

func TestCleanTakesAwayWhatHasExpired(t *testing.T) {
	w := setup(t)
	w.accountWith("nambv", goodPassword)
	w.signIn("nambv", goodPassword)
	_, _ = w.try("nambv", "wrong password")
	_, _, err := w.BeginPasskeySignIn(t.Context(), Client{})
	must(t, err)
	count := func(table string) (n int) {
		must(t, w.owner.NewRaw("SELECT count(*) FROM identity.?", bun.Ident(table)).Scan(t.Context(), &n))
		return n
	}
	must(t, w.Clean(t.Context()))
	for table, want := range map[string]int{"sessions": 1, "refresh_tokens": 1, "devices": 1, "throttles": 2, "ceremonies": 1} {
		if got := count(table); got != want {
			t.Errorf("%d %s, want %d", got, table, want)
		}
	}
	w.later(DeviceLife + time.Hour)
	must(t, w.Clean(t.Context()))
	for _, table := range []string{"sessions", "refresh_tokens", "devices", "throttles", "ceremonies"} {
		if got := count(table); got != 0 {
			t.Errorf("%d %s are left", got, table)
		}
	}
	if count("accounts") != 1 {
		t.Error("the account is gone")
	}
}

func TestDeviceDescriptions(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36":                       "Chrome trên Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0":             "Edge trên Windows",
		"Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36":                "Chrome trên Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604": "Safari trên iPhone",
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                "Firefox trên Linux",
		"": "Trình duyệt trên thiết bị khác",
	} {
		if got := describeDevice(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}
