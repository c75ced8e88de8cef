package credential

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// KeySet are the keys of one platform, as it publishes them at /.well-known/jwks.json.
type KeySet struct {
	Issuer string // address of the platform
	Keys   []Key  // the newest first
}

// ErrKeys says that a text is no set of keys of a platform.
var ErrKeys = errors.New("not a set of published keys")

// jwkSet is a JWK Set (RFC 7517) with whose keys they are.
type jwkSet struct {
	Issuer string `json:"issuer"`
	Keys   []jwk  `json:"keys"`
}

// jwk is a public key (RFC 8037) with the days on which it signed, as numeric dates.
type jwk struct {
	Type      string `json:"kty"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	ID        string `json:"kid"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
	NotBefore int64  `json:"nbf,omitempty"`
	Retired   int64  `json:"exp,omitempty"`
}

// Marshal writes the set as it is published.
func (s KeySet) Marshal() ([]byte, error) {
	set := jwkSet{Issuer: s.Issuer, Keys: make([]jwk, len(s.Keys))}
	for i, k := range s.Keys {
		set.Keys[i] = jwkOf(k)
	}
	return json.MarshalIndent(set, "", "  ")
}

func jwkOf(k Key) jwk {
	j := jwk{Type: "OKP", Curve: "Ed25519", X: base64.RawURLEncoding.EncodeToString(k.Public), ID: k.ID(), Use: "sig", Algorithm: "EdDSA", NotBefore: k.ValidFrom.Unix()}
	if k.RetiredAt != nil {
		j.Retired = k.RetiredAt.Unix()
	}
	return j
}

// ParseKeySet reads a published set. Keys of other kinds are passed over, as RFC 7517 section 5 asks; ErrKeys when none is
// left.
func ParseKeySet(file []byte) (KeySet, error) {
	var set jwkSet
	if err := json.Unmarshal(file, &set); err != nil {
		return KeySet{}, fmt.Errorf("%w: %v", ErrKeys, err)
	}
	found := KeySet{Issuer: set.Issuer}
	for _, k := range set.Keys {
		public, err := base64.RawURLEncoding.Strict().DecodeString(k.X)
		if k.Type != "OKP" || k.Curve != "Ed25519" || err != nil || len(public) != ed25519.PublicKeySize {
			continue
		}
		key := Key{Public: public, ValidFrom: time.Unix(k.NotBefore, 0)}
		if k.Retired != 0 {
			at := time.Unix(k.Retired, 0)
			key.RetiredAt = &at
		}
		found.Keys = append(found.Keys, key)
	}
	if len(found.Keys) == 0 || found.Issuer == "" {
		return KeySet{}, ErrKeys
	}
	return found, nil
}

// Find returns the key with a short name.
func (s KeySet) Find(id string) (Key, bool) {
	for _, k := range s.Keys {
		if k.ID() == id {
			return k, true
		}
	}
	return Key{}, false
}
