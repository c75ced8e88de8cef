package credential

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"time"

	"github.com/gowebpki/jcs"
	"github.com/mr-tron/base58"
)

const cryptosuite = "eddsa-jcs-2022"

// prove adds a proof to a document's members (Data Integrity EdDSA Cryptosuites 1.0, section 3.3) and writes it.
func prove(document map[string]any, by Signer, at time.Time) ([]byte, error) {
	proof := map[string]any{"@context": document["@context"], "type": "DataIntegrityProof", "cryptosuite": cryptosuite, "created": stamp(at),
		"verificationMethod": methodID(by.Issuer, by.KeyID()), "proofPurpose": "assertionMethod"}
	hash, err := proofHash(document, proof)
	if err != nil {
		return nil, err
	}
	proof["proofValue"] = "z" + base58.Encode(ed25519.Sign(by.Private, hash))
	document["proof"] = proof
	return json.Marshal(document)
}

// proofHash is what a proof signs: the hash of its own members before the hash of the document without it.
func proofHash(document, proof map[string]any) ([]byte, error) {
	first, err := canonicalHash(proof)
	if err != nil {
		return nil, err
	}
	second, err := canonicalHash(document)
	return append(first, second...), err
}

// canonicalHash is the SHA-256 of the canonical form (RFC 8785).
func canonicalHash(members map[string]any) ([]byte, error) {
	text, err := json.Marshal(members)
	if err != nil {
		return nil, err
	}
	canonical, err := jcs.Transform(text)
	sum := sha256.Sum256(canonical)
	return sum[:], err
}
