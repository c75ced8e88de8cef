package notify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"taphuan/internal/access"
)

// cancelled tells a person that a class is not held whose next session begins at an instant.
func (w *world) cancelled(t *testing.T, who access.Principal, class string, next time.Time) {
	t.Helper()
	err := w.Tell(t.Context(), Notice{PersonID: who.PersonID, Kind: ClassCancelled, Event: "class/" + class, Step: "cancelled",
		Facts: Facts{Class: &Class{Name: class}}, NeededBy: &next})
	if err != nil {
		t.Fatal(err)
	}
}

// TestUrgentMail: what has to be known within two days is mailed by itself, at once, beside the digest of the day;
// what is later, or past, waits for the digest.
func TestUrgentMail(t *testing.T) {
	w := setup(t)
	who, other := w.person(t, w.room), w.person(t, w.room)
	w.hasAddress(t, who, "uom@coquan.gov.vn")
	w.tell(t, who, "1/2026")
	w.turn(t)
	w.cancelled(t, who, "Lớp hôm qua", w.now.Add(-time.Hour))
	w.cancelled(t, who, "Lớp tuần sau", w.now.Add(7*24*time.Hour))
	w.turn(t)
	if n := len(w.post.letters()); n != 1 {
		t.Fatalf("%d mails before anything is urgent", n)
	}
	w.cancelled(t, who, "Lớp ngày mai", w.now.Add(20*time.Hour))
	w.cancelled(t, other, "Lớp ngày mai", w.now.Add(20*time.Hour)) // no address
	w.turn(t)
	w.turn(t)
	letters := w.post.letters()
	if len(letters) != 2 {
		t.Fatalf("%d mails", len(letters))
	}
	text := readable(t, letters[1])
	if !strings.Contains(text, "Gấp: Lớp ngày mai: lớp đã hủy") || strings.Contains(text, "tuần sau") || strings.Contains(text, "http") {
		t.Errorf("the urgent mail says\n%s", text)
	}
	w.now = noon.AddDate(0, 0, 1)
	w.turn(t)
	letters = w.post.letters()
	if len(letters) != 3 {
		t.Fatalf("%d mails a day later", len(letters))
	}
	if text = readable(t, letters[2]); strings.Contains(text, "Gấp") || strings.Contains(text, "ngày mai") || !strings.Contains(text, "tuần sau") || !strings.Contains(text, "hôm qua") {
		t.Errorf("the digest says\n%s", text)
	}
	if mails, _, err := w.ListMails(t.Context(), who, 10, 0); err != nil || len(mails) != 3 || mails[1].Kind != "urgent" || mails[1].State != "sent" {
		t.Errorf("history: %+v, %v", mails, err)
	}
}

// TestAlarmIsMailedAtOnce: what somebody did to a person's way to sign in is mailed within the turn, at night too and
// when somebody has read it in the inbox; a role waits for the digest of the morning.
func TestAlarmIsMailedAtOnce(t *testing.T) {
	for _, kind := range []Kind{FactorsReset, SlipPrinted} {
		t.Run(string(kind), func(t *testing.T) {
			w := setup(t)
			who, other := w.person(t, w.room), w.person(t, w.room)
			w.hasAddress(t, who, "uom@coquan.gov.vn")
			w.hasAddress(t, other, "khac@coquan.gov.vn")
			w.now = time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC) // 22:00; quiet until 07:00
			alarm := Notice{PersonID: who.PersonID, Kind: kind, Event: "account/1"}
			role := Notice{PersonID: who.PersonID, Kind: RoleGranted, Event: "account/2", Facts: Facts{Role: "focal_point", AgencyName: "Sở Nội vụ"}}
			if err := w.Tell(t.Context(), alarm, role); err != nil {
				t.Fatal(err)
			}
			w.exec(t, `UPDATE notify.notices SET read_at = now() WHERE kind = ?`, string(kind))
			w.turn(t)
			w.turn(t)
			letters := w.post.letters()
			if len(letters) != 1 {
				t.Fatalf("%d mails in the night", len(letters))
			}
			text := readable(t, letters[0])
			if !strings.HasPrefix(text, "uom@coquan.gov.vn\n") || !strings.Contains(text, "Gấp: "+alarm.Words().Title.VI) || strings.Contains(text, "vai trò") || strings.Contains(text, "http") {
				t.Errorf("the mail says\n%s", text)
			}
			w.now = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) // 07:00
			w.turn(t)
			if letters = w.post.letters(); len(letters) != 2 || !strings.Contains(readable(t, letters[1]), "vai trò") {
				t.Errorf("%d mails in the morning", len(letters))
			}
		})
	}
}

