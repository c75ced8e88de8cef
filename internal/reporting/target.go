package reporting

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
	"taphuan/internal/reporting/tree"
)

// CompareTargets asks for the targets of an agency's units in a period beside what was reached.
type CompareTargets struct {
	AgencyID  uuid.UUID
	PeriodID  uuid.UUID
	CourseKey string // empty with Field: all training
	Field     string
	Measure   planning.Measure
}

// TargetInForce is the version of a target that holds on the closing day.
type TargetInForce struct {
	TargetID  uuid.UUID
	Number    int
	Value     *int64 // nil: the target was dropped
	DecidedOn time.Time
	Document  string
	Approver  string
}

// Planned is what agencies themselves intend in the year; Budget is declared by them.
type Planned struct {
	Plans, Items, People int64
	Budget               *int64 // nil: no figure
}

// TargetRow is one unit with everything below it.
type TargetRow struct {
	Unit
	Figure  *int64 // in the measure's unit; nil: Note says why
	Note    fault.Text
	Target  *TargetInForce // nil: never given
	Gap     *int64         // missing to the target, 0 once it is reached; nil without a target or a figure
	Planned Planned
}

// TargetSubject is what some of the units have targets of.
type TargetSubject struct {
	CourseKey, Field string
	Measure          planning.Measure
	Agencies         int64
}

// Targets are the targets of an agency and the units directly below it.
type Targets struct {
	Agency    Unit
	Ancestors []Unit // above it from the root down, as far as the asker's right reaches
	Period    planning.Period
	AsOf      time.Time
	Course    *Course
	Query     CompareTargets
	Whole     TargetRow // the agency with everything below it
	Rows      []TargetRow
	Subjects  []TargetSubject
	Rule      fault.Text
}

// The rules of the measures as people read them beside the figures.
var measureRules = map[planning.Measure]fault.Text{
	planning.MeasurePeople: {
		VI: "Kết quả là số cán bộ, công chức, viên chức khác nhau đã hoàn thành ít nhất một khóa học thuộc chỉ tiêu trong kỳ, theo cơ quan lúc hoàn thành (như B3); không cộng giữa các đơn vị.",
		EN: "The figure is the number of distinct officers who completed a course of the target in the window, by the agency of completing (as B3); never summed over units."},
	planning.MeasureCoverage: {
		VI: "Kết quả là tỷ lệ người thuộc diện tập huấn tại ngày chốt số liệu đã hoàn thành ít nhất một khóa học thuộc chỉ tiêu trong kỳ, ở bất kỳ đơn vị nào (như B4), làm tròn một chữ số thập phân.",
		EN: "The figure is the share of the people in scope on the closing day who completed a course of the target in the window, anywhere (as B4), rounded to one decimal."},
}

// CompareTargets counts what was reached of the targets, unit by unit, and sets the units' own yearly
// plans beside it. Agency roles may ask for their own subtree, province roles for any unit. It needs
// report.read; fault.ErrNotFound for an agency out of reach or not of that day, an unknown period or
// course; fault.ErrInvalid for an unknown measure or field.
func (s *Service) CompareTargets(ctx context.Context, who access.Principal, q CompareTargets) (Targets, error) {
	if err := who.Require(access.ReadReport); err != nil {
		return Targets{}, err
	}
	if err := who.RequireFigures(q.AgencyID); err != nil {
		return Targets{}, err
	}
	if err := q.validate(); err != nil {
		return Targets{}, err
	}
	period, err := s.plans.FindPeriod(ctx, q.PeriodID)
	if err != nil {
		return Targets{}, err
	}
	t := Targets{Period: period, AsOf: s.today(), Query: q, Rule: measureRules[q.Measure]}
	if period.ToOn.Before(t.AsOf) {
		t.AsOf = period.ToOn
	}
	err = s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		agencies, err := loadTree(ctx, tx)
		if err != nil {
			return err
		}
		group, exists := agencies.Group(q.AgencyID, t.AsOf)
		if !exists {
			return fault.ErrNotFound
		}
		t.Agency, t.Ancestors = unitOf(agencies, group.Unit, t.AsOf), ancestorsOf(agencies, who, group.Unit, t.AsOf)
		if t.Course, err = findCourse(ctx, tx, q.CourseKey); err != nil {
			return err
		}
		if err := setCountingScope(ctx, tx, who, group.Agencies()); err != nil {
			return err
		}
		return t.fill(ctx, tx, agencies, group)
	})
	return t, err
}

