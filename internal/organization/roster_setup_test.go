package organization

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/identity"
	"taphuan/internal/outbox"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

// school is one installation with two schools and a department in a province, and a clock.
type school struct {
	*Service
	t                             testing.TB
	owner                         *bun.DB
	province, first, second, dept uuid.UUID
	today                         time.Time
	closed                        []ClosedPeriod
	sealedOn                      map[uuid.UUID]time.Time // of closed periods: the first day on which they are
	restated                      []Restatement
}

// seal closes periods.
func (w *school) seal(periods ...ClosedPeriod) { w.closed = periods }

// links keep the lines of the world, and answer with its closed periods.
func (w *school) linked() Links {
	return Links{
		Closed: func(_ context.Context, _ bun.IDB, day, today time.Time) ([]ClosedPeriod, error) {
			return slices.DeleteFunc(slices.Clone(w.closed), func(p ClosedPeriod) bool { return p.To.Before(day) || today.Before(w.sealedOn[p.ID]) }), nil
		},
		Restate: func(_ context.Context, _ bun.IDB, lines []Restatement) error {
			w.restated = append(w.restated, lines...)
			return nil
		}}
}

func newSchool(t testing.TB) *school {
	t.Helper()
	db, owner := pgtest.NewWithOwner(t)
	keys, err := identity.NewKeys(make([]byte, 32))
	ok(t, err)
	accounts, err := identity.New(identity.Options{DB: db, Keys: keys, PublicURL: "https://taphuan.example.vn", Log: slog.New(slog.DiscardHandler)})
	ok(t, err)
	w := &school{t: t, owner: owner, today: time.Now()}
	w.Service = New(db, accounts, &outbox.Outbox{}, w.linked(), func() time.Time { return w.today })
	w.province = w.agency(uuid.Nil, "Tỉnh Quảng Ngãi", KindProvince)
	w.first = w.agency(w.province, "Trường THPT Bình Minh", KindSchool)
	w.second = w.agency(w.province, "Trường THPT Sông Trà", KindSchool)
	w.dept = w.agency(w.province, "Sở Nội vụ", KindDepartment)
	ok(t, RebuildClosureTx(t.Context(), owner))
	return w
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantFault(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error is %v, want %v", err, want)
	}
}

func (w *school) agency(parent uuid.UUID, name string, kind AgencyKind) uuid.UUID {
	id := audit.NewID()
	w.exec("INSERT INTO organization.agencies (id) VALUES (?)", id)
	w.exec(`INSERT INTO organization.agency_versions (id, agency_id, valid_from, name, kind, code, parent_id, name_key) VALUES (?, ?, '2025-07-01', ?, ?, ?, ?, ?)`,
		audit.NewID(), id, name, string(kind), id.String()[:8], postgres.NullID(parent), name)
	return id
}

func (w *school) exec(query string, args ...any) {
	w.t.Helper()
	_, err := w.owner.ExecContext(context.Background(), query, args...)
	ok(w.t, err)
}

func (w *school) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	ok(w.t, w.owner.NewRaw(query, args...).Scan(context.Background(), &n))
	return n
}

// officer makes a person with a posting, without an account.
func (w *school) officer(agency uuid.UUID, name string) uuid.UUID {
	w.t.Helper()
	p, err := NewPerson(audit.NewID(), agency, Officer, name)
	ok(w.t, err)
	ok(w.t, InsertPersonTx(context.Background(), w.owner, p))
	ok(w.t, InsertPostingTx(context.Background(), w.owner, Posting{ID: audit.NewID(), PersonID: p.ID, AgencyID: agency, PositionGroup: "officer", Staffing: "none", Counts: true, ValidFrom: Day(w.today)}))
	return p.ID
}

// as returns a person with a role that reaches the given agencies; the first is the role's own.
func as(role access.Role, agencies ...uuid.UUID) access.Principal {
	who := access.Principal{PersonID: audit.NewID()}
	if len(agencies) > 0 {
		who.Grants = []access.Grant{{Role: role, AgencyID: agencies[0], Agencies: agencies}}
	}
	return who
}

func teacher(agency, class uuid.UUID) access.Principal {
	return access.Principal{PersonID: audit.NewID(), Grants: []access.Grant{{Role: access.ClassTeacher, AgencyID: agency, SchoolClassID: class}}}
}

func (w *school) check(who access.Principal, agency uuid.UUID, rows [][]any) (Roster, []RosterRow) {
	w.t.Helper()
	roster, err := w.CheckRoster(w.t.Context(), who, CheckRoster{AgencyID: agency, SchoolYear: "2026-2027", FileName: "ds.xlsx", File: workbook(w.t, rows)})
	ok(w.t, err)
	_, found, _, err := w.FindRoster(w.t.Context(), who, FindRoster{ID: roster.ID, Limit: MaxRosterRows})
	ok(w.t, err)
	return roster, found
}

func (w *school) commit(who access.Principal, agency uuid.UUID, rows [][]any) Roster {
	w.t.Helper()
	roster, _ := w.check(who, agency, rows)
	roster, err := w.CommitRoster(w.t.Context(), who, CommitRoster{ID: roster.ID})
	ok(w.t, err)
	return roster
}

func (w *school) class(agency uuid.UUID, name string) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	ok(w.t, w.owner.NewRaw("SELECT id FROM organization.school_classes WHERE agency_id = ? AND name = ?", agency, name).Scan(context.Background(), &id))
	return id
}

func (w *school) person(name string) uuid.UUID {
	w.t.Helper()
	var id uuid.UUID
	ok(w.t, w.owner.NewRaw("SELECT id FROM organization.persons WHERE full_name = ?", name).Scan(context.Background(), &id))
	return id
}

var head = []any{"STT", "Họ và tên", "Lớp", "Mã học sinh", "Ngày sinh"}

// manyStudents makes a list of n students in classes of 40.
func manyStudents(from, n int, withCode bool) [][]any {
	families := []string{"Nguyễn", "Trần", "Lê", "Phạm", "Đinh", "Hồ", "Võ"}
	given := []string{"An", "Bình", "Chi", "Dũng", "Giang", "Hằng", "Khánh", "Linh", "Minh", "Nga", "Phúc", "Quân", "Sơn"}
	rows := [][]any{head}
	for i := from; i < from+n; i++ {
		code := ""
		if withCode {
			code = fmt.Sprintf("51%08d", i)
		}
		name := families[i%7] + " Thị " + given[i/7%13] + " " + given[i/91%13]
		rows = append(rows, []any{i, name, fmt.Sprintf("10A%d", i/40+1), code, fmt.Sprintf("%02d/%02d/%d", i%28+1, i%12+1, 2007+i%3)})
	}
	return rows
}
