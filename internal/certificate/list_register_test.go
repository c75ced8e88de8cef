package certificate

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestWhoReadsTheRegister: the issuing agency reads the whole register, others the lines about their own people, and each
// person is told.
func TestWhoReadsTheRegister(t *testing.T) {
	w := setup(t, false)
	a, first := w.complete(t, w.department, 845)
	b, second := w.complete(t, w.room, 700)
	mine, theirs := w.issue(t, a, first), w.issue(t, b, second)
	for name, c := range map[string]struct {
		who    access.Principal
		issuer uuid.UUID
		lines  int
		want   error
	}{
		"the registrar":                      {holding(access.Registrar, w.police), w.issuer, 2, nil},
		"the issuer's leader":                {holding(access.AgencyLeader, w.police), w.issuer, 2, nil},
		"the issuer's focal point":           {holding(access.FocalPoint, w.police), w.issuer, 0, fault.ErrNotFound},
		"a focal point, own people":          {holding(access.FocalPoint, w.department), uuid.Nil, 1, nil},
		"a focal point, another's book":      {holding(access.FocalPoint, w.department), w.issuer, 0, fault.ErrNotFound},
		"a leader, another's book":           {holding(access.AgencyLeader, w.department), w.issuer, 0, fault.ErrNotFound},
		"another's registrar":                {holding(access.Registrar, w.department), w.issuer, 0, fault.ErrNotFound},
		"a focal point without certificates": {holding(access.FocalPoint, uuid.New()), uuid.Nil, 0, nil},
		"the province":                       {holding(access.ProvinceManager, w.police), uuid.Nil, 0, fault.ErrForbidden},
		"an administrator":                   {holding(access.SystemAdmin, w.police), w.issuer, 0, fault.ErrForbidden},
		"the holder":                         {a, w.issuer, 0, fault.ErrForbidden},
		"nobody":                             {access.Principal{}, w.issuer, 0, fault.ErrSignInRequired},
	} {
		entries, total, err := w.ListRegister(t.Context(), c.who, RegisterQuery{IssuerID: c.issuer}, 10, 0)
		if !errors.Is(err, c.want) || total != c.lines || len(entries) != c.lines {
			t.Errorf("%s: %d lines, %v, want %d, %v", name, total, err, c.lines, c.want)
		}
		printed, err := w.PrintRegister(t.Context(), c.who, RegisterQuery{IssuerID: c.issuer})
		if !errors.Is(err, c.want) || len(printed) != c.lines {
			t.Errorf("%s prints: %d lines, %v", name, len(printed), err)
		}
		if n := w.count(t, `SELECT count(*) FROM audit.person_reads WHERE reader_id = ?`, c.who.PersonID); n != c.lines {
			t.Errorf("%s: %d openings are noted, want %d", name, n, c.lines)
		}
	}
	for name, c := range map[string]struct {
		who  access.Principal
		want error
	}{
		"a focal point": {holding(access.FocalPoint, w.department), fault.ErrNotFound}, "the registrar": {holding(access.Registrar, w.police), nil},
		"the holder": {b, fault.ErrForbidden}, "nobody": {access.Principal{}, fault.ErrSignInRequired},
	} {
		if _, err := w.FindEntry(t.Context(), c.who, theirs.ID); !errors.Is(err, c.want) {
			t.Errorf("%s opens another's certificate: %v, want %v", name, err, c.want)
		}
	}
	entry, err := w.FindEntry(t.Context(), holding(access.FocalPoint, w.department), mine.ID)
	if err != nil || len(entry.Lines) != 1 || !errors.Is(entry.MayPropose, fault.ErrForbidden) {
		t.Errorf("a focal point reads %d lines, %v, %v", len(entry.Lines), entry.MayPropose, err)
	}
	if printed, _ := w.PrintRegister(t.Context(), holding(access.FocalPoint, w.department), RegisterQuery{}); len(printed) != 1 || printed[0].BirthYear != 1985 {
		t.Errorf("printed %+v", printed)
	}
}

