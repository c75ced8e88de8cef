package planning

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// CreatePlan is a new plan. Periods empty means the default ones.
type CreatePlan struct {
	Plan      Plan
	Periods   []Period
	Reporters []Reporter
	Reason    string // the document that orders the entry
}

// CreatePlan stores a plan with its periods and reporters and returns its id.
// It needs plan.manage; fault.ErrInvalid names what is wrong.
func (s *Service) CreatePlan(ctx context.Context, who access.Principal, cmd CreatePlan) (uuid.UUID, error) {
	if err := who.Require(access.ManagePlan); err != nil {
		return uuid.Nil, err
	}
	cmd.Plan.ID = audit.NewID()
	err := s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := CreatePlanTx(ctx, tx, cmd); err != nil {
			return err
		}
		return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(access.StandingAgency), AgencyID: standingAgency(who),
			Action: "create_plan", ObjectType: "plan", ObjectID: cmd.Plan.ID, Reason: cmd.Reason, After: map[string]any{"number": cmd.Plan.Number, "reporters": len(cmd.Reporters)}})
	})
	return cmd.Plan.ID, err
}

// standingAgency is the agency whose grant lets the person keep plans.
func standingAgency(who access.Principal) uuid.UUID {
	for _, g := range who.Grants {
		if g.Role.Allows(access.ManagePlan) {
			return g.AgencyID
		}
	}
	return uuid.Nil
}

// CreatePlanTx stores a plan whose id is set, inside a transaction: for the seed and CreatePlan.
func CreatePlanTx(ctx context.Context, tx bun.IDB, cmd CreatePlan) error {
	if len(cmd.Periods) == 0 {
		cmd.Periods = DefaultPeriods(cmd.Plan)
	}
	if err := cmd.validate(); err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(&cmd.Plan).Exec(ctx); err != nil {
		return err
	}
	for i := range cmd.Periods {
		cmd.Periods[i].PlanID = cmd.Plan.ID
		if cmd.Periods[i].ID == uuid.Nil {
			cmd.Periods[i].ID = audit.NewID()
		}
	}
	if _, err := tx.NewInsert().Model(&cmd.Periods).Exec(ctx); err != nil {
		return err
	}
	return insertReporters(ctx, tx, cmd)
}

func insertReporters(ctx context.Context, tx bun.IDB, cmd CreatePlan) error {
	for i := range cmd.Reporters {
		cmd.Reporters[i].PlanID = cmd.Plan.ID
	}
	for part := range slices.Chunk(cmd.Reporters, 500) {
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (cmd CreatePlan) validate() error {
	if err := cmd.Plan.Validate(); err != nil {
		return err
	}
	wrong := fault.ErrInvalid
	if n := len(cmd.Periods); n == 0 || n > maxPeriods {
		wrong = wrong.At("periods", "invalid", fault.Text{VI: "Kế hoạch phải có từ 1 đến 60 kỳ báo cáo.", EN: "A plan has 1 to 60 periods."})
	}
	if len(cmd.Reporters) > maxReporters {
		wrong = wrong.At("reporters", "too_many", fault.Text{VI: "Danh sách cơ quan báo cáo quá dài.", EN: "Too many reporting agencies."})
	}
	for _, p := range cmd.Periods {
		if p.ToOn.Before(p.FromOn) || p.DueOn.Before(p.ToOn) {
			wrong = wrong.At("periods", "invalid", fault.Text{
				VI: "Kỳ báo cáo phải kết thúc sau ngày bắt đầu, hạn nộp phải sau ngày chốt số liệu.",
				EN: "A period must end after it begins and be due after its last day."})
			break
		}
	}
	for _, r := range cmd.Reporters {
		if r.Document == "" {
			wrong = wrong.At("reporters", "required", fault.Text{VI: "Mỗi cơ quan báo cáo phải có văn bản làm căn cứ.", EN: "Each reporting agency needs its document."})
			break
		}
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}
