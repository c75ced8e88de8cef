package identity

import (
	"context"
	"testing"
	"time"

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
