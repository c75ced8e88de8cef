package learning

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// as is a principal with one role at an agency.
func as(role access.Role, agencies ...uuid.UUID) access.Principal {
	return access.Principal{PersonID: uuid.New(), Grants: []access.Grant{{Role: role, AgencyID: agencies[0], Agencies: agencies}}}
}

// draft asks the officers of an agency for the course, due in a month.
func (w *world) draft(agency uuid.UUID) RequirementDraft {
	due := today.AddDate(0, 1, 0)
	return RequirementDraft{AgencyID: agency, Rules: []Rule{{AgencyID: agency}}, Slots: []Slot{{w.course.ID}}, DueKind: DueOnDate, DueOn: &due,
		StartsOn: today, Document: "12/KH-SA", ReasonVI: "Vì an toàn"}
}

func (w *world) create(t *testing.T, who access.Principal, d RequirementDraft) uuid.UUID {
	t.Helper()
	id, err := w.service.CreateRequirement(t.Context(), who, d)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestRequirementLife: asked, changed and ended, with the past as it was.
func TestRequirementLife(t *testing.T) {
	t.Parallel()
	w := setup(t)
	focal := as(access.FocalPoint, w.agencyA)
	id := w.create(t, focal, w.draft(w.agencyA))
	if duties, err := w.service.ListDuties(t.Context(), w.anna); err != nil || len(duties) != 1 || duties[0].Requirement.Who.VI == "" {
		t.Fatalf("duties %+v, %v", duties, err)
	}

	next := w.draft(w.agencyA)
	next.StartsOn, next.Rules[0].PositionGroups = today.AddDate(0, 0, 7), []string{"leader"}
	if err := w.service.ChangeRequirement(t.Context(), focal, id, 1, next); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a change without a reason: %v", err)
	}
	next.ChangeReason = "Chỉ lãnh đạo"
	preview, err := w.service.PreviewRequirement(t.Context(), focal, id, 1, next)
	if err != nil || preview.Leaving != 1 || preview.Entering != 0 || len(preview.LeavingPeople) != 1 {
		t.Errorf("preview %+v, %v", preview, err)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.requirements`); n != 1 {
		t.Fatalf("a preview left %d versions", n)
	}
	if n := w.count(t, `SELECT count(*) FROM audit.person_reads WHERE what = 'requirement_preview' AND person_id = ?`, w.anna.PersonID); n != 1 {
		t.Error("the person is not told that a preview named them")
	}
	if err := w.service.ChangeRequirement(t.Context(), focal, id, 1, next); err != nil {
		t.Fatal(err)
	}
	if err := w.service.ChangeRequirement(t.Context(), focal, id, 1, next); !errors.Is(err, ErrRequirementChanged) {
		t.Errorf("a change of an old version: %v", err)
	}
	named := func(day time.Time) int {
		return w.count(t, `SELECT count(*) FROM learning.duty_facts(?, ARRAY[?]::uuid[])`, day, w.agencyA)
	}
	if named(today) != 1 || named(today.AddDate(0, 0, 7)) != 0 {
		t.Errorf("named today %d, after the change %d", named(today), named(today.AddDate(0, 0, 7)))
	}
	h, err := w.service.FindRequirement(t.Context(), focal, id)
	if err != nil || len(h.Versions) != 2 || h.Version != 2 || h.Versions[1].EndsOn == nil {
		t.Errorf("history %+v, %v", h, err)
	}
	if err := w.service.EndRequirement(t.Context(), focal, id, 2, today.AddDate(0, 0, -1), "hết"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an end in the past: %v", err)
	}
	if err := w.service.EndRequirement(t.Context(), focal, id, 2, today.AddDate(0, 0, 9), "hết nhiệm vụ"); err != nil {
		t.Fatal(err)
	}
	if err := w.service.EndRequirement(t.Context(), focal, id, 2, today.AddDate(0, 0, 9), "hết nhiệm vụ"); !errors.Is(err, ErrRequirementEnded) {
		t.Errorf("ended twice: %v", err)
	}
	if n := w.count(t, `SELECT count(*) FROM audit.entries WHERE action LIKE '%_requirement'`); n != 3 {
		t.Errorf("%d audit entries", n)
	}
}

// TestRequirementForbidden: nobody asks the people of another agency; leaders and province managers
// ask nobody; the standing agency asks anybody and sees numbers alone.
func TestRequirementForbidden(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.create(t, as(access.FocalPoint, w.agencyA), w.draft(w.agencyA))
	mixed := w.draft(w.agencyA)
	mixed.Rules = append(mixed.Rules, Rule{AgencyID: w.agencyB})
	for name, c := range map[string]struct {
		who   access.Principal
		draft RequirementDraft
		want  fault.Kind
	}{
		"another agency":     {as(access.FocalPoint, w.agencyB), w.draft(w.agencyA), fault.NotFound},
		"a rule for another": {as(access.FocalPoint, w.agencyA), mixed, fault.NotFound},
		"a leader":           {as(access.AgencyLeader, w.agencyA), w.draft(w.agencyA), fault.Forbidden},
		"a province manager": {as(access.ProvinceManager, w.agencyA), w.draft(w.agencyA), fault.Forbidden},
		"a learner":          {w.anna, w.draft(w.agencyA), fault.Forbidden},
		"nobody":             {access.Principal{}, w.draft(w.agencyA), fault.Unauthenticated},
	} {
		if _, err := w.service.CreateRequirement(t.Context(), c.who, c.draft); fault.KindOf(err) != c.want {
			t.Errorf("%s creates: %v", name, err)
		}
		if _, err := w.service.PreviewRequirement(t.Context(), c.who, uuid.Nil, 0, c.draft); fault.KindOf(err) != c.want {
			t.Errorf("%s previews: %v", name, err)
		}
	}
	foreign := w.draft(w.agencyB)
	foreign.ChangeReason = "lấy"
	if err := w.service.ChangeRequirement(t.Context(), as(access.FocalPoint, w.agencyB), id, 1, foreign); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another agency takes a requirement over: %v", err)
	}
	if _, err := w.service.FindRequirement(t.Context(), as(access.FocalPoint, w.agencyB), id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another agency reads it: %v", err)
	}
	preview, err := w.service.PreviewRequirement(t.Context(), as(access.StandingAgency, w.agencyB), uuid.Nil, 0, w.draft(w.agencyA))
	if err != nil || preview.Named != 1 || preview.EnteringPeople != nil {
		t.Errorf("the standing agency previews %+v, %v", preview, err)
	}
}

// TestDraftFaults: each mistake is named by its field.
func TestDraftFaults(t *testing.T) {
	t.Parallel()
	w := setup(t)
	number := func(n int) *int { return &n }
	for field, spoil := range map[string]func(*RequirementDraft){
		"body.startsOn": func(d *RequirementDraft) { d.StartsOn = today.AddDate(0, 0, -1) },
		"body.document": func(d *RequirementDraft) { d.Document = " " },
		"body.rules":    func(d *RequirementDraft) { d.Rules[0].PositionGroups = []string{"king"} },
		"body.courses":  func(d *RequirementDraft) { d.Slots = append(d.Slots, Slot{w.course.ID}) },
		"body.due": func(d *RequirementDraft) {
			d.DueKind, d.DueMonth, d.DueDay, d.OpenDays = DueYearly, number(2), number(29), number(90)
		},
	} {
		d := w.draft(w.agencyA)
		spoil(&d)
		_, err := w.service.CreateRequirement(t.Context(), as(access.FocalPoint, w.agencyA), d)
		if f := fault.From(err); len(f.Fields) != 1 || f.Fields[0].Path != field {
			t.Errorf("%s: %v %+v", field, err, f.Fields)
		}
	}
}

// TestNextRound: a yearly requirement opens a new round; the old enrollment stays as it was.
func TestNextRound(t *testing.T) {
	t.Parallel()
	w := setup(t)
	number := func(n int) *int { return &n }
	d := w.draft(w.agencyA)
	d.DueKind, d.DueMonth, d.DueDay, d.OpenDays = DueYearly, number(12), number(31), number(60)
	w.create(t, as(access.FocalPoint, w.agencyA), d)
	first := w.enroll(t, w.anna)
	w.exec(t, `UPDATE learning.enrollments SET completed_at = '2026-03-01' WHERE id = ?`, first)
	w.exec(t, `INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, periods)
		VALUES (?, ?, ?, ?, ?, ?, 1, '2026-03-01', '2026-03-01', 800)`, uuid.New(), first, w.anna.PersonID, w.agencyA, w.course.ID, w.course.VersionID)
	if duties, err := w.service.ListDuties(t.Context(), w.anna); err != nil || len(duties) != 1 || duties[0].State != NotStarted || duties[0].Enrollment != nil {
		t.Fatalf("duties %+v, %v", duties, err)
	}
	second := w.enroll(t, w.anna)
	if second == first || second != w.enroll(t, w.anna) {
		t.Errorf("rounds %s, %s", first, second)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.enrollments WHERE id = ? AND completed_at IS NOT NULL AND round = 1`, first); n != 1 {
		t.Error("the first round was touched")
	}
}
