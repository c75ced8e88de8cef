package planning

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// SaveTrainingPlan is the whole draft of an agency's year as it shall stand.
type SaveTrainingPlan struct {
	AgencyID uuid.UUID
	Year     int
	Revision int // of the draft that was read; 0: there was none
	Document string
	Items    []PlannedTraining
}

// SaveTrainingPlan writes the draft, all of it; after a submission it begins the next version. It
// needs training_plan.manage at the agency. Errors: fault.ErrInvalid with the fields named,
// ErrTrainingPlanChanged when somebody else has saved since.
func (s *Service) SaveTrainingPlan(ctx context.Context, who access.Principal, cmd SaveTrainingPlan) (TrainingPlan, error) {
	if err := who.RequireAt(access.ManageTrainingPlan, cmd.AgencyID); err != nil {
		return TrainingPlan{}, err
	}
	cmd.clean()
	if err := cmd.validate(); err != nil {
		return TrainingPlan{}, err
	}
	var plan TrainingPlan
	err := s.db.RunInTx(ctx, postgres.Agencies(cmd.AgencyID), func(ctx context.Context, tx bun.Tx) error {
		before, err := lockYear(ctx, tx, cmd.AgencyID, cmd.Year)
		if err != nil {
			return err
		}
		if plan, err = cmd.next(before); err != nil {
			return err
		}
		plan.SavedBy, plan.SavedAt = &who.PersonID, s.now()
		if err := storeDraft(ctx, tx, plan); err != nil {
			return err
		}
		return recordTrainingPlan(ctx, tx, who, "save_training_plan", before, plan)
	})
	return plan, err
}

func (cmd *SaveTrainingPlan) clean() {
	cmd.Document = vietnamese.Normalize(cmd.Document)
	for i := range cmd.Items {
		cmd.Items[i].clean()
	}
}

func (cmd SaveTrainingPlan) validate() error {
	wrong := fault.ErrInvalid.CheckText("body.document", cmd.Document, 0, maxPlannedText)
	if cmd.Year < firstPlanYear || cmd.Year > lastPlanYear {
		wrong = wrong.At("path.year", "out_of_range", fault.TextInvalid)
	}
	if len(cmd.Items) > maxPlannedTrainings {
		wrong = wrong.At("body.items", "too_many", fault.Text{VI: fmt.Sprintf("Kế hoạch có tối đa %d dòng.", maxPlannedTrainings), EN: fmt.Sprintf("A plan has at most %d lines.", maxPlannedTrainings)})
	} else {
		for i, item := range cmd.Items {
			wrong = item.check(wrong, i)
		}
	}
	return wrong.OrNil()
}

// next is the draft after this saving: the one that was read with a new revision, or the next number.
func (cmd SaveTrainingPlan) next(before *TrainingPlan) (TrainingPlan, error) {
	plan := TrainingPlan{ID: audit.NewID(), AgencyID: cmd.AgencyID, Year: cmd.Year, Number: 1, State: TrainingPlanDraft, Document: cmd.Document, Revision: 1, Items: cmd.Items}
	drafted := 0
	switch {
	case before == nil:
	case before.State == TrainingPlanSubmitted:
		plan.Number = before.Number + 1
	default:
		plan.ID, plan.Number, plan.Revision, drafted = before.ID, before.Number, before.Revision+1, before.Revision
	}
	if cmd.Revision != drafted {
		return TrainingPlan{}, ErrTrainingPlanChanged
	}
	return plan, nil
}

// lockYear lets one writer at a time into an agency's year and returns its newest plan; nil: none.
func lockYear(ctx context.Context, tx bun.IDB, agency uuid.UUID, year int) (*TrainingPlan, error) {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`, fmt.Sprintf("training_plan:%s:%d", agency, year)); err != nil {
		return nil, err
	}
	plans, err := latestPlans(ctx, tx, agency, year, 1)
	if err != nil || len(plans) == 0 {
		return nil, err
	}
	return &plans[0], nil
}

// storeDraft writes the draft and its lines in place of those of before.
func storeDraft(ctx context.Context, tx bun.IDB, plan TrainingPlan) error {
	_, err := tx.NewInsert().Model(&plan).On("CONFLICT (id) DO UPDATE").Set("document = EXCLUDED.document").Set("revision = EXCLUDED.revision").
		Set("saved_by = EXCLUDED.saved_by").Set("saved_at = EXCLUDED.saved_at").Exec(ctx)
	if err != nil {
		return err
	}
	if _, err := tx.NewDelete().Model((*PlannedTraining)(nil)).Where("training_plan_id = ?", plan.ID).Exec(ctx); err != nil || len(plan.Items) == 0 {
		return err
	}
	for i := range plan.Items {
		plan.Items[i].TrainingPlanID, plan.Items[i].AgencyID, plan.Items[i].Position = plan.ID, plan.AgencyID, i+1
	}
	_, err = tx.NewInsert().Model(&plan.Items).Exec(ctx)
	return err
}

// recordTrainingPlan writes the audit entry of a change of a plan.
func recordTrainingPlan(ctx context.Context, tx bun.IDB, who access.Principal, action string, before *TrainingPlan, after TrainingPlan) error {
	var was any
	if before != nil {
		was = before.summary()
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(who.RoleAt(access.ManageTrainingPlan, after.AgencyID)), AgencyID: after.AgencyID,
		Action: action, ObjectType: "training_plan", ObjectID: after.ID, Reason: after.Document, Before: was, After: after.summary()})
}

func (p TrainingPlan) summary() map[string]any {
	people, budget := p.Total()
	return map[string]any{"year": p.Year, "number": p.Number, "state": p.State, "items": len(p.Items), "people": people, "budget": budget}
}
