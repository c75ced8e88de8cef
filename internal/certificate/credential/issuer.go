package credential

import (
	"encoding/json"
	"slices"

	"github.com/mr-tron/base58"
)

// Addresses of what the platform publishes about its badges, below its own.
const (
	IssuerPath = "/credentials/issuer"
	KeyPath    = "/credentials/keys/"   // + short name
	StatusPath = "/credentials/status/" // + number of the list
)

func issuerID(platform string) string { return platform + IssuerPath }

// methodID names a key in the issuer's profile, for proofs inside documents.
func methodID(platform, key string) string { return issuerID(platform) + "#" + key }

// issuerProfile is who issues badges: a Profile of Open Badges 3.0 and a controlled identifier document (CID 1.0) with the
// keys in the form that eddsa-jcs-2022 asks for.
type issuerProfile struct {
	Context []string `json:"@context"`
	profile
	Methods   []method `json:"verificationMethod"`
	Assertion []string `json:"assertionMethod"`
}

type method struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Controller string `json:"controller"`
	Key        string `json:"publicKeyMultibase"`
	Revoked    string `json:"revoked,omitempty"`
}

// multikey begins an Ed25519 key in Multikey form (CID 1.0, section 2.2.2).
var multikey = []byte{0xed, 0x01}

// Profile writes the issuer's profile under a name.
func (s KeySet) Profile(name string) ([]byte, error) {
	p := issuerProfile{Context: append(slices.Clone(badgeContexts), "https://www.w3.org/ns/cid/v1"),
		profile: profile{ID: issuerID(s.Issuer), Type: []string{"Profile"}, Name: name, URL: s.Issuer}}
	for _, k := range s.Keys {
		m := method{ID: methodID(s.Issuer, k.ID()), Type: "Multikey", Controller: p.ID, Key: "z" + base58.Encode(append(slices.Clone(multikey), k.Public...))}
		p.Methods, p.Assertion = append(p.Methods, m), append(p.Assertion, m.ID)
	}
	return json.Marshal(p)
}

// JWK writes one key, for tokens that name it by its address; false when there is none of that name.
func (s KeySet) JWK(id string) ([]byte, bool) {
	k, found := s.Find(id)
	if !found {
		return nil, false
	}
	text, err := json.Marshal(jwkOf(k))
	return text, err == nil
}
