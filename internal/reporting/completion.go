package reporting

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/reporting/tree"
)

// CompletionRule is the version of the counting rule of completion figures.
const CompletionRule = 2

// completionRule is the rule as people read it beside the figures.
var completionRule = fault.Text{
	VI: "Mỗi việc học là một người và một khóa học bắt buộc. Tính tại ngày chốt số liệu, theo đơn vị của vị trí công tác dùng để báo cáo; " +
		"hoàn thành ở đâu cũng được tính. Tỷ lệ = đã hoàn thành / (đã hoàn thành + chưa hoàn thành + quá hạn). " +
		"Miễn (đã duyệt) và không tính (vắng dài ngày, mới vào diện, đơn vị không công bố quân số) in riêng; trên 10 % thì đánh dấu.",
	EN: "A duty is one person and one required course. Counted on the closing day by the unit of the posting that counts for reporting; " +
		"what was completed anywhere counts. Rate = done / (done + not done + overdue). " +
		"Exempt (approved) and not counted (long absence, joined lately, strength not published) are printed apart; above 10 % they are marked.",
}

// CountCompletion asks for the completion of required learning of an agency on a day.
type CountCompletion struct {
	AgencyID    uuid.UUID
	PeriodID    uuid.UUID // the day is the period's last, or today while it runs; uuid.Nil: today
	CourseKey   string    // empty: every course
	Requirement uuid.UUID // uuid.Nil: every requirement
}

// CompletionFigures are counts of duties (việc học) and, apart from them, of people.
type CompletionFigures struct {
	Required   int64 // = Done + NotDone + Overdue + Exempt + NotCounted
	Done       int64
	NotDone    int64
	Overdue    int64
	Exempt     int64
	NotCounted int64
	People     int64 // people with at least one duty that counts
	PeopleDone int64 // people who have done all of them
}

// Rate is done among the duties that count, in hundredths of a percent; nil where there are none.
func (f CompletionFigures) Rate() *int64 {
	return rate(f.Done, f.Done+f.NotDone+f.Overdue)
}

// Marked reports whether more than a tenth of the duties are exempt or not counted: then the rate
// says little, and the unit is marked.
func (f CompletionFigures) Marked() bool { return 10*(f.Exempt+f.NotCounted) > f.Required }

func (f *CompletionFigures) add(o CompletionFigures) {
	f.Required += o.Required
	f.Done += o.Done
	f.NotDone += o.NotDone
	f.Overdue += o.Overdue
	f.Exempt += o.Exempt
	f.NotCounted += o.NotCounted
	f.People += o.People
	f.PeopleDone += o.PeopleDone
}

// Unit is an agency as the figures name it.
type Unit struct {
	ID         uuid.UUID
	Name       string
	Kind       string
	Code       string
	ChildCount int
}

// CompletionRow is one unit directly below the agency, with everything below it; the last row may be
// the agency itself, for the people directly in it.
type CompletionRow struct {
	Unit
	CompletionFigures
}

// Completion is the completion of an agency by units. Total is the sum of the rows.
type Completion struct {
	Agency Unit
	// Ancestors are the agencies above it from the root down, as far as the asker's right reaches.
	Ancestors []Unit
	Course    *Course // nil: every course
	AsOf      time.Time
	Rows      []CompletionRow
	Total     CompletionFigures
	Rule      fault.Text
}

// Course names a course.
type Course struct {
	ID             uuid.UUID
	Key            string
	Title, TitleEN string
}

// CountCompletion counts the duties of an agency's people by unit. Agency roles may ask for their own
// subtree, province roles for any unit; no person leaves it. fault.ErrNotFound for an agency that does
// not exist on the day or is out of reach, and for an unknown course or period.
func (s *Service) CountCompletion(ctx context.Context, who access.Principal, q CountCompletion) (Completion, error) {
	if err := who.RequireFigures(q.AgencyID); err != nil {
		return Completion{}, err
	}
	day, err := s.closingDay(ctx, q.PeriodID)
	if err != nil {
		return Completion{}, err
	}
	c := Completion{AsOf: day, Rule: completionRule}
	err = s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		units, err := loadTree(ctx, tx)
		if err != nil {
			return err
		}
		agency, exists := units.At(q.AgencyID, day)
		if !exists {
			return fault.ErrNotFound
		}
		c.Agency, c.Ancestors = unitOf(units, agency, day), ancestorsOf(units, who, agency, day)
		if c.Course, err = findCourse(ctx, tx, q.CourseKey); err != nil {
			return err
		}
		return c.count(ctx, tx, who, units, q.Requirement)
	})
	return c, err
}

