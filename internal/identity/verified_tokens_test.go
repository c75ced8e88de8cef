package identity

import (
	"fmt"
	"testing"
	"time"
)

// TestVerifiedTokens: a verified token is known until it ends, another one never, and the list stays bounded.
func TestVerifiedTokens(t *testing.T) {
	t.Parallel()
	var v verifiedTokens
	end := time.Date(2026, 11, 30, 1, 5, 0, 0, time.UTC)
	v.note("a", verifiedToken{expires: end})
	for at, want := range map[time.Time]bool{end.Add(-time.Minute): true, end: false, end.Add(time.Hour): false} {
		if _, known := v.find("a", at); known != want {
			t.Errorf("at %v: %v", at, known)
		}
	}
	if _, known := v.find("b", end.Add(-time.Minute)); known {
		t.Error("a token that was never verified is known")
	}
	for i := range maxVerified + 10 {
		v.note(fmt.Sprint(i), verifiedToken{})
	}
	if len(v.list) > maxVerified {
		t.Errorf("%d tokens are kept", len(v.list))
	}
}
