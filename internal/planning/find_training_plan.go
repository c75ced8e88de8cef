package planning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// YearPlans are an agency's plans of a year as its people see them.
type YearPlans struct {
	Draft     *TrainingPlan // being written; nil: none
	Submitted *TrainingPlan // the last one submitted; nil: none
	Versions  int           // how many were submitted
}

// FindTrainingPlans returns the draft and the last submitted plan of an agency's year. It needs
// figures.agency at the agency: province roles see numbers only (reporting). Errors:
// fault.ErrNotFound, fault.ErrForbidden.
func (s *Service) FindTrainingPlans(ctx context.Context, who access.Principal, agency uuid.UUID, year int) (YearPlans, error) {
	if err := who.RequireAt(access.ReadAgencyFigure, agency); err != nil {
		return YearPlans{}, err
	}
	if year < firstPlanYear || year > lastPlanYear {
		return YearPlans{}, fault.ErrNotFound
	}
	var found YearPlans
	err := s.db.Read(ctx, postgres.Agencies(agency), func(ctx context.Context, tx bun.Tx) error {
		plans, err := latestPlans(ctx, tx, agency, year, 2)
		for i, plan := range plans {
			switch {
			case plan.State == TrainingPlanDraft:
				found.Draft = &plans[i]
			case found.Submitted == nil:
				found.Submitted, found.Versions = &plans[i], plan.Number
			}
		}
		return err
	})
	return found, err
}