// count fills the rows.
func (c *Completion) count(ctx context.Context, tx bun.Tx, who access.Principal, units tree.Tree, requirement uuid.UUID) error {
	rows, agencies, branches := rowsOf(units, c.Agency, c.AsOf)
	if err := setCountingScope(ctx, tx, who, agencies); err != nil {
		return err
	}
	var counted []struct {
		Branch int
		CompletionFigures
	}
	err := tx.NewRaw(query("count_duties"), pgdialect.Array(agencies), pgdialect.Array(branches), c.AsOf, c.Course.id(), postgres.NullID(requirement)).Scan(ctx, &counted)
	if err != nil {
		return err
	}
	figures := map[int]CompletionFigures{}
	c.Rows, c.Total = nil, CompletionFigures{}
	for _, row := range counted {
		figures[row.Branch] = row.CompletionFigures
		c.Total.add(row.CompletionFigures)
	}
	for i, unit := range rows {
		own := i == len(rows)-1
		if own && len(rows) > 1 && figures[i] == (CompletionFigures{}) {
			continue // nobody directly in it
		}
		if own {
			unit.ChildCount = 0
		}
		c.Rows = append(c.Rows, CompletionRow{Unit: unit, CompletionFigures: figures[i]})
	}
	return nil
}

// rowsOf returns the rows of an agency on a day (its children, then itself) and every agency below it
// with the index of its row.
func rowsOf(t tree.Tree, agency Unit, day time.Time) (rows []Unit, agencies []uuid.UUID, branches []int) {
	for i, child := range t.Children(agency.ID, day) {
		rows = append(rows, unitOf(t, child, day))
		for _, below := range t.Subtree(child.AgencyID, day) {
			agencies, branches = append(agencies, below), append(branches, i)
		}
	}
	return append(rows, agency), append(agencies, agency.ID), append(branches, len(rows))
}

// ancestorsOf returns the agencies above one whose figures the person may see.
func ancestorsOf(t tree.Tree, who access.Principal, agency tree.Version, day time.Time) []Unit {
	var above []Unit
	for _, v := range t.Ancestors(agency.AgencyID, day) {
		if who.RequireFigures(v.AgencyID) == nil {
			above = append(above, unitOf(t, v, day))
		}
	}
	return above
}

func unitOf(t tree.Tree, v tree.Version, day time.Time) Unit {
	return Unit{ID: v.AgencyID, Name: v.Name, Kind: v.Kind, Code: v.Code, ChildCount: t.CountChildren(v.AgencyID, day)}
}

// closingDay is the last day of a period, or today while it runs or when none is asked for.
func (s *Service) closingDay(ctx context.Context, periodID uuid.UUID) (time.Time, error) {
	today := s.today()
	if periodID == uuid.Nil {
		return today, nil
	}
	period, err := s.plans.FindPeriod(ctx, periodID)
	if err == nil && period.ToOn.Before(today) {
		return period.ToOn, nil
	}
	return today, err
}

// findCourse returns the course of a key; nil for an empty one, fault.ErrNotFound for an unknown one.
func findCourse(ctx context.Context, tx bun.IDB, key string) (*Course, error) {
	if key == "" {
		return nil, nil
	}
	course := Course{Key: key}
	err := tx.NewRaw(`SELECT course_id, title_vi, title_en FROM catalog.course_facts WHERE key = ?`, key).Scan(ctx, &course.ID, &course.Title, &course.TitleEN)
	return &course, err
}

func (c *Course) id() *uuid.UUID {
	if c == nil {
		return nil
	}
	return &c.ID
}

// rate is part of base in hundredths of a percent, rounded half up; nil when the base is 0.
func rate(part, base int64) *int64 {
	if base == 0 {
		return nil
	}
	r := (part*20_000 + base) / (2 * base)
	return &r
}
