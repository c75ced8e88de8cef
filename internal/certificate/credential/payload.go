package credential

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// version is the first byte of a payload. Another order or meaning of the facts is another version.
const version = 1

// signedAs begins what is signed, so that a signature over facts is never one over anything else.
const signedAs = "taphuan certificate payload\n"

// mostDigits bounds the text of a payload: no QR code holds more.
const mostDigits = 7089

// ErrPayload says that a text is no payload at all.
var ErrPayload = errors.New("not the payload of a certificate")

var (
	encoding = must(cbor.CoreDetEncOptions().EncMode())
	decoding = must(cbor.DecOptions{MaxArrayElements: 32, MaxNestedLevels: 4, IndefLength: cbor.IndefLengthForbidden,
		TagsMd: cbor.TagsForbidden, ExtraReturnErrors: cbor.ExtraDecErrorUnknownField}.DecMode())
)

func must[T any](mode T, err error) T {
	if err != nil {
		panic(err) // only for options that exclude each other
	}
	return mode
}

// payload is a signed statement of facts: version, short name of the key, facts, signature.
type payload struct {
	keyID     string
	signed    []byte // all but the signature
	signature []byte
}

// Sign writes the payload of a certificate as digits.
func Sign(facts Facts, by Signer) (string, error) {
	body, err := encoding.Marshal(facts)
	if err != nil {
		return "", err
	}
	id, err := hex.DecodeString(by.KeyID())
	if err != nil {
		return "", err
	}
	data := append(append([]byte{version}, id...), body...)
	return toDigits(append(data, ed25519.Sign(by.Private, message(data))...)), nil
}

func message(data []byte) []byte { return append([]byte(signedAs), data...) }

// parsePayload reads the digits of a payload; whether its signature holds is asked of a key. ErrPayload when the text is
// none.
func parsePayload(digits string) (payload, error) {
	if len(digits) > mostDigits {
		return payload{}, ErrPayload
	}
	data, err := fromDigits(digits)
	if err != nil || len(data) <= 1+idBytes+ed25519.SignatureSize || data[0] != version {
		return payload{}, ErrPayload
	}
	end := len(data) - ed25519.SignatureSize
	return payload{keyID: hex.EncodeToString(data[1 : 1+idBytes]), signed: data[:end], signature: data[end:]}, nil
}

// facts are what the payload says; ErrPayload when that cannot be read.
func (p payload) facts() (Facts, error) {
	var f Facts
	if err := decoding.Unmarshal(p.signed[1+idBytes:], &f); err != nil {
		return Facts{}, fmt.Errorf("%w: %v", ErrPayload, err)
	}
	return f, nil
}

// signedBy reports whether the key made the signature.
func (p payload) signedBy(k Key) bool {
	return ed25519.Verify(k.Public, message(p.signed), p.signature)
}
