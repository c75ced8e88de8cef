package certificate

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// world is a province with a department, its police with a room below, a published course that is
// valid for two years, and an issuer.
type world struct {
	*Service
	db                       *postgres.DB
	owner                    *bun.DB
	department, police, room uuid.UUID
	course                   catalog.Course
	issuer                   uuid.UUID
}

// today is the day on which the tests happen.
var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func setup(t *testing.T, demo bool) *world {
	t.Helper()
	t.Parallel()
	return newWorld(t, demo)
}

func newWorld(t testing.TB, demo bool) *world {
	t.Helper()
	db, owner := pgtest.NewWithOwner(t)
	events, err := outbox.New(db, []outbox.Reaction{outbox.On("make_document", func(context.Context, Issued) error { return nil })})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Service: New(db, events, func() time.Time { return today.Add(3 * time.Hour) }, "https://taphuan.example", demo), db: db, owner: owner, issuer: uuid.New()}
	if err := w.KeepKeys(make([]byte, 32)); err != nil {
		t.Fatal(err)
	}
	w.department = w.agency(t, "Sở Khoa học và Công nghệ", "department")
	w.police = w.agency(t, "Công an tỉnh", "police")
	w.room = w.agency(t, "Phòng nghiệp vụ", "unit")
	w.exec(t, `INSERT INTO organization.agency_closure VALUES (?, ?, 1, '2020-01-01', NULL)`, w.police, w.room)
	w.exec(t, `INSERT INTO certificate.issuers (id, agency_id, number_mark, header_lines, place, certified_by, basis_document, sign_lines, valid_from)
		VALUES (?, ?, 'GCN-CAT', '{UBND TỈNH QUẢNG NGÃI,BAN CHỈ ĐẠO 138}', 'Quảng Ngãi', 'TRƯỞNG BAN CHỈ ĐẠO 138', 'Kế hoạch số 12/KH-BCĐ138', '{TRƯỞNG BAN}', '2026-01-01')`, w.issuer, w.police)
	w.publish(t, "Nhận biết lừa đảo", 1)
	return w
}

func (w *world) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := w.owner.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func (w *world) count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	if err := w.owner.NewRaw(query, args...).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (w *world) agency(t testing.TB, name, kind string) uuid.UUID {
	t.Helper()
	id := uuid.New()
	w.exec(t, `INSERT INTO organization.agencies (id) VALUES (?)`, id)
	w.exec(t, `INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, name_key) VALUES (?, ?, '2020-01-01', ?, ?, ?, '')`, uuid.New(), id, name, kind, name)
	w.exec(t, `INSERT INTO organization.agency_closure VALUES (?0, ?0, 0, '2020-01-01', NULL)`, id)
	return id
}

func (w *world) publish(t testing.TB, title string, content byte) {
	t.Helper()
	draft := catalog.Draft{ContentHash: []byte{content}, Course: catalog.Course{Key: "an1", Code: "AN1", Title: catalog.LocalText{VI: title, EN: "Recognizing scams"},
		Field: catalog.Cybersecurity, Level: "basic", Periods: 800, PassMark: 500, ValidityMonths: 24, UpdatedOn: today, Audience: []string{"CB"}}}
	err := w.db.RunInTx(t.Context(), postgres.System(postgres.ImportCourses), func(ctx context.Context, tx bun.Tx) error {
		_, err := catalog.PublishVersionTx(ctx, tx, &draft, today)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.course = draft.Course
}

// complete makes an officer of an agency who has completed the course today.
func (w *world) complete(t testing.TB, agency uuid.UUID, score int) (access.Principal, learning.CourseCompleted) {
	t.Helper()
	person, enrollment := uuid.New(), uuid.New()
	w.exec(t, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name, birth_year) VALUES (?, ?, 'officer', 'Đinh Thị Hrê Ươm', 'Ươm', 1985)`, person, agency)
	w.exec(t, `INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, source, enrolled_at, started_at, completed_at)
		VALUES (?, ?, ?, ?, ?, 'self', '2026-11-01 02:00Z', '2026-11-02 20:00Z', '2026-11-23 02:00Z')`, enrollment, person, agency, w.course.ID, w.course.VersionID)
	w.exec(t, `INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, score, periods)
		VALUES (?, ?, ?, ?, ?, ?, 1, '2026-11-23 02:00Z', '2026-11-23', ?, 800)`, uuid.New(), enrollment, person, agency, w.course.ID, w.course.VersionID, score)
	return access.Principal{PersonID: person}, learning.CourseCompleted{EnrollmentID: enrollment}
}

// issue issues the certificate of a completion and returns it.
func (w *world) issue(t testing.TB, who access.Principal, event learning.CourseCompleted) Certificate {
	t.Helper()
	if err := w.Issue(t.Context(), event); err != nil {
		t.Fatal(err)
	}
	c, err := w.FindByEnrollment(t.Context(), who, event.EnrollmentID)
	if err != nil || c == nil {
		t.Fatalf("certificate %v, %v", c, err)
	}
	return *c
}
