package credential

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// idBytes is how much of a key's thumbprint names it. It leads to the key and proves nothing.
const idBytes = 4

// Key is a public key by which the platform's credentials are checked.
type Key struct {
	Public    ed25519.PublicKey
	ValidFrom time.Time
	RetiredAt *time.Time // what was issued later is not its work; nil: it signs today
}

// ID is the short name of the key: eight hexadecimal digits of its thumbprint (RFC 7638).
func (k Key) ID() string { return keyID(k.Public) }

func keyID(public ed25519.PublicKey) string {
	sum := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + base64.RawURLEncoding.EncodeToString(public) + `"}`))
	return hex.EncodeToString(sum[:idBytes])
}

// Signer signs credentials in the name of a platform.
type Signer struct {
	Private ed25519.PrivateKey
	Issuer  string // address of the platform: "https://taphuan.example"
}

// KeyID is the short name of the signer's key.
func (s Signer) KeyID() string { return keyID(s.Private.Public().(ed25519.PublicKey)) }
