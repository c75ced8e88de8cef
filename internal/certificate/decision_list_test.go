package certificate

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// TestDecisionList: completions wait, a list is proposed by one and accepted by another, and all are issued at once in the
// order of the names, with the decision that they rest on.
func TestDecisionList(t *testing.T) {
	w := setup(t, false)
	registrar, leader := holding(access.Registrar, w.police), holding(access.AgencyLeader, w.police)
	if err := w.SetAwaiting(t.Context(), leader, w.issuer, true); err != nil {
		t.Fatal(err)
	}
	var enrollments, people []uuid.UUID
	for _, name := range []string{"Trần Văn Đức", "Lê Thị Ánh", "Nguyễn Văn Dũng", "Nguyễn Thị An"} {
		who, event := w.complete(t, w.department, 845)
		w.exec(t, `UPDATE organization.persons SET full_name = ? WHERE id = ?`, name, who.PersonID)
		for range 2 {
			if err := w.Issue(t.Context(), event); err != nil {
				t.Fatal(err)
			}
		}
		if waits, err := w.IsWaiting(t.Context(), who, event.EnrollmentID); err != nil || !waits {
			t.Errorf("%s waits: %v, %v", name, waits, err)
		}
		enrollments, people = append(enrollments, event.EnrollmentID), append(people, who.PersonID)
	}
	cmd := ProposeList{IssuerID: w.issuer, Enrollments: enrollments, DecisionNumber: "15/QĐ-CAT", DecisionOn: today, Authority: "Giám đốc Công an tỉnh"}
	w.refuseLists(t, cmd, people)
	l, err := w.ProposeList(t.Context(), registrar, cmd)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.ProposeList(t.Context(), registrar, cmd); !errors.Is(err, ErrWaitingMoved) {
		t.Errorf("the same people on two lists: %v", err)
	}
	if l, err = w.DecideList(t.Context(), leader, DecideAct{ID: l.ID, Note: "Thiếu chữ ký"}); err != nil || l.State != ActReturned {
		t.Fatalf("returned: %s, %v", l.State, err)
	}
	if l, err = w.ProposeList(t.Context(), registrar, cmd); err != nil {
		t.Fatal(err)
	}
	waiting, total, err := w.ListWaiting(t.Context(), leader, w.issuer, l.ID, 10, 0)
	if err != nil || total != 4 || waiting[0].FullName != "Nguyễn Thị An" {
		t.Errorf("%d wait, %+v, %v", total, waiting, err)
	}
	own := leader
	own.PersonID = people[2]
	for name, c := range map[string]struct {
		who  access.Principal
		want error
	}{"whoever stands on it": {own, ErrActOwn}, "the registrar": {registrar, fault.ErrForbidden}, "another's leader": {holding(access.AgencyLeader, w.department), fault.ErrNotFound}} {
		if _, err := w.DecideList(t.Context(), c.who, DecideAct{ID: l.ID, Approve: true}); !errors.Is(err, c.want) {
			t.Errorf("%s accepts: %v, want %v", name, err, c.want)
		}
	}
	if _, err := w.DecideList(t.Context(), leader, DecideAct{ID: l.ID, Approve: true}); err != nil {
		t.Fatal(err)
	}
	var issued []string
	if err := w.owner.NewRaw(`SELECT number || ' ' || (facts ->> 'name') || ' ' || (facts ->> 'basis_document') FROM certificate.certificates ORDER BY number`).Scan(t.Context(), &issued); err != nil {
		t.Fatal(err)
	}
	var want []string
	for i, name := range []string{"Nguyễn Thị An", "Lê Thị Ánh", "Nguyễn Văn Dũng", "Trần Văn Đức"} {
		want = append(want, fmt.Sprintf("%d %s Quyết định số 15/QĐ-CAT ngày 23/11/2026 của Giám đốc Công an tỉnh", i+1, name))
	}
	if diff := cmp.Diff(want, issued); diff != "" {
		t.Error(diff)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.waiting`); n != 0 {
		t.Errorf("%d still wait", n)
	}
	if _, err := w.DecideList(t.Context(), leader, DecideAct{ID: l.ID, Approve: true}); !errors.Is(err, ErrActState) {
		t.Errorf("accepted twice: %v", err)
	}
}

// refuseLists asks for what nobody may.
func (w *world) refuseLists(t *testing.T, cmd ProposeList, people []uuid.UUID) {
	t.Helper()
	registrar := holding(access.Registrar, w.police)
	own := registrar
	own.PersonID = people[0]
	for name, c := range map[string]struct {
		who    access.Principal
		change func(*ProposeList)
		want   error
	}{
		"another's registrar":  {holding(access.Registrar, w.department), func(*ProposeList) {}, fault.ErrNotFound},
		"a leader":             {holding(access.AgencyLeader, w.police), func(*ProposeList) {}, fault.ErrForbidden},
		"whoever stands on it": {own, func(*ProposeList) {}, ErrActOwn},
		"nobody":               {access.Principal{}, func(*ProposeList) {}, fault.ErrSignInRequired},
		"nobody on it":         {registrar, func(p *ProposeList) { p.Enrollments = nil }, fault.ErrInvalid},
		"a stranger on it":     {registrar, func(p *ProposeList) { p.Enrollments = []uuid.UUID{uuid.New()} }, ErrWaitingMoved},
		"no decision":          {registrar, func(p *ProposeList) { p.DecisionNumber = " " }, fault.ErrInvalid},
		"a decision to come":   {registrar, func(p *ProposeList) { p.DecisionOn = today.AddDate(0, 0, 1) }, fault.ErrInvalid},
	} {
		changed := cmd
		c.change(&changed)
		if _, err := w.ProposeList(t.Context(), c.who, changed); !errors.Is(err, c.want) {
			t.Errorf("%s proposes: %v, want %v", name, err, c.want)
		}
	}
	for name, c := range map[string]struct {
		who  access.Principal
		want error
	}{"another's leader": {holding(access.AgencyLeader, w.department), fault.ErrNotFound}, "the registrar": {registrar, fault.ErrForbidden}} {
		if err := w.SetAwaiting(t.Context(), c.who, w.issuer, false); !errors.Is(err, c.want) {
			t.Errorf("%s ends the waiting: %v, want %v", name, err, c.want)
		}
	}
	if _, _, err := w.ListWaiting(t.Context(), holding(access.FocalPoint, w.department), w.issuer, uuid.Nil, 10, 0); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("a focal point reads who waits: %v", err)
	}
	if n := w.count(t, `SELECT (SELECT count(*) FROM certificate.decision_lists) + (SELECT count(*) FROM certificate.waiting WHERE list_id IS NOT NULL)`); n != 0 {
		t.Errorf("%d rows were written", n)
	}
}
