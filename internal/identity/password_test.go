package identity

import (
	"math"
	"strings"
	"testing"

	"taphuan/internal/fault"
)

func TestPasswordPolicy(t *testing.T) {
	t.Parallel()
	cases := []struct{ password, code string }{
		{"chín ký t", "too_short"},
		{"mười ký tự", ""},
		{strings.Repeat("ấ", 128), ""},
		{strings.Repeat("ấ", 129), "too_long"},
		{"Nguyen.Van.An", "is_username"},
		{"nguyễn.văn.ân", "is_username"},
		{"1234567890", "common"},
		{"Matkhau@2026!", "common"},
		{"M@tkhẩu12345", "common"},
		{"quảng ngãi 2026", "common"},
		{"ngựa xanh pin mắm", ""},
		{"nul\x00 in the middle", "too_long"},
	}
	for _, c := range cases {
		err := checkNewPassword("body.next", c.password, "nguyen.van.an")
		if c.code == "" {
			if err != nil {
				t.Errorf("%q is refused: %v", c.password, fault.From(err).Fields)
			}
			continue
		}
		if err == nil || fault.From(err).Fields[0].Code != c.code {
			t.Errorf("%q gives %v, want %s", c.password, err, c.code)
		}
	}
}

func TestOneTimePasswords(t *testing.T) {
	t.Parallel()
	if bits := slipLength * math.Log2(float64(len(slipAlphabet))); bits < 55 {
		t.Errorf("a slip has %.1f random bits", bits)
	}
	seen := map[string]bool{}
	for range 2000 {
		p := newOneTimePassword()
		if len(p) != 14 || p[4] != '-' || p[9] != '-' || seen[p] {
			t.Fatalf("one-time password %q", p)
		}
		if strings.ContainsAny(p, "0O1ILAEUYDW") {
			t.Fatalf("%q has a letter that is mistaken or transformed", p)
		}
		seen[p] = true
	}
	if slipForm(" k7mp 3qxb-9rtc ") != "K7MP3QXB9RTC" {
		t.Error("typing from paper is not forgiven")
	}
}

func TestPasswordsInBothUnicodeFormsMatch(t *testing.T) {
	t.Parallel()
	h, err := newHasher(hashParams)
	must(t, err)
	hash, err := h.hash(t.Context(), "nước mắm ngon")
	must(t, err)
	if ok, err := h.matches(t.Context(), "nu\u031bo\u031b\u0301c ma\u0306\u0301m ngon", hash); err != nil || !ok {
		t.Error("the decomposed form does not match", err)
	}
	if ok, _ := h.matches(t.Context(), "anything", ""); ok {
		t.Error("an empty hash matches")
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error("hash is", hash)
	}
}
