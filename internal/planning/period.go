package planning

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
)

// PeriodKind says what sort of report a period asks for.
type PeriodKind string

// The kinds of period.
const (
	HalfYear      PeriodKind = "half_year"      // 06 tháng đầu năm
	Year          PeriodKind = "year"           // năm
	InterimReview PeriodKind = "interim_review" // sơ kết
	FinalReview   PeriodKind = "final_review"   // tổng kết
)

// Period (kỳ báo cáo) is a window of days, both included, with the last valid day of its report.
type Period struct {
	bun.BaseModel `bun:"table:planning.periods"`
	ID            uuid.UUID  `bun:"id"`
	PlanID        uuid.UUID  `bun:"plan_id"`
	Kind          PeriodKind `bun:"kind"`
	Year          int        `bun:"year"`
	FromOn        time.Time  `bun:"from_on,type:date"`
	ToOn          time.Time  `bun:"to_on,type:date"`
	DueOn         time.Time  `bun:"due_on,type:date"`
	Plan          Plan       `bun:"-"`
}

// Label is the period as a sentence names it: "06 tháng đầu năm 2026".
func (p Period) Label() fault.Text {
	switch p.Kind {
	case HalfYear:
		return fault.Text{VI: fmt.Sprintf("06 tháng đầu năm %d", p.Year), EN: fmt.Sprintf("First half of %d", p.Year)}
	case InterimReview:
		return fault.Text{VI: fmt.Sprintf("Sơ kết đến năm %d", p.Year), EN: fmt.Sprintf("Interim review %d", p.Year)}
	case FinalReview:
		return fault.Text{VI: fmt.Sprintf("Tổng kết giai đoạn %d - %d", p.FromOn.Year(), p.Year), EN: fmt.Sprintf("Final review %d-%d", p.FromOn.Year(), p.Year)}
	}
	return fault.Text{VI: fmt.Sprintf("Năm %d", p.Year), EN: fmt.Sprintf("Year %d", p.Year)}
}

// Compares reports whether the period has a "cùng kỳ": half-years and years do, reviews do not.
func (p Period) Compares() bool { return p.Kind == HalfYear || p.Kind == Year }

// DefaultPeriods returns the half-years and years of a plan: H1 from 01/11 of the year before to
// 30/4, due before 10/5; the year from the same day to 31/10, due before 10/11. Windows are cut to
// the plan's days; one that ends before the plan begins is left out.
func DefaultPeriods(plan Plan) []Period {
	var periods []Period
	add := func(kind PeriodKind, year int, to, due time.Time) {
		from := day(year-1, time.November, 1)
		if from.Before(plan.ValidFrom) {
			from = plan.ValidFrom
		}
		if to.Before(from) || to.After(plan.ValidTo) {
			return
		}
		periods = append(periods, Period{ID: audit.NewID(), PlanID: plan.ID, Kind: kind, Year: year, FromOn: from, ToOn: to, DueOn: due, Plan: plan})
	}
	for year := plan.ValidFrom.Year(); year <= plan.ValidTo.Year(); year++ {
		add(HalfYear, year, day(year, time.April, 30), Before(day(year, time.May, 10)))
		add(Year, year, day(year, time.October, 31), Before(day(year, time.November, 10)))
	}
	return periods
}

// Before is the last valid day of "trước ngày": the day before it.
func Before(date time.Time) time.Time { return date.AddDate(0, 0, -1) }

// Deadline is the last valid instant of the period's report: 23:59:59 in Viet Nam on DueOn, or on
// the next working day where the plan rolls. holidays are further days off.
func (p Period) Deadline(holidays ...time.Time) time.Time {
	due := p.DueOn
	for p.Plan.RollToWorkday && isOff(due, holidays) {
		due = due.AddDate(0, 0, 1)
	}
	return time.Date(due.Year(), due.Month(), due.Day(), 23, 59, 59, 0, organization.HoChiMinh)
}

func isOff(date time.Time, holidays []time.Time) bool {
	if date.Weekday() == time.Saturday || date.Weekday() == time.Sunday {
		return true
	}
	for _, h := range holidays {
		if h.Equal(date) {
			return true
		}
	}
	return false
}

func day(year int, month time.Month, date int) time.Time {
	return time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
}