func (q CompareTargets) validate() error {
	wrong := fault.ErrInvalid
	if _, known := measureRules[q.Measure]; !known {
		wrong = wrong.At("query.measure", "not_an_option", fault.TextInvalid)
	}
	if q.Field != "" && (q.CourseKey != "" || !slices.Contains(fields, q.Field)) {
		wrong = wrong.At("query.field", "not_an_option", fault.TextInvalid)
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

// fill makes the rows: the whole, then the units directly below.
func (t *Targets) fill(ctx context.Context, tx bun.Tx, agencies tree.Tree, g tree.Group) error {
	courses, err := t.courses(ctx, tx)
	if err != nil {
		return err
	}
	counts, err := countFigures(ctx, tx, []string{"strength", "trained"}, g, []window{{inPeriod, t.Period.FromOn, t.AsOf}}, courses)
	if err != nil {
		return err
	}
	targets, err := t.inForce(ctx, tx, g)
	if err != nil {
		return err
	}
	planned, err := t.planned(ctx, tx, agencies)
	if err != nil {
		return err
	}
	row := func(v tree.Version, branch int) TargetRow {
		r := TargetRow{Unit: unitOf(agencies, v, t.AsOf), Target: targets[v.AgencyID], Planned: planned[branch]}
		r.Figure, r.Note = t.figure(v, counts.of(branch, inPeriod))
		r.Gap = t.gap(r)
		return r
	}
	t.Whole = row(g.Unit, 0)
	for i, v := range g.Rows {
		if v.AgencyID != g.Unit.AgencyID { // the agency's own target is for the whole
			t.Rows = append(t.Rows, row(v, i+1))
		}
	}
	return tx.NewRaw(query("target_subjects"), pgdialect.Array(unitsOfGroup(g)), t.Period.ID, t.AsOf).Scan(ctx, &t.Subjects)
}

// courses are those whose completions count; nil: every one.
func (t *Targets) courses(ctx context.Context, tx bun.Tx) ([]uuid.UUID, error) {
	if t.Course != nil {
		return []uuid.UUID{t.Course.ID}, nil
	}
	if t.Query.Field == "" {
		return nil, nil
	}
	courses := []uuid.UUID{}
	err := tx.NewRaw(`SELECT course_id FROM catalog.course_facts WHERE field = ?`, t.Query.Field).Scan(ctx, &courses)
	return courses, err
}

// figure is what a unit has reached; without one, why.
func (t *Targets) figure(v tree.Version, f figures) (*int64, fault.Text) {
	if t.Query.Measure == planning.MeasurePeople {
		return number("people")(f), fault.Text{}
	}
	if !v.PublishesStrength {
		return nil, whyUnpublished
	}
	if n := share("covered", "strength")(f); n != nil {
		return n, fault.Text{}
	}
	return nil, whyNoData
}

// gap is what is missing to a row's target. Rates are compared as they are printed, to one decimal, so
// that the three printed figures agree.
func (t *Targets) gap(r TargetRow) *int64 {
	if r.Target == nil || r.Target.Value == nil || r.Figure == nil {
		return nil
	}
	reached := *r.Figure
	if t.Query.Measure == planning.MeasureCoverage {
		reached = (reached + 5) / 10 * 10
	}
	gap := max(0, *r.Target.Value-reached)
	return &gap
}

// inForce are the targets of the group's units on the closing day.
func (t *Targets) inForce(ctx context.Context, tx bun.Tx, g tree.Group) (map[uuid.UUID]*TargetInForce, error) {
	var rows []struct {
		AgencyID uuid.UUID
		TargetInForce
	}
	err := tx.NewRaw(query("targets"), pgdialect.Array(unitsOfGroup(g)), t.Period.ID, t.Course.id(), t.Query.Field, string(t.Query.Measure), t.AsOf).Scan(ctx, &rows)
	found := map[uuid.UUID]*TargetInForce{}
	for i, row := range rows {
		found[row.AgencyID] = &rows[i].TargetInForce
	}
	return found, err
}

func unitsOfGroup(g tree.Group) []uuid.UUID {
	ids := make([]uuid.UUID, len(g.Rows))
	for i, v := range g.Rows {
		ids[i] = v.AgencyID
	}
	return ids
}

// planned are the yearly plans by branch, as countFigures numbers them; 0 is the whole.
func (t *Targets) planned(ctx context.Context, tx bun.Tx, agencies tree.Tree) (map[int]Planned, error) {
	_, units, branches := rowsOf(agencies, t.Agency, t.AsOf)
	var rows []struct {
		Branch int
		Planned
	}
	err := tx.NewRaw(query("planned"), pgdialect.Array(units), pgdialect.Array(branches), t.Period.Year).Scan(ctx, &rows)
	found, whole := map[int]Planned{}, Planned{}
	for _, row := range rows {
		found[row.Branch+1] = row.Planned
		whole.add(row.Planned)
	}
	found[0] = whole
	return found, err
}

func (p *Planned) add(o Planned) {
	p.Plans, p.Items, p.People = p.Plans+o.Plans, p.Items+o.Items, p.People+o.People
	if o.Budget != nil {
		if p.Budget == nil {
			p.Budget = new(int64)
		}
		*p.Budget += *o.Budget
	}
}
