package learning

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

func (w *world) propose(who access.Principal, people ...uuid.UUID) ProposeExemptions {
	return ProposeExemptions{People: people, CourseID: w.course.ID, FromOn: today, Reason: "Đã dạy nội dung này", Document: "05/QĐ-SA"}
}

func (w *world) stateOn(t *testing.T, day string) string {
	t.Helper()
	var state string
	if err := w.owner.NewRaw(`SELECT state FROM learning.duty_facts(?::date, ARRAY[?]::uuid[])`, day, w.agencyA).Scan(t.Context(), &state); err != nil {
		t.Fatal(err)
	}
	return state
}

// TestExemption: proposed by one, approved by another; figures of days before the approval keep.
func TestExemption(t *testing.T) {
	t.Parallel()
	w := setup(t)
	focal, leader := as(access.FocalPoint, w.agencyA), as(access.AgencyLeader, w.agencyA)
	w.require(t, w.agencyA, nil, "2026-01-01", "2026-11-20", "12/KH-SA")
	if err := w.service.ProposeExemptions(t.Context(), focal, w.propose(focal, w.anna.PersonID)); err != nil {
		t.Fatal(err)
	}
	if err := w.service.ProposeExemptions(t.Context(), focal, w.propose(focal, w.anna.PersonID)); !errors.Is(err, ErrExempted) {
		t.Errorf("proposed twice: %v", err)
	}
	if got := w.stateOn(t, "2026-11-23"); got != "overdue" {
		t.Errorf("a proposal counts: %s", got)
	}
	lines, total, err := w.service.ListExemptions(t.Context(), leader, ListExemptions{AgencyID: w.agencyA, State: "proposed", Limit: 10})
	if err != nil || total != 1 || !lines[0].MayDecide || lines[0].FullName != "Nguyễn Văn An" {
		t.Fatalf("list %+v, %v", lines, err)
	}
	if err := w.service.DecideExemption(t.Context(), leader, lines[0].ID, true, ""); err != nil {
		t.Fatal(err)
	}
	if w.stateOn(t, "2026-11-23") != "exempt" || w.stateOn(t, "2026-11-22") != "overdue" {
		t.Errorf("today %s, yesterday %s", w.stateOn(t, "2026-11-23"), w.stateOn(t, "2026-11-22"))
	}
	if err := w.service.DecideExemption(t.Context(), leader, lines[0].ID, false, "đổi ý"); !errors.Is(err, ErrDecided) {
		t.Errorf("decided twice: %v", err)
	}
	if err := w.service.WithdrawExemption(t.Context(), focal, lines[0].ID, "Hết lý do"); err != nil {
		t.Fatal(err)
	}
	if got := w.stateOn(t, "2026-11-23"); got != "overdue" {
		t.Errorf("withdrawn and still %s", got)
	}
	if n := w.count(t, `SELECT count(*) FROM audit.entries WHERE action LIKE '%_exemption'`); n != 3 {
		t.Errorf("%d audit entries", n)
	}
}

// TestExemptionListIsReadOfWhomItIsAbout: an opening is shown to who is exempted, not to who proposed it in office
// and is named for it.
func TestExemptionListIsReadOfWhomItIsAbout(t *testing.T) {
	t.Parallel()
	w := setup(t)
	colleague, leader := w.officer(t, w.agencyA), as(access.AgencyLeader, w.agencyA)
	focal := as(access.FocalPoint, w.agencyA)
	focal.PersonID = colleague.PersonID
	if err := w.service.ProposeExemptions(t.Context(), focal, w.propose(focal, w.anna.PersonID)); err != nil {
		t.Fatal(err)
	}
	lines, _, err := w.service.ListExemptions(t.Context(), leader, ListExemptions{AgencyID: w.agencyA, Limit: 10})
	if err != nil || len(lines) != 1 || lines[0].ProposedIn != "Nguyễn Văn An" {
		t.Fatalf("list %+v, %v", lines, err)
	}
	for person, want := range map[uuid.UUID]int{w.anna.PersonID: 1, colleague.PersonID: 0} {
		if n := w.count(t, `SELECT count(*) FROM audit.person_reads WHERE what = 'exemption_list' AND person_id = ? AND reader_id = ?`, person, leader.PersonID); n != want {
			t.Errorf("%d readings, want %d", n, want)
		}
	}
}

