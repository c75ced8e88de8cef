package organization

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

func TestMoveByHandshake(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	from, to := as(access.FocalPoint, w.dept), as(access.FocalPoint, w.first)
	id := w.add(from, w.dept, "Lê An")
	move := MovePerson{PersonID: id, Terms: terms(w.first, "2026-09-01"), Reason: "Quyết định điều động số 12"}
	transfer, _, err := w.MovePerson(t.Context(), from, move)
	ok(t, err)
	if transfer == uuid.Nil {
		t.Fatal("the person moved without the other agency")
	}
	_, _, err = w.MovePerson(t.Context(), from, move)
	wantFault(t, err, ErrTransferOpen)
	_, err = w.FindPersonPage(t.Context(), to, id)
	wantFault(t, err, fault.ErrNotFound) // not theirs yet
	lines, total, err := w.ListTransfers(t.Context(), to, w.first, 10, 0)
	ok(t, err)
	if total != 1 || !lines[0].Incoming || lines[0].FullName != "Lê An" {
		t.Fatalf("the offers are %+v", lines)
	}
	accept := DecideTransfer{ID: transfer, State: TransferAccepted, Terms: terms(w.first, "2026-09-01")}
	wantFault(t, second(w.DecideTransfer(t.Context(), from, accept)), fault.ErrNotFound)
	wantFault(t, second(w.DecideTransfer(t.Context(), as(access.FocalPoint, w.second), accept)), fault.ErrNotFound)
	wantFault(t, second(w.DecideTransfer(t.Context(), to, DecideTransfer{ID: transfer, State: TransferWithdrawn, Reason: "Thử"})), fault.ErrNotFound)
	ok(t, second(w.DecideTransfer(t.Context(), to, accept)))
	wantFault(t, second(w.DecideTransfer(t.Context(), to, accept)), ErrTransferDecided)
	page, err := w.FindPersonPage(t.Context(), to, id)
	ok(t, err)
	if page.AgencyID != w.first || len(page.Postings) != 2 {
		t.Errorf("the receiving agency sees %+v", page)
	}
	former, err := w.FindPersonPage(t.Context(), from, id)
	ok(t, err)
	if !former.Former || len(former.Postings) != 1 || former.Account != nil {
		t.Errorf("the former agency sees %+v", former)
	}
	wantFault(t, w.CorrectPerson(t.Context(), from, CorrectPerson{PersonID: id, FullName: "Khác", Reason: "Thử"}), fault.ErrNotFound)
}

func TestMoveAhead(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.today = day("2026-06-01").Add(5 * time.Hour)
	who := as(access.FocalPoint, w.dept, w.first)
	id := w.add(who, w.dept, "Lê An")
	move := func(on string) error {
		_, _, err := w.MovePerson(t.Context(), who, MovePerson{PersonID: id, Terms: terms(w.first, on), Reason: "Điều động"})
		return err
	}
	wantFault(t, move("2026-01-05"), ErrMoveDay)
	wantFault(t, move("2030-01-05"), ErrMoveDay)
	ok(t, move("2026-07-01"))
	wantFault(t, move("2026-06-15"), ErrMoveLater)
	ok(t, w.TurnPostings(t.Context()))
	if n := w.count("SELECT count(*) FROM organization.persons WHERE id = ? AND agency_id = ?", id, w.dept); n != 1 {
		t.Error("the person moved before the day")
	}
	w.today = day("2026-07-01").Add(5 * time.Hour)
	ok(t, w.TurnPostings(t.Context()))
	ok(t, w.TurnPostings(t.Context()))
	if n := w.count("SELECT count(*) FROM organization.persons WHERE id = ? AND agency_id = ?", id, w.first); n != 1 {
		t.Error("the person did not move on the day")
	}
	if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'turn_posting'"); n != 1 {
		t.Errorf("%d turns are recorded", n)
	}
	if got := w.names(who, ListPeople{AgencyID: w.first, Query: "le an"}); got != "Lê An" {
		t.Errorf("the new agency finds %q", got)
	}
}

func TestLeaveAndReturn(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	id := w.add(who, w.dept, "Lê An")
	leave := LeavePerson{PersonID: id, On: day("2026-06-01"), LockAccount: true, Reason: "Nghỉ hưu theo quyết định"}
	late := leave
	late.On = w.today.AddDate(0, 1, 0)
	wantFault(t, second(w.LeavePerson(t.Context(), who, late)), fault.ErrInvalid)
	early := leave
	early.On = day("2026-01-05")
	wantFault(t, second(w.LeavePerson(t.Context(), who, early)), ErrMoveLater)
	wantFault(t, second(w.LeavePerson(t.Context(), as(access.FocalPoint, w.first), leave)), fault.ErrNotFound)
	w.exec("INSERT INTO organization.grants (id, person_id, role, agency_id, valid_from) VALUES (?0, ?1, 'system_admin', ?2, '2026-01-01')", audit.NewID(), id, w.province)
	wantFault(t, second(w.LeavePerson(t.Context(), who, leave)), ErrPrivileged)
	w.exec("DELETE FROM organization.grants")
	ok(t, second(w.LeavePerson(t.Context(), who, leave)))
	page, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if page.Working || page.Account.LockedAt == nil {
		t.Errorf("the page is %+v", page)
	}
	ok(t, second(w.ReturnPerson(t.Context(), who, ReturnPerson{PersonID: id, Terms: terms(w.dept, "2026-09-01"), OpenAccount: true, Reason: "Trở lại làm việc"})))
	page, err = w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if !page.Working || page.Account.LockedAt != nil || len(page.Postings) != 2 {
		t.Errorf("the page is %+v", page)
	}
}
