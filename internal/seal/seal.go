// Package seal keeps short secrets in the database: encrypted with a key that is derived from the installation's secret,
// and bound to whatever they belong to.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"

	"github.com/google/uuid"
)

// Box seals and opens (AES-256-GCM, the nonce in front).
type Box struct{ aead cipher.AEAD }

// New derives the key of a purpose from the installation's secret (HKDF, RFC 5869). Boxes of two purposes do not open each
// other's.
func New(secret []byte, purpose string) (*Box, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, purpose, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &Box{aead}, err
}

// Seal encrypts what belongs to an owner; it opens for that owner alone.
func (b *Box) Seal(owner uuid.UUID, plain []byte) []byte {
	nonce := make([]byte, b.aead.NonceSize())
	rand.Read(nonce)
	return b.aead.Seal(nonce, nonce, plain, owner[:])
}

// Open returns what was sealed for the owner. An error: it was changed, cut, or sealed for another or with another secret.
func (b *Box) Open(owner uuid.UUID, sealed []byte) ([]byte, error) {
	n := b.aead.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("sealed secret is too short")
	}
	return b.aead.Open(nil, sealed[:n], sealed[n:], owner[:])
}
