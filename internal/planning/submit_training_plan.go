package planning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// SubmitTrainingPlan hands the draft in; from then on it never changes, and province roles see its
// numbers. It needs training_plan.manage at the agency. Errors: fault.ErrNotFound without a draft,
// ErrTrainingPlanChanged, ErrTrainingPlanEmpty, ErrTrainingPlanDocument.
func (s *Service) SubmitTrainingPlan(ctx context.Context, who access.Principal, agency uuid.UUID, year, revision int) (TrainingPlan, error) {
	if err := who.RequireAt(access.ManageTrainingPlan, agency); err != nil {
		return TrainingPlan{}, err
	}
	var plan TrainingPlan
	err := s.db.RunInTx(ctx, postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
		before, err := lockYear(ctx, tx, agency, year)
		switch {
		case err != nil:
			return err
		case before == nil:
			return fault.ErrNotFound
		case before.State != TrainingPlanDraft || before.Revision != revision:
			return ErrTrainingPlanChanged
		case len(before.Items) == 0:
			return ErrTrainingPlanEmpty
		case before.Document == "":
			return ErrTrainingPlanDocument
		}
		now := s.now()
		plan = *before
		plan.State, plan.SubmittedAt, plan.SubmittedBy = TrainingPlanSubmitted, &now, &who.PersonID
		if _, err := tx.NewUpdate().Model(&plan).Column("state", "submitted_at", "submitted_by").Where("id = ? AND agency_id = ?", plan.ID, agency).Exec(ctx); err != nil {
			return err
		}
		return recordTrainingPlan(ctx, tx, who, "submit_training_plan", before, plan)
	})
	return plan, err
}
