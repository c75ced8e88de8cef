package planning

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

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
		changed := 0
		for _, agency := range cmd.AgencyIDs {
			err := s.setTargetTx(ctx, tx, who, cmd, agency)
			if errors.Is(err, ErrTargetSame) {
				continue
			}
			if err != nil {
				return err
			}
			changed++
		}
		if changed == 0 {
			return ErrTargetSame
		}
		return nil
	})
}

func compareIDs(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }

func (s *Service) setTargetTx(ctx context.Context, tx bun.Tx, who access.Principal, cmd SetTarget, agency uuid.UUID) error {
	unit, err := organization.FindAgencyTx(ctx, tx, agency, s.today())
	if errors.Is(err, sql.ErrNoRows) {
		return fault.ErrInvalid.At("body.agencyIds", "not_an_option", fault.Text{VI: "Có đơn vị không tồn tại.", EN: "One of the agencies does not exist."})
	}
	if err != nil {
		return err
	}
	target, err := lockTarget(ctx, tx, cmd.target(agency))
	if err != nil {
		return err
	}
	before, err := latestVersion(ctx, tx, target.ID)
	if err != nil {
		return err
	}
	next := TargetVersion{TargetID: target.ID, Number: before.Number + 1, AgencyID: agency, Value: cmd.Value, DecidedOn: cmd.DecidedOn,
		Document: cmd.Document, Approver: cmd.Approver, CreatedBy: &who.PersonID}
	if why := next.follows(before); why != nil {
		return named(why, unit.Name)
	}
	if _, err := tx.NewInsert().Model(&next).Exec(ctx); err != nil {
		return err
	}
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: string(access.StandingAgency), AgencyID: agency,
		Action: "set_target", ObjectType: "target", ObjectID: target.ID, Reason: next.Document, Before: before.summary(), After: next.summary()})
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

// lockTarget finds the target or makes it, and holds it until the commit.
func lockTarget(ctx context.Context, tx bun.IDB, t Target) (Target, error) {
	if _, err := tx.NewInsert().Model(&t).On("CONFLICT (period_id, agency_id, course_id, field, measure) DO NOTHING").Exec(ctx); err != nil {
		return Target{}, err
	}
	var found Target
	err := tx.NewSelect().Model(&found).Where("period_id = ? AND agency_id = ? AND measure = ?", t.PeriodID, t.AgencyID, t.Measure).
		Where("course_id IS NOT DISTINCT FROM ?::uuid AND field IS NOT DISTINCT FROM ?::text", t.CourseID, t.Field).For("UPDATE").Scan(ctx)
	return found, err
}

// latestVersion returns the last version of a target; the zero version when there is none.
func latestVersion(ctx context.Context, tx bun.IDB, target uuid.UUID) (TargetVersion, error) {
	var v TargetVersion
	err := tx.NewSelect().Model(&v).Where("target_id = ?", target).Order("number DESC").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return TargetVersion{}, nil
	}
	return v, err
}

func (cmd SetTarget) validate(period Period, today time.Time) error {
	wrong := checkText(fault.ErrInvalid, "document", cmd.Document)
	wrong = checkText(wrong, "approver", cmd.Approver)
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
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

// checkText adds what is wrong with a text of 1 to 200 characters.
func checkText(wrong *fault.Error, name, text string) *fault.Error {
	switch {
	case text == "":
		return wrong.At("body."+name, "required", fault.TextRequired)
	case utf8.RuneCountInString(text) > 200:
		return wrong.At("body."+name, "too_long", fault.TextTooLong)
	case strings.ContainsRune(text, 0):
		return wrong.At("body."+name, "invalid", fault.TextInvalid)
	}
	return wrong
}
