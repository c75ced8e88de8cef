package organization

import (
	"errors"
	"testing"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

func TestAddPerson(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	cmd := AddPerson{Kind: Officer, FullName: "Hồ Văn  Đăm", Code: "CB1", Terms: terms(w.dept, "2026-01-05")}
	id, _, err := w.AddPerson(t.Context(), who, cmd)
	ok(t, err)
	if n := w.count("SELECT count(*) FROM identity.accounts WHERE person_id = ?", id); n != 1 {
		t.Error("the person has no account")
	}
	year := 1990
	for name, c := range map[string]struct {
		change func(*AddPerson)
		want   error
	}{
		"namesake":   {func(*AddPerson) {}, ErrNamesake},
		"code":       {func(c *AddPerson) { c.FullName = "Y Blứ" }, ErrCodeTaken},
		"no name":    {func(c *AddPerson) { c.FullName = " " }, fault.ErrInvalid},
		"old font":   {func(c *AddPerson) { c.FullName = "NguyÔn V¨n A" }, fault.ErrInvalid},
		"parts":      {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Parts = NameParts{Given: "Khác"} }, fault.ErrInvalid},
		"to first":   {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Code = ""; c.Terms.To = upTo("2026-01-05") }, ErrPostingOrder},
		"far future": {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Code = ""; c.Terms.From = w.today.AddDate(2, 0, 0) }, ErrPostingDay},
		"group":      {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Code = ""; c.Terms.PositionGroup = "student" }, fault.ErrInvalid},
		"no class":   {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Code = ""; c.Kind = Student }, fault.ErrInvalid},
		"year":       {func(c *AddPerson) { c.FullName = "Y Blứ"; c.BirthYear = new(int) }, fault.ErrInvalid},
	} {
		try := cmd
		c.change(&try)
		if _, _, err := w.AddPerson(t.Context(), who, try); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if n := w.count("SELECT count(*) FROM organization.persons WHERE full_name <> 'Hồ Văn Đăm'"); n != 0 {
		t.Errorf("%d people were half written", n)
	}
	cmd.Confirmed, cmd.Code, cmd.BirthYear = true, "CB2", &year
	_, _, err = w.AddPerson(t.Context(), who, cmd)
	ok(t, err)
	for name, other := range map[string]access.Principal{"another agency": as(access.FocalPoint, w.first), "a leader": as(access.AgencyLeader, w.dept),
		"the province": as(access.ProvinceManager, w.province, w.dept), "the standing agency": as(access.StandingAgency, w.province, w.dept), "nobody": {}} {
		if _, _, err := w.AddPerson(t.Context(), other, cmd); err == nil {
			t.Errorf("%s adds a person", name)
		}
	}
}

func TestCorrectPerson(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	id := w.add(who, w.dept, "Nguyễn Thị Bích Ngọc")
	cmd := CorrectPerson{PersonID: id, FullName: "Y Bích Ngọc", Parts: NameParts{Given: "Y Bích Ngọc"}, Code: "CB9", Reason: "Sai họ tên theo quyết định tuyển dụng"}
	ok(t, w.CorrectPerson(t.Context(), who, cmd))
	page, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if page.GivenName != "Y Bích Ngọc" || page.FamilyName != "" || *page.Code != "CB9" {
		t.Errorf("the person is %+v", page.Person)
	}
	if got := w.names(who, ListPeople{AgencyID: w.dept, Query: "cb9"}); got != "Y Bích Ngọc" {
		t.Errorf("the new code finds %q", got)
	}
	if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'correct_person' AND object_id = ? AND before->>'full_name' = 'Nguyễn Thị Bích Ngọc'", id); n != 1 {
		t.Error("the correction is not in the audit log")
	}
	cmd.Reason = " "
	wantFault(t, w.CorrectPerson(t.Context(), who, cmd), fault.ErrInvalid)
	cmd.Reason = "Thử"
	wantFault(t, w.CorrectPerson(t.Context(), as(access.FocalPoint, w.first), cmd), fault.ErrNotFound)
	wantFault(t, w.CorrectPerson(t.Context(), as(access.AgencyLeader, w.dept), cmd), fault.ErrForbidden)
	wantFault(t, w.CorrectPerson(t.Context(), access.Principal{}, cmd), fault.ErrSignInRequired)
}

func TestPageIsShownToThePerson(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	id := w.add(who, w.dept, "Lê An")
	_, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if n := w.count("SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND reader_id = ? AND what = 'person_page'", id, who.PersonID); n != 1 {
		t.Errorf("%d readings are shown", n)
	}
	for name, other := range map[string]access.Principal{"another agency": as(access.FocalPoint, w.first), "a class teacher of another school": teacher(w.first, audit.NewID()),
		"the province": as(access.ProvinceManager, w.province, w.dept, w.first), "the standing agency": as(access.StandingAgency, w.province, w.dept),
		"an administrator": as(access.SystemAdmin, w.province, w.dept), "nobody": {}} {
		if _, err := w.FindPersonPage(t.Context(), other, id); err == nil {
			t.Errorf("%s opens the page", name)
		}
	}
	if n := w.count("SELECT count(*) FROM audit.person_reads WHERE person_id = ?", id); n != 1 {
		t.Errorf("%d readings are shown", n)
	}
}
