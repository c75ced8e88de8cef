package reporting

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
	"taphuan/internal/postgres"
	"taphuan/internal/reporting/tree"
)

// FindResults asks for the training results of an agency in a period.
type FindResults struct {
	AgencyID uuid.UUID
	PeriodID uuid.UUID
}

// Line is one indicator with its comparison. A nil value does not exist; Note says why.
type Line struct {
	Indicator
	Value      *int64
	Previous   *int64 // the same period of the year before
	Absolute   *int64 // Value - Previous; of rates in hundredths of a percentage point
	Percent    *int64 // of counts: the change in hundredths of a percent; nil where the base is 0
	Cumulative *int64 // since the plan began; nil for strengths
	Note       fault.Text
	whyBefore  fault.Text // printed where Previous is nil
	whySince   fault.Text // printed where Cumulative is nil
}

// UnitLine is the results of one unit directly below the agency, or of the people directly in it.
type UnitLine struct {
	Unit
	values map[string]*int64 // by code
}

// Value is an indicator of the unit; nil where it does not exist.
func (u UnitLine) Value(code string) *int64 { return u.values[code] }

// Results (kết quả tập huấn, bồi dưỡng) is the training part of an agency's report: figures of units,
// never of persons.
type Results struct {
	Agency     Unit
	Period     planning.Period
	AsOf       time.Time // closing day: the period's last, or today while it runs
	Lines      []Line
	ByField    []Part
	ByAudience []Part
	Units      []UnitLine
	Classes    []ClassLine // the classes behind B1 in the period
	Notes      []fault.Text
	issuer     tree.Version
	above      tree.Version // zero for a root
	home       tree.Version
}

// Line returns the line of a code; the zero line when the report has none.
func (r Results) Line(code string) Line {
	for _, line := range r.Lines {
		if line.Code == code {
			return line
		}
	}
	return Line{}
}

// FindResults counts the indicators of an agency and its units for a period, with the same period of the
// year before and the total since the plan began. Agency roles may ask for their own subtree, province
// roles for any unit; both get the same figures. It needs report.read; fault.ErrNotFound for an agency
// that does not exist on the closing day or is out of reach, and for an unknown period.
func (s *Service) FindResults(ctx context.Context, who access.Principal, q FindResults) (Results, error) {
	if err := who.Require(access.ReadReport); err != nil {
		return Results{}, err
	}
	if err := who.RequireFigures(q.AgencyID); err != nil {
		return Results{}, err
	}
	period, err := s.plans.FindPeriod(ctx, q.PeriodID)
	if err != nil {
		return Results{}, err
	}
	r := Results{Period: period, AsOf: s.today()}
	if period.ToOn.Before(r.AsOf) {
		r.AsOf = period.ToOn
	}
	err = s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		agencies, err := loadTree(ctx, tx)
		if err != nil {
			return err
		}
		group, exists := agencies.Group(q.AgencyID, r.AsOf)
		if !exists {
			return fault.ErrNotFound
		}
		r.name(agencies, group)
		return r.count(ctx, tx, who, agencies, group)
	})
	return r, err
}

// name fills who reports.
func (r *Results) name(t tree.Tree, g tree.Group) {
	r.issuer = g.Unit
	r.Agency = unitOf(t, g.Unit, r.AsOf)
	r.home, _ = t.Root(g.Unit.AgencyID, r.AsOf)
	if g.Unit.ParentID != nil {
		r.above, _ = t.At(*g.Unit.ParentID, r.AsOf)
	}
}

func (r *Results) count(ctx context.Context, tx bun.Tx, who access.Principal, t tree.Tree, g tree.Group) error {
	if err := setCountingScope(ctx, tx, who, g.Agencies()); err != nil {
		return err
	}
	c := compare(t, g, r.Period, r.AsOf)
	counts, err := countFigures(ctx, tx, families, g, c.windows, nil)
	if err != nil {
		return err
	}
	var passMark int
	if err := tx.NewRaw(`SELECT COALESCE(min(pass_mark), 0) FROM catalog.course_facts`).Scan(ctx, &passMark); err != nil {
		return err
	}
	r.Notes = append(c.notes, unpublished(t, g, r.AsOf)...)
	r.Lines = linesOf(counts, c, passMark)
	if !g.Unit.PublishesStrength {
		hideStrength(r.Lines)
	}
	r.Units = unitsOf(t, g, counts, r.AsOf)
	if r.ByField, err = r.breakdown(ctx, tx, "fields", fields, g, c.windows); err != nil {
		return err
	}
	if r.ByAudience, err = r.breakdown(ctx, tx, "audiences", audiences, g, c.windows); err != nil {
		return err
	}
	r.Classes, err = listClasses(ctx, tx, g, c.windows)
	return err
}

