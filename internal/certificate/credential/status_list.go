package credential

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"time"
)

// StatusListLength is how many credentials one status list tells of: the least that Bitstring Status List 1.0 (section 6.1)
// allows, so that a look at the list does not tell which credential was meant.
const StatusListLength = 131072

// statusListLasts is how long a published list may be relied upon.
const statusListLasts = 24 * time.Hour

// status is where a credential's revocation is told.
type status struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Purpose string `json:"statusPurpose"`
	Index   string `json:"statusListIndex"`
	List    string `json:"statusListCredential"`
}

func statusOf(platform string, position int64) status {
	list := fmt.Sprintf("%s%s%d", platform, StatusPath, position/StatusListLength)
	index := fmt.Sprint(position % StatusListLength)
	return status{ID: list + "#" + index, Type: "BitstringStatusListEntry", Purpose: "revocation", Index: index, List: list}
}

// StatusList signs the list of a number; revoked are positions in it, from 0.
func StatusList(number int64, revoked []int64, by Signer, at time.Time) ([]byte, error) {
	encoded, err := encodeBits(revoked)
	if err != nil {
		return nil, err
	}
	id := fmt.Sprintf("%s%s%d", by.Issuer, StatusPath, number)
	return prove(map[string]any{
		"@context": []any{badgeContexts[0]}, "id": id, "type": []any{"VerifiableCredential", "BitstringStatusListCredential"}, "issuer": issuerID(by.Issuer),
		"validFrom": stamp(at), "validUntil": stamp(at.Add(statusListLasts)),
		"credentialSubject": map[string]any{"id": id + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": encoded},
	}, by, at)
}

// encodeBits writes the bits of a list, the first one leftmost, compressed (section 3.3).
func encodeBits(set []int64) (string, error) {
	bits := make([]byte, StatusListLength/8)
	for _, at := range set {
		bits[at/8] |= 0x80 >> (at % 8)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(bits); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes()), nil
}
