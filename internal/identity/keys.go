package identity

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"taphuan/internal/seal"
)

// secretBytes is the length of an installation's secret.
const secretBytes = 32

// Keys are the keys of an installation, all derived from its one secret. Whoever has the secret can
// sign in as anybody; whoever loses it loses printed slips and second factors, not passwords.
type Keys struct {
	signing  ed25519.PrivateKey
	kid      string
	oneTime  []byte
	recovery []byte
	refresh  []byte
	throttle []byte
	sealing  *seal.Box // secrets of one person
	numbers  []byte    // national numbers, to find one again
}

// NewKeys derives the keys from a secret of at least 32 random bytes.
func NewKeys(secret []byte) (Keys, error) {
	if len(secret) < secretBytes {
		return Keys{}, fmt.Errorf("the installation's secret has %d bytes, at least %d are needed", len(secret), secretBytes)
	}
	derive := func(purpose string) []byte {
		key, err := hkdf.Key(sha256.New, secret, nil, "taphuan identity "+purpose, 32)
		if err != nil {
			panic(err) // only for lengths that we do not ask for
		}
		return key
	}
	sealing, err := seal.New(secret, "taphuan identity sealing")
	if err != nil {
		return Keys{}, err
	}
	k := Keys{signing: ed25519.NewKeyFromSeed(derive("signing")), oneTime: derive("one-time"), recovery: derive("recovery"),
		refresh: derive("refresh"), throttle: derive("throttle"), sealing: sealing, numbers: derive("national-number")}
	sum := sha256.Sum256(k.public())
	k.kid = hex.EncodeToString(sum[:8])
	return k, nil
}

func (k Keys) public() ed25519.PublicKey { return k.signing.Public().(ed25519.PublicKey) }

// mac returns HMAC-SHA-256 over the parts, each with its length.
func mac(key []byte, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		n := len(p)
		h.Write([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		h.Write(p)
	}
	return h.Sum(nil)
}
