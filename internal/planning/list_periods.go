package planning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// ListPeriods asks for one page of the periods of every plan.
type ListPeriods struct{ Limit, Offset int64 }

// ListPeriods returns a page of periods, the latest first, and how many there are.
func (s *Service) ListPeriods(ctx context.Context, q ListPeriods) ([]Period, int, error) {
	var periods []Period
	var total int
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		found, err := tx.NewSelect().Model(&periods).Order("to_on DESC", "from_on DESC", "id").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		if err != nil {
			return err
		}
		total = int(found)
		return addPlans(ctx, tx, periods)
	})
	return periods, total, err
}

// FindPeriod returns a period with its plan; fault.ErrNotFound when there is none.
func (s *Service) FindPeriod(ctx context.Context, id uuid.UUID) (Period, error) {
	var p Period
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		found := []Period{p}
		err := addPlans(ctx, tx, found)
		p = found[0]
		return err
	})
	return p, err
}

// ListReporters returns who owes reports under a plan, in order of the agency and the day.
func (s *Service) ListReporters(ctx context.Context, planID uuid.UUID) ([]Reporter, error) {
	var reporters []Reporter
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&reporters).Where("plan_id = ?", planID).Order("agency_id", "valid_from").Limit(maxReporters).Scan(ctx)
	})
	return reporters, err
}

func addPlans(ctx context.Context, tx bun.IDB, periods []Period) error {
	if len(periods) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(periods))
	for i, p := range periods {
		ids[i] = p.PlanID
	}
	var plans []Plan
	if err := tx.NewSelect().Model(&plans).Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return err
	}
	byID := map[uuid.UUID]Plan{}
	for _, plan := range plans {
		byID[plan.ID] = plan
	}
	for i, p := range periods {
		plan, known := byID[p.PlanID]
		if !known {
			return fault.ErrNotFound
		}
		periods[i].Plan = plan
	}
	return nil
}
