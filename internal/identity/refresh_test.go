package identity

import (
	"strings"
	"sync"
	"testing"
	"time"

	"taphuan/internal/fault"
)

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
