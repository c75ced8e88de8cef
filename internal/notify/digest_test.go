package notify

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// hasAddress gives a person a proved address.
func (w *world) hasAddress(t *testing.T, who access.Principal, address string) {
	t.Helper()
	w.exec(t, `INSERT INTO notify.preferences (person_id, email) VALUES (?, ?)`, who.PersonID, address)
}

// tell writes one notice that can be muted.
func (w *world) tell(t *testing.T, who access.Principal, number string) {
	t.Helper()
	err := w.Tell(t.Context(), Notice{PersonID: who.PersonID, Kind: CertificateIssued, Event: "certificate/" + number, Facts: Facts{CourseTitle: "Nhận biết lừa đảo", Number: number}})
	if err != nil {
		t.Fatal(err)
	}
}

// turn is one turn of the duties, with their reactions run at once.
func (w *world) turn(t *testing.T) {
	t.Helper()
	if err := errors.Join(w.QueueUrgentMails(t.Context()), w.QueueDigests(t.Context())); err != nil {
		t.Fatal(err)
	}
	for _, id := range w.queued(t) {
		if err := w.SendMail(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) queued(t *testing.T) (events []MailQueued) {
	t.Helper()
	if err := w.owner.NewRaw(`SELECT id AS mail_id FROM notify.mails WHERE state = 'queued'`).Scan(t.Context(), &events); err != nil {
		t.Fatal(err)
	}
	return events
}

// readable is the subject and the text of a letter as a reader sees them.
func readable(t *testing.T, letter string) string {
	t.Helper()
	head, body, _ := strings.Cut(letter, "\r\n\r\n")
	text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
	if err != nil {
		t.Fatal(err)
	}
	unfolded := strings.ReplaceAll(head, "\r\n ", " ")
	subject, err := new(mime.WordDecoder).DecodeHeader(unfolded)
	if err != nil {
		t.Fatal(err)
	}
	return subject + "\n\n" + string(text)
}

// TestOneDigestADay: everything of the day in one mail, without a link; the next day the rest.
func TestOneDigestADay(t *testing.T) {
	w := setup(t)
	who := w.person(t, w.room)
	w.hasAddress(t, who, "uom@coquan.gov.vn")
	w.tell(t, who, "1/2026")
	w.tell(t, who, "2/2026")
	w.turn(t)
	w.tell(t, who, "3/2026")
	w.turn(t)
	if n := len(w.post.letters()); n != 1 {
		t.Fatalf("%d mails on one day", n)
	}
	text := readable(t, w.post.letters()[0])
	for _, want := range []string{"uom@coquan.gov.vn\n", "Tập Huấn: 2 thông báo", "Số vào sổ 1/2026", "Số vào sổ 2/2026", "bằng dấu trang đã lưu"} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, text)
		}
	}
	for _, banned := range []string{"http://", "https://", "href", "www."} {
		if strings.Contains(text, banned) {
			t.Errorf("the mail has %q", banned)
		}
	}
	w.now = noon.AddDate(0, 0, 1)
	w.turn(t)
	if letters := w.post.letters(); len(letters) != 2 || !strings.Contains(readable(t, letters[1]), "3/2026") {
		t.Errorf("the next day brought %d mails", len(letters)-1)
	}
}

// TestQuietHours: nothing is sent in them, and what waited is sent after.
func TestQuietHours(t *testing.T) {
	w := setup(t)
	who := w.person(t, w.room)
	w.hasAddress(t, who, "uom@coquan.gov.vn")
	w.tell(t, who, "1/2026")
	w.now = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC) // 21:00
	w.turn(t)
	if n := len(w.post.letters()); n != 0 {
		t.Fatalf("%d mails in quiet hours", n)
	}
	w.now = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) // 07:00
	w.turn(t)
	if n := len(w.post.letters()); n != 1 {
		t.Errorf("%d mails after quiet hours", n)
	}
}

// TestMuted: a kind that is muted is not mailed and stays in the inbox; a duty cannot be muted.
func TestMuted(t *testing.T) {
	w := setup(t)
	who := w.person(t, w.room)
	w.hasAddress(t, who, "uom@coquan.gov.vn")
	if err := w.SetPreferences(t.Context(), who, SetPreferences{Muted: []Kind{CertificateIssued}}); err != nil {
		t.Fatal(err)
	}
	w.tell(t, who, "1/2026")
	w.turn(t)
	if n := len(w.post.letters()); n != 0 {
		t.Errorf("%d mails of a muted kind", n)
	}
	if list, total, err := w.ListNotices(t.Context(), who, 10, 0); err != nil || total != 1 || len(list) != 1 {
		t.Errorf("inbox: %d, %v", total, err)
	}
	if err := w.SetPreferences(t.Context(), who, SetPreferences{Muted: []Kind{DutyOverdue}}); err == nil {
		t.Error("a duty was muted")
	}
	w.owes(who, w.room, -1)
	w.remind(t)
	w.turn(t)
	if n := len(w.post.letters()); n != 1 {
		t.Errorf("%d mails of a duty", n)
	}
}