// TestRegisterIsSearched: by name without accents, by number, by code, by state, year, course and agency.
func TestRegisterIsSearched(t *testing.T) {
	w := setup(t, false)
	a, first := w.complete(t, w.department, 845)
	b, second := w.complete(t, w.room, 700)
	one, two := w.issue(t, a, first), w.issue(t, b, second)
	w.act(t, proposal(two.ID, Revocation))
	for name, c := range map[string]struct {
		query RegisterQuery
		want  int
	}{
		"a name without accents": {RegisterQuery{Text: "hre uom"}, 3}, "a name with accents": {RegisterQuery{Text: "Đinh Thị"}, 3}, "another name": {RegisterQuery{Text: "nguyen"}, 0},
		"a number": {RegisterQuery{Text: "0001/2026"}, 1}, "a wild card": {RegisterQuery{Text: "%1_"}, 0}, "a code": {RegisterQuery{Text: one.Code}, 1},
		"valid": {RegisterQuery{State: Valid}, 1}, "revoked": {RegisterQuery{State: Revoked}, 2}, "expired": {RegisterQuery{State: Expired}, 0},
		"the year": {RegisterQuery{Year: 2026}, 3}, "another year": {RegisterQuery{Year: 2025}, 0},
		"the course": {RegisterQuery{Course: "AN1"}, 3}, "another course": {RegisterQuery{Course: "AN2"}, 0},
		"an agency with what is below": {RegisterQuery{AgencyID: w.police}, 2}, "another agency": {RegisterQuery{AgencyID: w.department}, 1},
	} {
		c.query.IssuerID = w.issuer
		if _, total, err := w.ListRegister(t.Context(), holding(access.Registrar, w.police), c.query, 10, 0); err != nil || total != c.want {
			t.Errorf("%s: %d lines, %v, want %d", name, total, err, c.want)
		}
	}
	books, err := w.ListBooks(t.Context(), holding(access.Registrar, w.police))
	if err != nil || len(books) != 1 || books[0].Lines != 3 || !books[0].MayKeep || books[0].MayApprove {
		t.Errorf("books %+v, %v", books, err)
	}
	if books, err := w.ListBooks(t.Context(), holding(access.FocalPoint, w.department)); err != nil || len(books) != 0 {
		t.Errorf("a focal point's books: %+v, %v", books, err)
	}
}

// TestEnding: those whose validity ends soon are handed out, unless a newer one of a later round follows; the old one stays
// as it was, and strangers are told of the newer one.
func TestEnding(t *testing.T) {
	w := setup(t, false)
	who, event := w.complete(t, w.department, 845)
	old := w.issue(t, who, event)
	ending := func() (ids []uuid.UUID) {
		t.Helper()
		err := w.ListEnding(t.Context(), 60, func(found []Certificate) error {
			for _, c := range found {
				ids = append(ids, c.ID)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if ids := ending(); len(ids) != 0 {
		t.Errorf("valid for two years, and ending: %v", ids)
	}
	w.exec(t, `UPDATE certificate.certificates SET valid_until = '2027-01-10'`)
	if ids := ending(); len(ids) != 1 || ids[0] != old.ID {
		t.Errorf("ending %v, want %v", ids, old.ID)
	}
	enrollment := uuid.New()
	w.exec(t, `INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, round, source, enrolled_at, completed_at)
		SELECT ?, person_id, agency_id, course_id, course_version_id, 2, source, '2026-11-22 02:00Z', '2026-11-23 02:30Z' FROM learning.enrollments WHERE id = ?`, enrollment, event.EnrollmentID)
	w.exec(t, `INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, score, periods)
		SELECT ?, ?, person_id, agency_id, course_id, course_version_id, 2, '2026-11-23 02:30Z', '2026-11-23', 900, 800 FROM learning.completions WHERE enrollment_id = ?`,
		uuid.New(), enrollment, event.EnrollmentID)
	event.EnrollmentID = enrollment
	renewed := w.issue(t, who, event)
	if ids := ending(); len(ids) != 0 {
		t.Errorf("renewed, and still ending: %v", ids)
	}
	v, err := w.Verify(t.Context(), old.Code)
	if err != nil || v.RenewedOn == nil || !v.RenewedOn.Equal(today) || v.Stored != Valid || v.ReplacedBy != "" || v.RegisterNumber != old.RegisterNumber {
		t.Errorf("the old one: %+v, %v", v, err)
	}
	if v, err := w.Verify(t.Context(), renewed.Code); err != nil || v.RenewedOn != nil {
		t.Errorf("the new one says that it was followed on %v, %v", v.RenewedOn, err)
	}
}
