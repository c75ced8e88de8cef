package planning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// SetTarget gives agencies one target, or a new version of it.
type SetTarget struct {
	PeriodID  uuid.UUID
	AgencyIDs []uuid.UUID
	Subject   Subject
	Measure   Measure
	Value     *int // nil: the target is dropped
	DecidedOn time.Time
	Document  string
	Approver  string
}

// SetTarget writes the next version of the target of each agency, all or none; one that has this very
// version already is left as it is. It needs plan.manage, which reaches every agency. Errors:
// fault.ErrInvalid with the fields named, fault.ErrNotFound for an unknown period, ErrTargetOlder and
// ErrTargetNone with the agency named, ErrTargetSame when nothing would change.
func (s *Service) SetTarget(ctx context.Context, who access.Principal, cmd SetTarget) error {
	if err := who.Require(access.ManagePlan); err != nil {
		return err
	}
	cmd.Document, cmd.Approver = vietnamese.Normalize(cmd.Document), vietnamese.Normalize(cmd.Approver)
	slices.SortFunc(cmd.AgencyIDs, compareIDs) // in one order, so that two commands never wait for each other
	cmd.AgencyIDs = slices.Compact(cmd.AgencyIDs)
	period, err := s.FindPeriod(ctx, cmd.PeriodID)
	if err != nil {
		return err
	}
	if err := cmd.validate(period, s.today()); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(cmd.AgencyIDs...), func(ctx context.Context, tx bun.Tx) error {
		return s.setTargetsTx(ctx, tx, who, cmd)
	})
}

func compareIDs(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }

func (s *Service) setTargetsTx(ctx context.Context, tx bun.Tx, who access.Principal, cmd SetTarget) error {
	names, err := organization.AgencyNames(ctx, tx, cmd.AgencyIDs, s.today())
	if err != nil {
		return err
	}
	if len(names) < len(cmd.AgencyIDs) {
		return fault.ErrInvalid.At("body.agencyIds", "not_an_option", fault.Text{VI: "Có đơn vị không tồn tại.", EN: "One of the agencies does not exist."})
	}
	targets, err := lockTargets(ctx, tx, cmd)
	if err != nil {
		return err
	}
	latest, err := latestVersions(ctx, tx, targets)
	if err != nil {
		return err
	}
	var versions []TargetVersion
	for _, target := range targets {
		before := latest[target.ID]
		next := TargetVersion{TargetID: target.ID, Number: before.Number + 1, AgencyID: target.AgencyID, Value: cmd.Value, DecidedOn: cmd.DecidedOn,
			Document: cmd.Document, Approver: cmd.Approver, CreatedBy: &who.PersonID}
		switch why := next.follows(before); why {
		case nil:
			versions = append(versions, next)
		case ErrTargetSame:
		default:
			return named(why, names[target.AgencyID])
		}
	}
	if len(versions) == 0 {
		return ErrTargetSame
	}
	if _, err := tx.NewInsert().Model(&versions).Returning("NULL").Exec(ctx); err != nil {
		return err
	}
	for _, v := range versions {
		err := audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(access.StandingAgency), AgencyID: v.AgencyID,
			Action: "set_target", ObjectType: "target", ObjectID: v.TargetID, Reason: v.Document, Before: latest[v.TargetID].summary(), After: v.summary()})
		if err != nil {
			return err
		}
	}
	return nil
}

func (cmd SetTarget) target(agency uuid.UUID) Target {
	t := Target{ID: audit.NewID(), PeriodID: cmd.PeriodID, AgencyID: agency, CourseID: postgres.NullID(cmd.Subject.CourseID), Measure: cmd.Measure}
	if cmd.Subject.Field != "" {
		field := string(cmd.Subject.Field)
		t.Field = &field
	}
	return t
}

// follows says why a version cannot come after another; the zero version is before the first.
func (v TargetVersion) follows(before TargetVersion) *fault.Error {
	had := before.Number > 0 && before.Value != nil
	switch {
	case v.DecidedOn.Before(before.DecidedOn):
		return ErrTargetOlder
	case v.Value == nil && !had:
		return ErrTargetNone
	case had && v.Value != nil && *v.Value == *before.Value && v.Document == before.Document && v.DecidedOn.Equal(before.DecidedOn):
		return ErrTargetSame
	}
	return nil
}

// named says whose target a fault is about: several are set at once.
func named(f *fault.Error, agency string) error {
	prefix := func(t fault.Text) fault.Text { return fault.Text{VI: agency + ": " + t.VI, EN: agency + ": " + t.EN} }
	c := *f
	c.Fields = nil
	for _, field := range f.Fields {
		field.Text = prefix(field.Text)
		c.Fields = append(c.Fields, field)
	}
	if len(c.Fields) == 0 {
		c.Text = prefix(c.Text)
	}
	return &c
}