// TestExemptionForbidden: never oneself, never alone, never elsewhere.
func TestExemptionForbidden(t *testing.T) {
	t.Parallel()
	w := setup(t)
	both := access.Principal{PersonID: w.anna.PersonID, Grants: []access.Grant{
		{Role: access.FocalPoint, AgencyID: w.agencyA, Agencies: []uuid.UUID{w.agencyA}}, {Role: access.AgencyLeader, AgencyID: w.agencyA, Agencies: []uuid.UUID{w.agencyA}}}}
	colleague := w.officer(t, w.agencyA)
	for name, c := range map[string]struct {
		who    access.Principal
		person uuid.UUID
		want   error
	}{
		"oneself":        {both, w.anna.PersonID, ErrOwnAffair},
		"another agency": {as(access.FocalPoint, w.agencyB), w.anna.PersonID, fault.ErrNotFound},
		"a leader":       {as(access.AgencyLeader, w.agencyA), w.anna.PersonID, fault.ErrForbidden},
		"the province":   {as(access.StandingAgency, w.agencyA), w.anna.PersonID, fault.ErrForbidden},
		"nobody":         {access.Principal{}, w.anna.PersonID, fault.ErrSignInRequired},
	} {
		if err := w.service.ProposeExemptions(t.Context(), c.who, w.propose(c.who, c.person)); !errors.Is(err, c.want) {
			t.Errorf("%s proposes: %v", name, err)
		}
	}
	if err := w.service.ProposeExemptions(t.Context(), both, w.propose(both, colleague.PersonID)); err != nil {
		t.Fatal(err)
	}
	var id uuid.UUID
	if err := w.owner.NewRaw(`SELECT id FROM learning.exemptions`).Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	self := as(access.AgencyLeader, w.agencyA)
	self.PersonID = colleague.PersonID
	for name, c := range map[string]struct {
		who  access.Principal
		want error
	}{
		"who proposed":   {both, ErrSamePerson},
		"the person":     {self, ErrOwnAffair},
		"another agency": {as(access.AgencyLeader, w.agencyB), fault.ErrNotFound},
		"a focal point":  {as(access.FocalPoint, w.agencyA), fault.ErrForbidden},
	} {
		if err := w.service.DecideExemption(t.Context(), c.who, id, true, ""); !errors.Is(err, c.want) {
			t.Errorf("%s decides: %v", name, err)
		}
	}
	if _, _, err := w.service.ListExemptions(t.Context(), as(access.StandingAgency, w.agencyA), ListExemptions{AgencyID: w.agencyA, Limit: 10}); !errors.Is(err, fault.ErrForbidden) {
		t.Errorf("the province lists persons: %v", err)
	}
}

// TestAbsence: who is away owes nothing from the day on which it was entered.
func TestAbsence(t *testing.T) {
	t.Parallel()
	w := setup(t)
	focal := as(access.FocalPoint, w.agencyA)
	w.require(t, w.agencyA, nil, "2026-01-01", "2026-11-20", "12/KH-SA")
	if err := w.service.RecordAbsence(t.Context(), focal, w.anna.PersonID, today.AddDate(0, -1, 0), nil, "06/QĐ-SA"); err != nil {
		t.Fatal(err)
	}
	if w.stateOn(t, "2026-11-23") != "not_counted" || w.stateOn(t, "2026-11-22") != "overdue" {
		t.Errorf("today %s, yesterday %s", w.stateOn(t, "2026-11-23"), w.stateOn(t, "2026-11-22"))
	}
	list, total, err := w.service.ListAbsences(t.Context(), focal, w.agencyA, 10, 0)
	if err != nil || total != 1 {
		t.Fatal(total, err)
	}
	for who, want := range map[*access.Principal]error{{}: fault.ErrSignInRequired} {
		if err := w.service.EndAbsence(t.Context(), *who, list[0].ID); !errors.Is(err, want) {
			t.Error(err)
		}
	}
	if err := w.service.EndAbsence(t.Context(), as(access.FocalPoint, w.agencyB), list[0].ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another agency ends it: %v", err)
	}
	if err := w.service.EndAbsence(t.Context(), focal, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := w.stateOn(t, "2026-11-23"); got != "overdue" {
		t.Errorf("back and %s", got)
	}
	if err := w.service.RecordAbsence(t.Context(), as(access.FocalPoint, w.agencyB), w.anna.PersonID, today, nil, "07/QĐ"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another agency records: %v", err)
	}
}

// TestAbsenceAfterMove: who has moved is spoken for by the new agency alone, and only by a focal point.
func TestAbsenceAfterMove(t *testing.T) {
	t.Parallel()
	w := setup(t)
	if err := w.service.RecordAbsence(t.Context(), as(access.FocalPoint, w.agencyA), w.anna.PersonID, today, nil, "06/QĐ-SA"); err != nil {
		t.Fatal(err)
	}
	var id uuid.UUID
	if err := w.owner.NewRaw(`SELECT id FROM learning.absences`).Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE organization.postings SET valid_to = ? WHERE person_id = ?`, today, w.anna.PersonID)
	w.exec(t, `INSERT INTO organization.postings (id, person_id, agency_id, valid_from) VALUES (?, ?, ?, ?)`, uuid.New(), w.anna.PersonID, w.agencyB, today)
	w.exec(t, `UPDATE organization.persons SET agency_id = ? WHERE id = ?`, w.agencyB, w.anna.PersonID)
	list, _, err := w.service.ListAbsences(t.Context(), as(access.FocalPoint, w.agencyA), w.agencyA, 10, 0)
	if err != nil || len(list) != 1 || list[0].FullName != "Nguyễn Văn An" {
		t.Errorf("the agency of then reads whom its absence is about: %+v, %v", list, err)
	}
	self := as(access.FocalPoint, w.agencyB)
	self.PersonID = w.anna.PersonID
	for name, c := range map[string]struct {
		who  access.Principal
		want error
	}{
		"the agency that was left": {as(access.FocalPoint, w.agencyA), fault.ErrNotFound},
		"a leader":                 {as(access.AgencyLeader, w.agencyB), fault.ErrForbidden},
		"the province":             {as(access.StandingAgency, w.agencyB), fault.ErrForbidden},
		"the person":               {self, ErrOwnAffair},
	} {
		if err := w.service.EndAbsence(t.Context(), c.who, id); !errors.Is(err, c.want) {
			t.Errorf("%s ends it: %v, want %v", name, err, c.want)
		}
	}
	if err := w.service.EndAbsence(t.Context(), as(access.FocalPoint, w.agencyB), id); err != nil {
		t.Errorf("the agency of today: %v", err)
	}
}
