package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// authenticator is a phone with one passkey: ES256, no attestation.
type authenticator struct {
	t       *testing.T
	key     *ecdsa.PrivateKey
	id      []byte
	handle  []byte
	counter uint32

	origin   string
	rpID     string
	verifies bool // asks for a fingerprint
}

func newAuthenticator(t *testing.T) *authenticator {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	id := make([]byte, 16)
	rand.Read(id)
	return &authenticator{t: t, key: key, id: id, origin: "http://localhost:8080", rpID: "localhost", verifies: true}
}

var b64 = base64.RawURLEncoding.EncodeToString

func (a *authenticator) clientData(kind string, challenge []byte) []byte {
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": b64(challenge), "origin": a.origin, "crossOrigin": false})
	must(a.t, err)
	return text
}

func (a *authenticator) authData(flags byte, attested []byte) []byte {
	sum := sha256.Sum256([]byte(a.rpID))
	flags |= 0x01 // present
	if a.verifies {
		flags |= 0x04
	}
	data := append(sum[:], flags)
	data = binary.BigEndian.AppendUint32(data, a.counter)
	return append(data, attested...)
}

// create answers navigator.credentials.create.
func (a *authenticator) create(challenge, handle []byte) []byte {
	a.handle = handle
	point, err := a.key.PublicKey.Bytes()
	must(a.t, err)
	cose := append([]byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20}, point[1:33]...)
	cose = append(append(cose, 0x22, 0x58, 0x20), point[33:]...)
	attested := append(make([]byte, 16), 0, byte(len(a.id)))
	attested = append(append(attested, a.id...), cose...)
	data := a.authData(0x40, attested)
	object := append([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"), byte(len(data)))
	return a.answer(map[string]any{"clientDataJSON": b64(a.clientData("webauthn.create", challenge)), "attestationObject": b64(append(object, data...))})
}

// get answers navigator.credentials.get.
func (a *authenticator) get(challenge []byte) []byte {
	a.counter++
	client, data := a.clientData("webauthn.get", challenge), a.authData(0, nil)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	must(a.t, err)
	return a.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.handle)})
}

func (a *authenticator) answer(response map[string]any) []byte {
	text, err := json.Marshal(map[string]any{"id": b64(a.id), "rawId": b64(a.id), "type": "public-key",
		"authenticatorAttachment": "platform", "clientExtensionResults": map[string]any{}, "response": response})
	must(a.t, err)
	return text
}
