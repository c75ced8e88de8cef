package certificate

import (
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"
)

// A revocation is seen in the list that the badge names, after the time that a list is given out, and in no other place.
func TestRevocationReachesTheStatusList(t *testing.T) {
	w := setup(t, false)
	var ids [3]Certificate
	for i := range ids {
		who, event := w.complete(t, w.department, 845)
		ids[i] = w.issue(t, who, event)
		for range 2 { // the place is given once
			if _, _, err := w.FindBadge(t.Context(), who, ids[i].ID, BadgeDocument); err != nil {
				t.Fatal(err)
			}
		}
	}
	if bits := w.statusBits(t); bits != 0 {
		t.Errorf("before: %08b", bits)
	}
	w.exec(t, `UPDATE certificate.certificates SET state = 'revoked', revoked_at = now(), revoked_reason = 'x' WHERE id = ?`, ids[1].ID)
	w.exec(t, `UPDATE certificate.certificates SET state = 'replaced' WHERE id = ?`, ids[2].ID)
	if bits := w.statusBits(t); bits != 0 {
		t.Errorf("the list that is held: %08b", bits)
	}
	w.now = func() time.Time { return today.Add(3*time.Hour + statusListHeld) }
	if bits := w.statusBits(t); bits != 0b01100000 {
		t.Errorf("after: %08b", bits)
	}
}

// statusBits are the first eight of the first list.
func (w *world) statusBits(t *testing.T) byte {
	t.Helper()
	text, err := w.StatusList(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Subject struct{ EncodedList string } `json:"credentialSubject"`
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(base64.NewDecoder(base64.RawURLEncoding, strings.NewReader(d.Subject.EncodedList[1:])))
	if err != nil {
		t.Fatal(err)
	}
	bits, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return bits[0]
}