// TestUrgentInQuietHours: a class of tomorrow morning that is cancelled in the evening is told in the evening; when
// the morning is early enough to tell it, it waits for the morning.
func TestUrgentInQuietHours(t *testing.T) {
	evening := time.Date(2026, 11, 23, 14, 30, 0, 0, time.UTC) // 21:30; quiet until 07:00
	for _, c := range []struct {
		next    time.Time
		atNight int
	}{
		{time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC), 1}, // 07:30
		{time.Date(2026, 11, 24, 3, 59, 0, 0, time.UTC), 1}, // 10:59
		{time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC), 0},  // 11:00
		{time.Date(2026, 11, 25, 0, 30, 0, 0, time.UTC), 0}, // the day after
	} {
		t.Run(c.next.Format("02 15:04"), func(t *testing.T) {
			w := setup(t)
			who := w.person(t, w.room)
			w.hasAddress(t, who, "uom@coquan.gov.vn")
			w.now = evening
			w.tell(t, who, "1/2026")
			w.cancelled(t, who, "Lớp sớm mai", c.next)
			w.turn(t)
			if n := len(w.post.letters()); n != c.atNight {
				t.Fatalf("%d mails at night, want %d", n, c.atNight)
			}
			w.now = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) // 07:00
			w.turn(t)
			all := strings.Builder{}
			for _, letter := range w.post.letters() {
				all.WriteString(readable(t, letter))
			}
			if strings.Count(all.String(), "- Lớp sớm mai") != 1 || strings.Count(all.String(), "1/2026") != 1 {
				t.Errorf("in the morning all is told once:\n%s", all.String())
			}
		})
	}
}

// TestUrgentMailsAreBounded: after some on one day the rest waits for the digest; changes between two turns come in
// one mail.
func TestUrgentMailsAreBounded(t *testing.T) {
	w := setup(t)
	who := w.person(t, w.room)
	w.hasAddress(t, who, "uom@coquan.gov.vn")
	w.tell(t, who, "1/2026")
	w.turn(t) // the digest of the day
	for i := range urgentADay + 3 {
		w.cancelled(t, who, fmt.Sprintf("Lớp %d", i), noon.Add(30*time.Hour))
		w.cancelled(t, who, fmt.Sprintf("Lớp %d chiều", i), noon.Add(34*time.Hour))
		w.turn(t)
	}
	if n := len(w.post.letters()); n != 1+urgentADay {
		t.Errorf("%d mails", n)
	}
	w.now = noon.AddDate(0, 0, 1)
	w.turn(t)
	if n := w.count(t, `SELECT count(*) FROM notify.notices WHERE mail_id IS NULL`); n != 0 {
		t.Errorf("%d notices were never mailed", n)
	}
}

// TestQuietEnd: the end of the quiet hours that an instant lies in, over midnight and within a day.
func TestQuietEnd(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour-7, 0, 0, 0, time.UTC) }
	night, nap := Preferences{QuietFrom: 20 * 60, QuietTo: 7 * 60}, Preferences{QuietFrom: 11 * 60, QuietTo: 14 * 60}
	for _, c := range []struct {
		p        Preferences
		now, end time.Time
	}{
		{night, at(23, 21), at(24, 7)},
		{night, at(24, 2), at(24, 7)},
		{nap, at(23, 12), at(23, 14)},
	} {
		if got := c.p.quietEnd(c.now); !got.Equal(c.end) || !c.p.isQuiet(c.now) {
			t.Errorf("at %s: %s, want %s", c.now, got, c.end)
		}
	}
}