// summary is what the audit log keeps of a version; nil before the first.
func (v TargetVersion) summary() any {
	if v.Number == 0 {
		return nil
	}
	return map[string]any{"number": v.Number, "value": v.Value, "decided_on": v.DecidedOn.Format(time.DateOnly), "document": v.Document, "approver": v.Approver}
}

// lockTargets finds the target of each agency or makes it, and holds them until the commit.
func lockTargets(ctx context.Context, tx bun.IDB, cmd SetTarget) ([]Target, error) {
	targets := make([]Target, len(cmd.AgencyIDs))
	for i, agency := range cmd.AgencyIDs {
		targets[i] = cmd.target(agency)
	}
	if _, err := tx.NewInsert().Model(&targets).On("CONFLICT (period_id, agency_id, course_id, field, measure) DO NOTHING").Returning("NULL").Exec(ctx); err != nil {
		return nil, err
	}
	subject := targets[0]
	var found []Target
	err := tx.NewSelect().Model(&found).Where("period_id = ? AND measure = ? AND agency_id IN (?)", cmd.PeriodID, cmd.Measure, bun.List(cmd.AgencyIDs)).
		Where("course_id IS NOT DISTINCT FROM ?::uuid AND field IS NOT DISTINCT FROM ?::text", subject.CourseID, subject.Field).
		Order("agency_id").For("UPDATE").Scan(ctx)
	return found, err
}

// latestVersions returns the last version of each target; the zero version where there is none.
func latestVersions(ctx context.Context, tx bun.IDB, targets []Target) (map[uuid.UUID]TargetVersion, error) {
	ids := make([]uuid.UUID, len(targets))
	for i, t := range targets {
		ids[i] = t.ID
	}
	var rows []TargetVersion
	err := tx.NewSelect().Model(&rows).DistinctOn("target_id").Where("target_id IN (?)", bun.List(ids)).Order("target_id", "number DESC").Scan(ctx)
	latest := make(map[uuid.UUID]TargetVersion, len(rows))
	for _, v := range rows {
		latest[v.TargetID] = v
	}
	return latest, err
}

func (cmd SetTarget) validate(period Period, today time.Time) error {
	wrong := fault.ErrInvalid.CheckText("body.document", cmd.Document, 1, maxTargetText).CheckText("body.approver", cmd.Approver, 1, maxTargetText)
	if n := len(cmd.AgencyIDs); n == 0 || n > maxTargetAgencies {
		wrong = wrong.At("body.agencyIds", "out_of_range", fault.Text{VI: "Chọn từ 1 đến 500 đơn vị.", EN: "Choose 1 to 500 agencies."})
	}
	if cmd.Subject.CourseID != uuid.Nil && cmd.Subject.Field != "" {
		wrong = wrong.At("body.field", "invalid", fault.Text{VI: "Chỉ chọn khóa học hoặc lĩnh vực.", EN: "Choose a course or a field, not both."})
	}
	if cmd.Subject.Field != "" && !slices.Contains(catalog.Fields(), cmd.Subject.Field) {
		wrong = wrong.At("body.field", "not_an_option", fault.TextInvalid)
	}
	most := map[Measure]int{MeasurePeople: maxTargetPeople, MeasureCoverage: maxTargetCoverage}[cmd.Measure]
	if most == 0 {
		wrong = wrong.At("body.measure", "not_an_option", fault.TextInvalid)
	} else if cmd.Value != nil && (*cmd.Value < 1 || *cmd.Value > most) {
		wrong = wrong.At("body.value", "out_of_range", fault.Text{VI: "Chỉ tiêu phải lớn hơn 0; tỷ lệ không quá 100 %.", EN: "A target is above 0; a rate is at most 100 %."})
	}
	switch {
	case cmd.DecidedOn.After(today):
		wrong = wrong.At("body.decidedOn", "future", fault.Text{VI: "Ngày văn bản chưa đến.", EN: "This day has not come."})
	case cmd.DecidedOn.After(period.ToOn):
		wrong = wrong.At("body.decidedOn", "after_period", fault.Text{VI: "Văn bản ra sau khi kỳ báo cáo đã kết thúc. Hãy chọn kỳ khác.", EN: "The document is from after the period's end. Choose another period."})
	case cmd.DecidedOn.Before(period.Plan.IssuedOn):
		wrong = wrong.At("body.decidedOn", "before_plan", fault.Text{VI: "Văn bản có trước khi kế hoạch được ban hành.", EN: "The document is older than the plan."})
	}
	return wrong.OrNil()
}
