package planning

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

func (w *world) draft(revision int) SaveTrainingPlan {
	budget := int64(25_000_000)
	return SaveTrainingPlan{AgencyID: w.first, Year: 2026, Revision: revision, Document: "05/KH-UBND ngày 12/01/2026", Items: []PlannedTraining{
		{CourseID: &w.course, Title: "không dùng", Form: "online", People: 40, Month: 3},
		{Title: "Tập huấn kỹ năng phản ứng sự cố", Form: "in_person", People: 25, Month: 9, Budget: &budget},
	}}
}

func (w *world) save(revision int) TrainingPlan {
	w.t.Helper()
	plan, err := w.SaveTrainingPlan(w.t.Context(), w.focal, w.draft(revision))
	if err != nil {
		w.t.Fatal(err)
	}
	return plan
}

func TestTrainingPlanStory(t *testing.T) {
	w := setup(t)
	ctx := t.Context()
	w.save(0)
	plan := w.save(1)
	if plan.Number != 1 || plan.Revision != 2 {
		t.Fatalf("%+v", plan)
	}
	found, err := w.FindTrainingPlans(ctx, w.leader, w.first, 2026)
	if err != nil || found.Submitted != nil || found.Draft == nil || len(found.Draft.Items) != 2 || found.Draft.Items[0].Title != "" || found.Draft.Items[1].Month != 9 {
		t.Fatalf("%+v, %v", found, err)
	}
	if n := w.count(`SELECT count(*) FROM planning.training_plan_facts`); n != 0 {
		t.Error("a draft is counted")
	}
	if _, err := w.SubmitTrainingPlan(ctx, w.focal, w.first, 2026, 2); err != nil {
		t.Fatal(err)
	}
	var facts struct{ Items, People, Budget, ItemsWithBudget int }
	if err := w.owner.NewRaw(`SELECT items, people, budget, items_with_budget FROM planning.training_plan_facts WHERE agency_id = ? AND year = 2026`, w.first).Scan(ctx, &facts); err != nil {
		t.Fatal(err)
	}
	if facts != (struct{ Items, People, Budget, ItemsWithBudget int }{2, 65, 25_000_000, 1}) {
		t.Errorf("%+v", facts)
	}
	// A correction is the next number; until it is submitted, the first one counts.
	if next := w.save(0); next.Number != 2 || next.Revision != 1 {
		t.Errorf("%+v", next)
	}
	if _, err := w.SubmitTrainingPlan(ctx, w.focal, w.first, 2026, 1); err != nil {
		t.Fatal(err)
	}
	found, err = w.FindTrainingPlans(ctx, w.focal, w.first, 2026)
	if err != nil || found.Draft != nil || found.Versions != 2 || found.Submitted.Number != 2 {
		t.Errorf("%+v, %v", found, err)
	}
	if n := w.count(`SELECT count(*) FROM planning.training_plan_facts WHERE number = 2`); n != 1 {
		t.Errorf("%d plans are counted", n)
	}
	if n := w.count(`SELECT count(*) FROM audit.entries WHERE object_type = 'training_plan' AND agency_id = ? AND actor_id = ? AND actor_role = 'focal_point'`, w.first, w.focal.PersonID); n != 5 {
		t.Errorf("%d audit entries", n)
	}
	if _, err := w.owner.ExecContext(ctx, `UPDATE planning.training_plans SET document = 'x' WHERE number = 1`); err == nil {
		t.Error("a submitted plan can be changed")
	}
}

