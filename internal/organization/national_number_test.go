package organization

import (
	"testing"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

func TestNationalNumbers(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	id := w.add(who, w.dept, "Lê An")
	const number = "051 090 123 456"
	_, err := w.SetNationalNumber(t.Context(), who, id, number, "Làm hồ sơ cấp giấy")
	wantFault(t, err, ErrNumbersOff)
	wantFault(t, w.SetPeopleSettings(t.Context(), as(access.FocalPoint, w.first), PeopleSettings{AgencyID: w.dept, KeepsNationalNumbers: true, Document: "Công văn 12"}), fault.ErrNotFound)
	ok(t, w.SetPeopleSettings(t.Context(), who, PeopleSettings{AgencyID: w.dept, KeepsNationalNumbers: true, Document: "Công văn 12/SNV"}))
	_, err = w.SetNationalNumber(t.Context(), who, id, "123", "Thử")
	wantFault(t, err, fault.ErrInvalid)
	year := 1985
	ok(t, w.CorrectPerson(t.Context(), who, CorrectPerson{PersonID: id, FullName: "Lê An", BirthYear: &year, Reason: "Bổ sung năm sinh"}))
	doubtful, err := w.SetNationalNumber(t.Context(), who, id, number, "Làm hồ sơ cấp giấy")
	ok(t, err)
	if !doubtful {
		t.Error("a number of another year is not doubted")
	}
	page, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if page.NumberMask != "051*******56" {
		t.Errorf("the mask is %q", page.NumberMask)
	}
	opened, err := w.RevealNationalNumber(t.Context(), who, id, "Đối chiếu hồ sơ")
	ok(t, err)
	if opened != "051090123456" {
		t.Errorf("the number is %q", opened)
	}
	if n := w.count("SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND what = 'national_number'", id); n != 1 {
		t.Error("the opening is not shown to the person")
	}
	for _, table := range []string{"audit.entries", "organization.national_numbers", "organization.persons"} {
		if n := w.count("SELECT count(*) FROM " + table + " x WHERE to_jsonb(x)::text LIKE '%090123%' OR to_jsonb(x)::text LIKE '%" + "303930313233" + "%'"); n != 0 {
			t.Errorf("the number stands in %s", table)
		}
	}
	_, err = w.RevealNationalNumber(t.Context(), as(access.FocalPoint, w.first), id, "Thử")
	wantFault(t, err, fault.ErrNotFound)
	ok(t, w.SetPeopleSettings(t.Context(), who, PeopleSettings{AgencyID: w.dept, Document: "Không còn cần"}))
	if n := w.count("SELECT count(*) FROM organization.national_numbers"); n != 0 {
		t.Error("turning it off keeps the numbers")
	}
}
