package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"taphuan/internal/fault"
)

const (
	accessLife     = 5 * time.Minute
	accessAudience = "taphuan"
	accessType     = "at+jwt" // RFC 9068: no other kind of token is taken for one
	maxTokenBytes  = 1024
)

type accessClaims struct {
	jwt.RegisteredClaims
	SessionID uuid.UUID `json:"sid"`
}

// newAccessToken signs a token that names a session for five minutes.
func (s *Service) newAccessToken(person, session uuid.UUID, now time.Time) (token string, expires time.Time, err error) {
	expires = now.Add(accessLife)
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, accessClaims{
		RegisteredClaims: jwt.RegisteredClaims{Issuer: s.issuer, Audience: jwt.ClaimStrings{accessAudience}, Subject: person.String(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires)},
		SessionID: session,
	})
	t.Header["typ"], t.Header["kid"] = accessType, s.keys.kid
	token, err = t.SignedString(s.keys.signing)
	return token, expires, err
}

// Authenticate returns whose session an access token names. It asks no database: it checks the
// signature and what the Watcher knows. Errors: fault.ErrSessionExpired when the token does not hold
// (any more), fault.ErrUnavailable when the Watcher has had no answer for 2 s.
func (s *Service) Authenticate(_ context.Context, token string) (personID, sessionID uuid.UUID, err error) {
	if len(token) > maxTokenBytes {
		return uuid.Nil, uuid.Nil, fault.ErrSessionExpired
	}
	v, known := s.verified.find(token, s.now())
	if !known {
		if v, err = s.verify(token); err != nil {
			return uuid.Nil, uuid.Nil, err
		}
		s.verified.note(token, v)
	}
	if err := s.watcher.check(v.session); err != nil {
		return uuid.Nil, uuid.Nil, err
	}
	return v.person, v.session, nil
}

// verify checks the signature and reads what the token says.
func (s *Service) verify(token string) (verifiedToken, error) {
	var claims accessClaims
	_, err := jwt.ParseWithClaims(token, &claims, s.verifyingKey,
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}), jwt.WithIssuer(s.issuer), jwt.WithAudience(accessAudience),
		jwt.WithExpirationRequired(), jwt.WithTimeFunc(s.now), jwt.WithStrictDecoding())
	if err != nil {
		return verifiedToken{}, fault.ErrSessionExpired.Because(err)
	}
	person, err := uuid.Parse(claims.Subject)
	if err != nil || claims.SessionID == uuid.Nil {
		return verifiedToken{}, fault.ErrSessionExpired
	}
	return verifiedToken{person: person, session: claims.SessionID, expires: claims.ExpiresAt.Time}, nil
}

func (s *Service) verifyingKey(t *jwt.Token) (any, error) {
	if t.Header["kid"] != s.keys.kid || t.Header["typ"] != accessType {
		return nil, jwt.ErrTokenUnverifiable
	}
	return s.keys.public(), nil
}

// newSecretToken returns 256 random bits as text: the first refresh token of a session, a device.
func newSecretToken() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// tokenHash is what is stored of a secret token. The second result is false when the text cannot
// be one.
func tokenHash(token string) ([]byte, bool) {
	if len(token) != base64.RawURLEncoding.EncodedLen(32) {
		return nil, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return nil, false
	}
	sum := sha256.Sum256(raw)
	return sum[:], true
}

// successorOf returns the refresh token that follows another: only who has the key can make it.
func (k Keys) successorOf(token string) string {
	return base64.RawURLEncoding.EncodeToString(mac(k.refresh, []byte(token)))
}
