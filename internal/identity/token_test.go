package identity

import (
	"crypto/ed25519"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

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
