package notify

import (
	"errors"
	"regexp"
	"testing"
	"time"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

var code = regexp.MustCompile(`Mã xác nhận: (\d{8})`)

// proveAddress asks for a code and returns the one in the mail.
func (w *world) proveAddress(t *testing.T, who access.Principal, address string) string {
	t.Helper()
	if err := w.ProveAddress(t.Context(), who, address); err != nil {
		t.Fatal(err)
	}
	letters := w.post.letters()
	return code.FindStringSubmatch(readable(t, letters[len(letters)-1]))[1]
}

// TestProveAddress: an address is the person's only by the code that was sent to it.
func TestProveAddress(t *testing.T) {
	w := setup(t)
	who, other := w.person(t, w.room), w.person(t, w.room)
	right := w.proveAddress(t, who, " uom@coquan.gov.vn ")
	if p, _ := w.FindPreferences(t.Context(), who); p.Email != nil {
		t.Fatal("an address counts before it is proved")
	}
	if err := w.ConfirmAddress(t.Context(), other, right); !errors.Is(err, ErrCodeExpired) {
		t.Errorf("another person's code: %v", err)
	}
	if err := w.ConfirmAddress(t.Context(), who, "00000000x"); !errors.Is(err, ErrWrongCode) {
		t.Errorf("wrong code: %v", err)
	}
	if err := w.ConfirmAddress(t.Context(), who, right); err != nil {
		t.Fatal(err)
	}
	if p, _ := w.FindPreferences(t.Context(), who); p.Email == nil || *p.Email != "uom@coquan.gov.vn" {
		t.Errorf("address %v", p.Email)
	}
	if err := w.ConfirmAddress(t.Context(), who, right); !errors.Is(err, ErrCodeExpired) {
		t.Errorf("a code works twice: %v", err)
	}
	if err := w.RemoveAddress(t.Context(), who); err != nil {
		t.Fatal(err)
	}
	if p, _ := w.FindPreferences(t.Context(), who); p.Email != nil {
		t.Error("a removed address is kept")
	}
	if n := w.count(t, `SELECT count(*) FROM notify.address_proofs WHERE email LIKE '%uom%'`); n != 0 {
		t.Error("a removed address stays among the proofs")
	}
}

// TestCodeBounds: five wrong tries or 15 minutes end a code, five codes a day are sent.
func TestCodeBounds(t *testing.T) {
	w := setup(t)
	who := w.person(t, w.room)
	right := w.proveAddress(t, who, "uom@coquan.gov.vn")
	for range codeTries {
		w.ConfirmAddress(t.Context(), who, "wrong")
	}
	if err := w.ConfirmAddress(t.Context(), who, right); !errors.Is(err, ErrCodeExpired) {
		t.Errorf("after five wrong tries: %v", err)
	}
	right = w.proveAddress(t, who, "uom@coquan.gov.vn")
	w.now = noon.Add(codeLasts + time.Second)
	if err := w.ConfirmAddress(t.Context(), who, right); !errors.Is(err, ErrCodeExpired) {
		t.Errorf("after 15 minutes: %v", err)
	}
	for range codesPerDay - 2 {
		w.proveAddress(t, who, "uom@coquan.gov.vn")
	}
	if err := w.ProveAddress(t.Context(), who, "uom@coquan.gov.vn"); !errors.Is(err, ErrTooManyCodes) {
		t.Errorf("the sixth code of a day: %v", err)
	}
	w.now = noon.Add(25 * time.Hour)
	w.proveAddress(t, who, "uom@coquan.gov.vn")
}

func TestAddresses(t *testing.T) {
	w := setup(t)
	who := w.person(t, w.room)
	for _, bad := range []string{"", "uom", "uom@localhost", "Uom <uom@coquan.gov.vn>", "uom@coquan.gov.vn\r\nBcc: x@y.vn", "ươm@coquan.gov.vn", "a@b.vn,c@d.vn"} {
		if err := w.ProveAddress(t.Context(), who, bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	w.Mail = nil
	if err := w.ProveAddress(t.Context(), who, "uom@coquan.gov.vn"); !errors.Is(err, ErrNoMailServer) {
		t.Errorf("without a mail server: %v", err)
	}
}

// TestQuiet: quiet hours may pass midnight, and none are possible.
func TestQuiet(t *testing.T) {
	t.Parallel()
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC).Add(-7 * time.Hour) }
	night := Preferences{QuietFrom: 20 * 60, QuietTo: 7 * 60}
	day := Preferences{QuietFrom: 8 * 60, QuietTo: 17 * 60}
	for hour := range 24 {
		if night.isQuiet(at(hour)) != (hour >= 20 || hour < 7) || day.isQuiet(at(hour)) != (hour >= 8 && hour < 17) || (Preferences{}).isQuiet(at(hour)) {
			t.Errorf("hour %d", hour)
		}
	}
}
