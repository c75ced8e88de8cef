package planning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// GatheringEdge (tuyến tổng hợp) says that an agency's figures are collected by another under a plan, from
// one day (included) to another (excluded; nil: still).
type GatheringEdge struct {
	bun.BaseModel `bun:"table:planning.gathering_edges,alias:g"`
	ID            uuid.UUID  `bun:"id"`
	PlanID        uuid.UUID  `bun:"plan_id"`
	AgencyID      uuid.UUID  `bun:"agency_id"`
	CollectorID   uuid.UUID  `bun:"collector_id"`
	ValidFrom     time.Time  `bun:"valid_from,type:date"`
	ValidTo       *time.Time `bun:"valid_to,type:date"`
	Document      string     `bun:"document"`
}

func (g GatheringEdge) holds(day time.Time) bool {
	return !g.ValidFrom.After(day) && (g.ValidTo == nil || g.ValidTo.After(day))
}

// SetCollector asks that an agency's figures are collected by another from a day on; a CollectorID of
// uuid.Nil ends the line.
type SetCollector struct {
	PlanID      uuid.UUID
	AgencyID    uuid.UUID
	CollectorID uuid.UUID
	From        time.Time
	Document    string
}

// SetCollector closes the line that holds on the day and opens the next one, so that each unit is counted
// once on any day. It needs plan.manage. Errors: fault.ErrNotFound for an unknown plan, fault.ErrInvalid
// at "from" (a later line exists; outside the plan), "agencyId", "collectorId" (not there; a circle),
// "document".
func (s *Service) SetCollector(ctx context.Context, who access.Principal, cmd SetCollector) error {
	if err := who.Require(access.ManagePlan); err != nil {
		return err
	}
	if err := fault.ErrInvalid.CheckDocument("document", cmd.Document).OrNil(); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := lockPlan(ctx, tx, cmd.PlanID, cmd.From); err != nil {
			return err
		}
		var edges []GatheringEdge
		if err := tx.NewSelect().Model(&edges).Where("plan_id = ?", cmd.PlanID).Order("agency_id", "valid_from").Scan(ctx); err != nil {
			return err
		}
		if err := checkCollector(ctx, tx, cmd, edges); err != nil {
			return err
		}
		before, err := closeEdge(ctx, tx, cmd, edges)
		if err != nil {
			return err
		}
		if cmd.CollectorID != uuid.Nil {
			next := GatheringEdge{ID: audit.NewID(), PlanID: cmd.PlanID, AgencyID: cmd.AgencyID, CollectorID: cmd.CollectorID, ValidFrom: cmd.From, Document: cmd.Document}
			if _, err := tx.NewInsert().Model(&next).Exec(ctx); err != nil {
				return err
			}
		}
		return recordPlan(ctx, tx, who, "set_collector", cmd.PlanID, cmd.AgencyID, cmd.Document, before,
			map[string]any{"agency": cmd.AgencyID, "collector": cmd.CollectorID, "from": cmd.From.Format(time.DateOnly)})
	})
}

// lockPlan lets one change of a plan's lists happen at a time; fault.ErrInvalid at "from" outside the plan.
func lockPlan(ctx context.Context, tx bun.Tx, id uuid.UUID, from time.Time) error {
	var plan Plan
	if err := tx.NewSelect().Model(&plan).Where("id = ?", id).For("UPDATE").Scan(ctx); err != nil {
		return err
	}
	if from.Before(plan.ValidFrom) || from.After(plan.ValidTo) {
		return fault.ErrInvalid.At("from", "outside_plan", fault.Text{
			VI: "Ngày phải nằm trong thời gian hiệu lực của kế hoạch, từ " + plan.ValidFrom.Format("02/01/2006") + " đến " + plan.ValidTo.Format("02/01/2006") + ".",
			EN: "The day must lie within the plan, from " + plan.ValidFrom.Format("2 January 2006") + " to " + plan.ValidTo.Format("2 January 2006") + "."})
	}
	return nil
}

