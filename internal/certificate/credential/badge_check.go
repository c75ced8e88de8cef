package credential

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"path"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/mr-tron/base58"
)

// CheckBadge judges a badge, as a token or as a document with a proof inside, by the published keys and the clock. Of the
// facts it knows those that a badge says. ErrPayload when the text is no badge.
func CheckBadge(held []byte, keys KeySet, now time.Time) (Finding, error) {
	held = bytes.TrimSpace(held)
	if len(held) == 0 || len(held) > mostBadge {
		return Finding{}, ErrPayload
	}
	if held[0] == '{' {
		return checkDocument(held, keys, now)
	}
	return checkToken(string(held), keys, now)
}

// mostBadge bounds the text of a badge.
const mostBadge = 1 << 20

func checkToken(text string, keys KeySet, now time.Time) (Finding, error) {
	var claims jwt.MapClaims
	token, parts, err := jwt.NewParser(jwt.WithoutClaimsValidation()).ParseUnverified(text, &claims)
	if err != nil || token.Method != jwt.SigningMethodEdDSA {
		return Finding{}, ErrPayload
	}
	kid, _ := token.Header["kid"].(string)
	key, known := keys.Find(strings.TrimPrefix(kid, keys.Issuer+KeyPath))
	signed := known && jwt.SigningMethodEdDSA.Verify(strings.Join(parts[:2], "."), decodeSegment(parts[2]), key.Public) == nil
	return findingOf(claims, key, known, signed, now)
}

// decodeSegment is empty for what is not base64url, and then no signature.
func decodeSegment(text string) []byte {
	raw, err := jwt.NewParser(jwt.WithStrictDecoding()).DecodeSegment(text)
	if err != nil {
		return nil
	}
	return raw
}

func checkDocument(text []byte, keys KeySet, now time.Time) (Finding, error) {
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		return Finding{}, ErrPayload
	}
	proof, _ := members["proof"].(map[string]any)
	delete(members, "proof")
	value, _ := proof["proofValue"].(string)
	methodName, _ := proof["verificationMethod"].(string)
	delete(proof, "proofValue")
	if proof["type"] != "DataIntegrityProof" || proof["cryptosuite"] != cryptosuite || proof["proofPurpose"] != "assertionMethod" {
		return Finding{}, ErrPayload
	}
	hash, err := proofHash(members, proof)
	if err != nil {
		return Finding{}, ErrPayload
	}
	key, known := keys.Find(strings.TrimPrefix(methodName, issuerID(keys.Issuer)+"#"))
	signature, err := base58.Decode(strings.TrimPrefix(value, "z"))
	signed := known && err == nil && strings.HasPrefix(value, "z") && ed25519.Verify(key.Public, hash, signature)
	return findingOf(members, key, known, signed, now)
}

// findingOf judges what a badge says once its signature was looked at.
func findingOf(members map[string]any, key Key, known, signed bool, now time.Time) (Finding, error) {
	text, err := json.Marshal(members)
	if err != nil {
		return Finding{}, err
	}
	var d document
	if err := json.Unmarshal(text, &d); err != nil || len(d.Subject.Identifier) == 0 {
		return Finding{}, ErrPayload
	}
	f := Finding{Verdict: Valid, Facts: factsOf(d)}
	if known {
		f.KeyID = key.ID()
	}
	switch issued, until := moment(d.ValidFrom), moment(d.ValidUntil); {
	case !known:
		f.Verdict = UnknownKey
	case !signed || issued.IsZero():
		f.Verdict = Forged
	case key.RetiredAt != nil && issued.After(*key.RetiredAt):
		f.Verdict = RetiredKey
	case now.Before(issued):
		f.Verdict = Early
	case d.ValidUntil != "" && now.After(until):
		f.Verdict = Expired
	}
	return f, nil
}

// factsOf are the facts that a badge says.
func factsOf(d document) Facts {
	f := Facts{Number: d.Subject.LicenseNumber, Name: d.Subject.Identifier[0].Value, CourseCode: d.Subject.Achievement.HumanCode, CourseTitle: d.Name,
		From: DayOf(moment(d.Subject.Began).In(vietNam)), To: DayOf(moment(d.Subject.Ended).In(vietNam)), Issuer: []string{d.Issuer.Name}, IssuedOn: DayOf(moment(d.ValidFrom).In(vietNam))}
	if d.ValidUntil != "" {
		f.ValidUntil = DayOf(moment(d.ValidUntil).In(vietNam))
	}
	if len(d.Evidence) > 0 {
		f.Code = path.Base(d.Evidence[0].ID)
	}
	return f
}

// moment reads a time of the document; zero when there is none.
func moment(text string) time.Time {
	at, _ := time.Parse(time.RFC3339, text)
	return at
}
