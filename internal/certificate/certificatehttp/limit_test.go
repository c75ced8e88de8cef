package certificatehttp

import (
	"fmt"
	"testing"
	"time"
)

// TestLimiterPace: a full burst passes, then one look-up for each share of the rate.
func TestLimiterPace(t *testing.T) {
	t.Parallel()
	l, now := newLimiter(), time.Now()
	for i := range lookupsAtOnce {
		if l.wait("192.0.2.1", now) != 0 {
			t.Fatalf("look-up %d of the burst had to wait", i+1)
		}
	}
	for range 3 { // a refused one costs nothing
		if wait := l.wait("192.0.2.1", now); wait <= 0 || wait > time.Second/lookupsPerSecond {
			t.Fatalf("beyond the burst: wait %v", wait)
		}
	}
	if l.wait("192.0.2.2", now) != 0 {
		t.Error("another address had to wait")
	}
	if l.wait("192.0.2.1", now.Add(time.Second/lookupsPerSecond)) != 0 {
		t.Error("after its share of time the address still waits")
	}
}

// TestLimiterNetwork: the addresses of one IPv6 network count as one, IPv4 addresses each.
func TestLimiterNetwork(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"2001:db8:1:2::1": "2001:db8:1:2::/64", "2001:db8:1:2:ffff::9": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "::ffff:192.0.2.1", "": "", "nonsense": "nonsense",
	} {
		if got := network(address); got != want {
			t.Errorf("%q is %q, want %q", address, got, want)
		}
	}
}

// TestLimiterIsBounded: however many addresses come, memory stays bounded, and an address that
// keeps coming is not forgotten.
func TestLimiterIsBounded(t *testing.T) {
	t.Parallel()
	l, now := newLimiter(), time.Now()
	for range lookupsAtOnce {
		l.wait("192.0.2.1", now)
	}
	for i := range 5 * rememberedMost {
		l.wait(fmt.Sprint(i), now)
		if i%(rememberedMost/2) == 0 && l.wait("192.0.2.1", now) == 0 {
			t.Fatal("the busy address was forgotten")
		}
	}
	if n := len(l.young) + len(l.old); n > 2*rememberedMost {
		t.Errorf("%d counters are kept", n)
	}
	l.wait("x", now.Add(rememberedFor+1))
	l.wait("y", now.Add(2*rememberedFor+2))
	if n := len(l.young) + len(l.old); n > 2 {
		t.Errorf("%d quiet counters are kept", n)
	}
}