// checkCollector looks that both agencies stand on the day and that no circle comes to be, then or on a
// later day on which a line begins.
func checkCollector(ctx context.Context, tx bun.IDB, cmd SetCollector, edges []GatheringEdge) error {
	if err := checkStanding(ctx, tx, "agencyId", cmd.AgencyID, cmd.From); err != nil {
		return err
	}
	if cmd.CollectorID == uuid.Nil {
		return nil
	}
	if err := checkStanding(ctx, tx, "collectorId", cmd.CollectorID, cmd.From); err != nil {
		return err
	}
	days := []time.Time{cmd.From}
	for _, g := range edges {
		if g.ValidFrom.After(cmd.From) {
			days = append(days, g.ValidFrom)
		}
	}
	for _, day := range days {
		if collects(edges, cmd.CollectorID, cmd.AgencyID, day) {
			return fault.ErrInvalid.At("collectorId", "circle", fault.Text{
				VI: "Cơ quan này đang do chính đơn vị kia tổng hợp, sẽ thành vòng lặp. Hãy chọn cơ quan khác hoặc đổi tuyến kia trước.",
				EN: "This agency is itself collected by the other one, which would make a circle. Choose another, or change that line first."})
		}
	}
	return nil
}

// collects reports whether the way up from an agency meets another on a day.
func collects(edges []GatheringEdge, from, other uuid.UUID, day time.Time) bool {
	above := map[uuid.UUID]uuid.UUID{}
	for _, g := range edges {
		if g.holds(day) {
			above[g.AgencyID] = g.CollectorID
		}
	}
	for range len(above) + 1 {
		if from == other {
			return true
		}
		next, collected := above[from]
		if !collected {
			return false
		}
		from = next
	}
	return true
}

func checkStanding(ctx context.Context, tx bun.IDB, path string, id uuid.UUID, day time.Time) error {
	stands, err := organization.StandsTx(ctx, tx, id, day)
	if err == nil && !stands {
		return fault.ErrInvalid.At(path, "not_standing", fault.Text{VI: "Cơ quan này không có vào ngày đã chọn. Hãy đổi ngày hoặc chọn cơ quan khác.",
			EN: "This agency does not stand on that day. Change the day or choose another agency."})
	}
	return err
}

// closeEdge ends the line that holds on the day; one that begins on it is replaced.
func closeEdge(ctx context.Context, tx bun.IDB, cmd SetCollector, edges []GatheringEdge) (before any, err error) {
	for _, g := range edges {
		switch {
		case g.AgencyID != cmd.AgencyID:
		case g.ValidFrom.After(cmd.From):
			return nil, fault.ErrInvalid.At("from", "later_line", fault.Text{
				VI: "Đã có tuyến tổng hợp bắt đầu sau ngày này. Hãy chọn ngày từ " + g.ValidFrom.Format("02/01/2006") + " trở đi.",
				EN: "A later line exists. Choose a day from " + g.ValidFrom.Format("2 January 2006") + " on."})
		case g.ValidFrom.Equal(cmd.From):
			before = map[string]any{"collector": g.CollectorID, "from": g.ValidFrom.Format(time.DateOnly)}
			if _, err := tx.NewDelete().Model(&g).Where("id = ?", g.ID).Exec(ctx); err != nil {
				return nil, err
			}
		case g.holds(cmd.From):
			before = map[string]any{"collector": g.CollectorID, "from": g.ValidFrom.Format(time.DateOnly)}
			if _, err := tx.ExecContext(ctx, "UPDATE planning.gathering_edges SET valid_to = ? WHERE id = ?", cmd.From.Format(time.DateOnly), g.ID); err != nil {
				return nil, err
			}
		}
	}
	return before, nil
}

func recordPlan(ctx context.Context, tx bun.IDB, who access.Principal, action string, plan, agency uuid.UUID, document string, before, after any) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(access.StandingAgency), AgencyID: agency, Action: action,
		ObjectType: "plan", ObjectID: plan, Reason: document, Before: before, After: after})
}
