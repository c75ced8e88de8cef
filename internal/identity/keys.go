package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/google/uuid"
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
	sealing  cipher.AEAD
	numbers  []byte // national numbers, to find one again
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
	block, err := aes.NewCipher(derive("sealing"))
	if err != nil {
		return Keys{}, err
	}
	sealing, err := cipher.NewGCM(block)
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

// seal encrypts a secret of one person; it opens for that person alone.
func (k Keys) seal(person uuid.UUID, plain []byte) []byte {
	nonce := make([]byte, k.sealing.NonceSize())
	rand.Read(nonce)
	return k.sealing.Seal(nonce, nonce, plain, person[:])
}

func (k Keys) open(person uuid.UUID, sealed []byte) ([]byte, error) {
	n := k.sealing.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("sealed secret is too short")
	}
	return k.sealing.Open(nil, sealed[:n], sealed[n:], person[:])
}

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