// TestMailServer: a server that is busy is asked again with the same Message-ID, one that refuses
// for good is not.
func TestMailServer(t *testing.T) {
	w := setup(t)
	who := w.person(t, w.room)
	w.hasAddress(t, who, "uom@coquan.gov.vn")
	w.tell(t, who, "1/2026")
	w.post.answer(&smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 0}, Message: "busy"})
	if err := w.QueueDigests(t.Context()); err != nil {
		t.Fatal(err)
	}
	mail := w.queued(t)[0]
	if err := w.SendMail(t.Context(), mail); err == nil || strings.Contains(err.Error(), "uom@") {
		t.Fatalf("busy: %v", err)
	}
	w.post.answer(nil)
	for range 2 {
		if err := w.SendMail(t.Context(), mail); err != nil {
			t.Fatal(err)
		}
	}
	letters := w.post.letters()
	if len(letters) != 1 || !strings.Contains(letters[0], mail.MailID.String()+"@coquan.gov.vn") {
		t.Errorf("%d letters after a second try", len(letters))
	}

	w.now = noon.AddDate(0, 0, 1)
	w.tell(t, who, "2/2026")
	w.post.answer(&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such box"})
	w.turn(t)
	if n := w.count(t, `SELECT count(*) FROM notify.mails WHERE state = 'failed'`); n != 1 {
		t.Errorf("%d failed mails", n)
	}
}

// TestOthersMails: nobody reads or marks another person's notices, even without the service's checks.
func TestOthersMails(t *testing.T) {
	w := setup(t)
	who, other := w.person(t, w.room), w.person(t, w.room)
	w.tell(t, who, "1/2026")
	if _, total, err := w.ListNotices(t.Context(), other, 10, 0); err != nil || total != 0 {
		t.Errorf("another person sees %d notices, %v", total, err)
	}
	list, _, err := w.ListNotices(t.Context(), who, 10, 0)
	if err != nil || len(list) != 1 {
		t.Fatal(err)
	}
	if err := w.MarkRead(t.Context(), other, []uuid.UUID{list[0].ID}); err != nil {
		t.Fatal(err)
	}
	err = w.db.RunInTx(t.Context(), postgres.Agencies(w.room).AndPersons(other.PersonID), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE notify.notices SET read_at = now()`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := w.CountUnread(t.Context(), who.PersonID); err != nil || n != 1 {
		t.Errorf("%d unread, %v", n, err)
	}
	if err := w.MarkRead(t.Context(), who, nil); err != nil {
		t.Fatal(err)
	}
	if n, err := w.CountUnread(t.Context(), who.PersonID); err != nil || n != 0 {
		t.Errorf("%d unread after reading, %v", n, err)
	}
}

// TestTakenBack: a mail whose address went away, or that came to lie in quiet hours, does not stay queued;
// its notices go out with the next one.
func TestTakenBack(t *testing.T) {
	w := setup(t)
	who := w.person(t, w.room)
	w.hasAddress(t, who, "uom@coquan.gov.vn")
	w.tell(t, who, "1/2026")
	spoil := map[string]func(){
		"no address":  func() { w.exec(t, `UPDATE notify.preferences SET email = NULL`) },
		"quiet hours": func() { w.now = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC) }, // 21:00
	}
	for name, do := range spoil {
		if err := w.QueueDigests(t.Context()); err != nil {
			t.Fatal(err)
		}
		mail := w.queued(t)
		if len(mail) != 1 {
			t.Fatalf("%s: %d mails queued", name, len(mail))
		}
		do()
		for range 2 { // a reaction may come twice
			if err := w.SendMail(t.Context(), mail[0]); err != nil {
				t.Fatal(err)
			}
		}
		if n := w.count(t, `SELECT count(*) FROM notify.mails`) + w.count(t, `SELECT count(*) FROM notify.notices WHERE mail_id IS NOT NULL`); n != 0 || len(w.post.letters()) != 0 {
			t.Errorf("%s: %d rows still speak of the mail, %d letters", name, n, len(w.post.letters()))
		}
		w.now = noon
		w.exec(t, `UPDATE notify.preferences SET email = 'uom@coquan.gov.vn'`)
	}
	w.turn(t)
	if letters := w.post.letters(); len(letters) != 1 || !strings.Contains(readable(t, letters[0]), "1/2026") {
		t.Errorf("%d letters in the end", len(letters))
	}
}