func TestTrainingPlanConflicts(t *testing.T) {
	w := setup(t)
	ctx := t.Context()
	if _, err := w.SubmitTrainingPlan(ctx, w.focal, w.first, 2026, 1); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("nothing to submit: %v", err)
	}
	if _, err := w.SaveTrainingPlan(ctx, w.focal, w.draft(3)); !errors.Is(err, ErrTrainingPlanChanged) {
		t.Errorf("a draft that never was: %v", err)
	}
	w.save(0)
	if _, err := w.SaveTrainingPlan(ctx, w.focal, w.draft(0)); !errors.Is(err, ErrTrainingPlanChanged) {
		t.Errorf("over another's saving: %v", err)
	}
	if _, err := w.SubmitTrainingPlan(ctx, w.focal, w.first, 2026, 7); !errors.Is(err, ErrTrainingPlanChanged) {
		t.Errorf("another's revision: %v", err)
	}
	empty, silent := w.draft(1), w.draft(2)
	empty.Items, silent.Document = nil, " "
	for _, c := range []struct {
		cmd  SaveTrainingPlan
		want error
	}{{empty, ErrTrainingPlanEmpty}, {silent, ErrTrainingPlanDocument}} {
		plan, err := w.SaveTrainingPlan(ctx, w.focal, c.cmd)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.SubmitTrainingPlan(ctx, w.focal, w.first, 2026, plan.Revision); !errors.Is(err, c.want) {
			t.Errorf("%v, want %v", err, c.want)
		}
	}
}

func TestTrainingPlanForbidden(t *testing.T) {
	w := setup(t)
	ctx := t.Context()
	w.save(0)
	elsewhere := access.Principal{PersonID: w.learner.PersonID, Grants: []access.Grant{{Role: access.FocalPoint, AgencyID: w.second, Agencies: []uuid.UUID{w.second}}}}
	find := func(who access.Principal) error { _, err := w.FindTrainingPlans(ctx, who, w.first, 2026); return err }
	save := func(who access.Principal) error { _, err := w.SaveTrainingPlan(ctx, who, w.draft(1)); return err }
	submit := func(who access.Principal) error {
		_, err := w.SubmitTrainingPlan(ctx, who, w.first, 2026, 1)
		return err
	}
	for name, c := range map[string]struct{ got, want error }{
		"nobody reads":               {find(w.nobody), fault.ErrSignInRequired},
		"nobody saves":               {save(w.nobody), fault.ErrSignInRequired},
		"nobody submits":             {submit(w.nobody), fault.ErrSignInRequired},
		"a learner reads":            {find(w.learner), fault.ErrForbidden},
		"another agency reads":       {find(elsewhere), fault.ErrNotFound},
		"another agency saves":       {save(elsewhere), fault.ErrNotFound},
		"another agency submits":     {submit(elsewhere), fault.ErrNotFound},
		"a leader saves":             {save(w.leader), fault.ErrForbidden},
		"a leader submits":           {submit(w.leader), fault.ErrForbidden},
		"the standing agency saves":  {save(w.standing), fault.ErrForbidden},
		"the standing agency reads":  {find(w.standing), fault.ErrForbidden},
		"a province manager reads":   {find(w.province), fault.ErrForbidden},
		"a province manager submits": {submit(w.province), fault.ErrForbidden},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	w.rowsUnder(postgres.Agencies(w.second), 0)
	w.rowsUnder(postgres.Province(), 0)
}

func TestTrainingPlanInput(t *testing.T) {
	w := setup(t)
	huge := int64(2_000_000_000_000)
	for field, spoil := range map[string]func(*SaveTrainingPlan){
		"body.items[1].title":  func(c *SaveTrainingPlan) { c.Items[1].Title = " " },
		"body.items[0].form":   func(c *SaveTrainingPlan) { c.Items[0].Form = "post" },
		"body.items[0].people": func(c *SaveTrainingPlan) { c.Items[0].People = 0 },
		"body.items[0].month":  func(c *SaveTrainingPlan) { c.Items[0].Month = 13 },
		"body.items[1].budget": func(c *SaveTrainingPlan) { c.Items[1].Budget = &huge },
		"body.items":           func(c *SaveTrainingPlan) { c.Items = make([]PlannedTraining, 201) },
		"body.document":        func(c *SaveTrainingPlan) { c.Document = strings.Repeat("a", 201) },
		"path.year":            func(c *SaveTrainingPlan) { c.Year = 1999 },
	} {
		cmd := w.draft(0)
		spoil(&cmd)
		_, err := w.SaveTrainingPlan(t.Context(), w.focal, cmd)
		if !errors.Is(err, fault.ErrInvalid) || fault.From(err).Fields[0].Path != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := w.FindTrainingPlans(t.Context(), w.focal, w.first, 1999); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("a year out of bounds: %v", err)
	}
}