// breakdown lists every part in its order, those without figures too.
func (r *Results) breakdown(ctx context.Context, tx bun.IDB, name string, order []string, g tree.Group, windows []window) ([]Part, error) {
	found, err := countParts(ctx, tx, name, g, windows)
	parts := make([]Part, len(order))
	for i, part := range order {
		parts[i] = found[part]
		parts[i].Part = part
	}
	return parts, err
}

// linesOf makes the lines of the whole. The band below 7,0 is left out where no pass mark lets it occur.
func linesOf(counts counted, c comparison, passMark int) []Line {
	var lines []Line
	for _, indicator := range indicators {
		line := lineOf(indicator, counts, c)
		if indicator.Code == "B10.3" && passMark >= 700 && *line.Value == 0 && (line.Cumulative == nil || *line.Cumulative == 0) {
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

func lineOf(i Indicator, counts counted, c comparison) Line {
	line := Line{Indicator: i, Value: i.value(counts.of(0, inPeriod))}
	if i.Query == "" {
		line.Note, line.whyBefore, line.whySince = whyNoData, whyNoData, whyNoData
		return line
	}
	why := c.activity
	if i.State {
		why = c.state
	}
	if why != nil {
		line.whyBefore = *why
	} else {
		line.Previous = i.value(counts.of(0, before))
	}
	switch {
	case c.since != nil:
		line.whySince = *c.since
	case !i.State || i.Form == FormRate:
		line.Cumulative = i.value(counts.of(0, sinceAll))
	}
	line.Note = line.whyBefore
	line.change()
	return line
}

// change compares the value with the year before. A percentage needs a count and a base.
func (l *Line) change() {
	if l.Value == nil || l.Previous == nil {
		return
	}
	d := *l.Value - *l.Previous
	l.Absolute = &d
	if (l.Form == FormCount || l.Form == FormPeriods) && *l.Previous != 0 {
		l.Percent = signedRate(d, *l.Previous)
	}
}

// signedRate is rate with the sign of the part; rounding is half away from zero.
func signedRate(part, base int64) *int64 {
	if part >= 0 {
		return rate(part, base)
	}
	r := -*rate(-part, base)
	return &r
}

// unitsOf makes the lines of the units; the agency's own line only where it has figures or no units.
func unitsOf(t tree.Tree, g tree.Group, counts counted, day time.Time) []UnitLine {
	var units []UnitLine
	for i, row := range g.Rows {
		own := row.AgencyID == g.Unit.AgencyID
		found := counts.of(i+1, inPeriod)
		if own && len(g.Rows) > 1 && len(found) == 0 {
			continue
		}
		line := UnitLine{Unit: unitOf(t, row, day), values: map[string]*int64{}}
		if own {
			line.ChildCount = 0
		}
		for _, indicator := range indicators {
			if row.PublishesStrength || !indicator.State {
				line.values[indicator.Code] = indicator.value(found)
			}
		}
		units = append(units, line)
	}
	return units
}

// hideStrength takes the figures of strength out of the lines of a unit that does not publish it.
func hideStrength(lines []Line) {
	for i, l := range lines {
		if l.State {
			lines[i] = Line{Indicator: l.Indicator, Note: whyUnpublished, whyBefore: whyUnpublished, whySince: whyUnpublished}
		}
	}
}

// unpublished names the units whose strength is not in the figures.
func unpublished(t tree.Tree, g tree.Group, day time.Time) []fault.Text {
	var names []string
	for _, id := range t.Subtree(g.Unit.AgencyID, day) {
		if v, exists := t.At(id, day); exists && !v.PublishesStrength {
			names = append(names, v.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	const most = 20
	list := strings.Join(names[:min(len(names), most)], ", ")
	if len(names) > most {
		list += ", ..."
	}
	return []fault.Text{{VI: "Không công bố quân số, không tính vào A1, A2, B4: " + list + ".", EN: "Strength not published, not in A1, A2, B4: " + list + "."}}
}

// Shared is how many people of B3 stand in more than one unit: the sum of the units less the whole.
// Below zero it is what only the whole can count, done in units that were divided later.
func (r Results) Shared() int64 {
	var sum int64
	for _, unit := range r.Units {
		if n := unit.Value("B3"); n != nil {
			sum += *n
		}
	}
	return sum - *r.Line("B3").Value
}
