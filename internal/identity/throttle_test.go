package identity

import (
	"testing"
	"time"
)

func TestWaitAfter(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]time.Duration{0: 0, 4: 0, 5: 5 * time.Second, 6: 10 * time.Second, 8: 40 * time.Second,
		10: 160 * time.Second, 11: 5 * time.Minute, 40: 5 * time.Minute, 1 << 30: 5 * time.Minute} {
		if got := waitAfter(failures); got != want {
			t.Errorf("after %d wrong tries the wait is %s, want %s", failures, got, want)
		}
	}
}

func TestAddressesDrainAndOnlySlow(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for _, c := range []struct {
		failures int
		ago      time.Duration
		want     time.Duration
	}{{20, 0, 0}, {21, 0, 50 * time.Millisecond}, {60, 0, 2 * time.Second}, {100, 0, 2 * time.Second}, {100, 4 * time.Minute, 0}, {30, -time.Hour, 500 * time.Millisecond}} {
		level := counter{Failures: c.failures, LastAt: now.Add(-c.ago)}.level(now)
		if got := delayAt(level); got != c.want {
			t.Errorf("%d wrong tries, %s ago: slowed by %s, want %s", c.failures, c.ago, got, c.want)
		}
	}
}

func TestAddressCounterTakesNetworksTogether(t *testing.T) {
	t.Parallel()
	k, err := NewKeys(make([]byte, 32))
	must(t, err)
	same := func(a, b string) bool { return string(k.addressCounter(a)) == string(k.addressCounter(b)) }
	if !same("2001:db8::1", "2001:db8::ffff") || same("2001:db8::1", "2001:db8:0:1::1") || same("192.0.2.1", "192.0.2.2") || !same("::ffff:192.0.2.1", "192.0.2.1") {
		t.Error("addresses are counted in the wrong groups")
	}
}
