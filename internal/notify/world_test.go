package notify

import (
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// noon is the moment of the tests: 23/11/2026, 12:00 in Viet Nam.
var noon = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

// world is a department with a room below it, its people, a clock and a mail server.
type world struct {
	*Service
	db               *postgres.DB
	owner            *bun.DB
	now              time.Time
	department, room uuid.UUID
	due              []Due
	meetings         []Meeting
	post             *postOffice
}

func setup(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	db, owner := pgtest.NewWithOwner(t)
	w := &world{db: db, owner: owner, now: noon, post: openPostOffice(t)}
	events, err := outbox.New(db, []outbox.Reaction{outbox.On("send_digest", func(ctx context.Context, e MailQueued) error { return w.SendMail(ctx, e) })})
	if err != nil {
		t.Fatal(err)
	}
	mailer, err := NewMailer("smtp+plain://"+w.post.address, "taphuan@coquan.gov.vn")
	if err != nil {
		t.Fatal(err)
	}
	w.Service = New(Options{DB: db, Outbox: events, Now: func() time.Time { return w.now }, Mail: mailer, Due: w.listDue, Meetings: w.listMeetings})
	w.department, w.room = w.agency(t, "Sở Tư pháp"), w.agency(t, "Phòng Bổ trợ tư pháp")
	w.exec(t, `INSERT INTO organization.agency_closure VALUES (?, ?, 1, '2020-01-01', NULL)`, w.department, w.room)
	return w
}

// listDue is the domain that knows what is due, in memory: one person a part.
func (w *world) listDue(_ context.Context, q DueQuery, take func([]Due) error) error {
	for _, d := range w.due {
		if d.DueOn.Before(q.From) || d.DueOn.After(q.To) {
			continue
		}
		if err := take([]Due{d}); err != nil {
			return err
		}
	}
	return nil
}

// listMeetings is the domain that knows the sessions, in memory.
func (w *world) listMeetings(_ context.Context, after, before time.Time, take func(Meeting) error) error {
	for _, m := range w.meetings {
		if m.Class.Next.After(after) && m.Class.Next.Before(before) {
			if err := take(m); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *world) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := w.owner.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func (w *world) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := w.owner.NewRaw(query, args...).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (w *world) agency(t *testing.T, name string) uuid.UUID {
	t.Helper()
	id := uuid.New()
	w.exec(t, `INSERT INTO organization.agencies (id) VALUES (?)`, id)
	w.exec(t, `INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', ?, 'department', ?, '')`, uuid.New(), id, name, name)
	w.exec(t, `INSERT INTO organization.agency_closure VALUES (?0, ?0, 0, '2020-01-01', NULL)`, id)
	return id
}

func (w *world) person(t *testing.T, agency uuid.UUID) access.Principal {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	w.exec(t, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'Đinh Thị Ươm', 'Ươm')`, id, agency)
	return access.Principal{PersonID: id, Locale: "vi"}
}

func (w *world) grant(t *testing.T, who access.Principal, role access.Role, agency uuid.UUID) {
	t.Helper()
	w.exec(t, `INSERT INTO organization.grants (id, person_id, role, agency_id, valid_from) VALUES (?, ?, ?, ?, '2026-01-01')`, uuid.New(), who.PersonID, string(role), agency)
}

// owes lets a person owe the course, due that many days from today.
func (w *world) owes(who access.Principal, agency uuid.UUID, days int) {
	w.due = append(w.due, Due{PersonID: who.PersonID, AgencyID: agency, CourseID: course, CourseKey: "an1", CourseTitle: "Nhận biết lừa đảo trực tuyến",
		CourseTitleEN: "Recognizing scams", DueOn: time.Date(2026, 11, 23+days, 0, 0, 0, 0, time.UTC)})
}

var course = uuid.MustParse("0198c9a0-0000-7000-8000-0000000000a1")

func (w *world) remind(t *testing.T) {
	t.Helper()
	if err := w.Remind(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// told returns "kind/step" of a person's notices, the first first.
func (w *world) told(t *testing.T, who access.Principal) string {
	t.Helper()
	var all []string
	if err := w.owner.NewRaw(`SELECT kind || '/' || step FROM notify.notices WHERE person_id = ? ORDER BY created_at, id`, who.PersonID).Scan(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// postOffice is a mail server that keeps what it is given.
type postOffice struct {
	address string
	mu      sync.Mutex
	got     []string // "to\n" and the message
	refuse  *smtp.SMTPError
}

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{address: listener.Addr().String()}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &counter{office: p}, nil }))
	server.Domain = "localhost"
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return p
}

func (p *postOffice) letters() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.got...)
}

func (p *postOffice) answer(refusal *smtp.SMTPError) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = refusal
}

type counter struct {
	office *postOffice
	to     string
}

func (c *counter) Mail(string, *smtp.MailOptions) error { return nil }
func (c *counter) Reset()                               {}
func (c *counter) Logout() error                        { return nil }

func (c *counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	if c.office.refuse != nil {
		return c.office.refuse
	}
	c.to = to
	return nil
}

func (c *counter) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	c.office.got = append(c.office.got, c.to+"\n"+string(text))
	return err
}
