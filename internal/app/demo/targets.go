package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Who sets targets, and by what. The documents are invented.
const (
	docTargets  = "09/BCĐ138-PV05 (mẫu)"
	docAdjusted = "27/BCĐ138-PV05 (mẫu)"
	docDropped  = "31/BCĐ138-PV05 (mẫu)"
	approver    = "Phó Trưởng Ban Thường trực Ban Chỉ đạo 138 tỉnh (mẫu)"
)

// addTargets gives the province and everything directly below it a target of coverage for the year
// that is reported on, some of them changed or dropped since, and lets most of them plan their year.
func addTargets(ctx context.Context, tx bun.IDB, b *batch, t *tree, c *course, cal calendar, d dice, people int) error {
	year := min(cal.due.Year(), 2026) // the plan's last year
	var period uuid.UUID
	if err := tx.NewRaw(`SELECT id FROM planning.periods WHERE kind = 'year' AND year = ?`, year).Scan(ctx, &period); err != nil {
		return err
	}
	g := &targetWriter{batch: b, dice: d, period: period, course: c, year: year, planned: map[uuid.UUID]bool{}}
	g.target(t.root, "coverage", uuid.Nil, 9000)
	g.target(t.root, "people", c.ID, people/2)
	for _, unit := range unitsBelow(t, t.root) {
		g.target(unit, "coverage", uuid.Nil, 500*d.between(14, 19))
		if d.chance(75) {
			g.yearPlan(unit, year, g.january(), true)
		}
	}
	commune := t.byCode[castCommune]
	if !g.planned[commune] {
		g.yearPlan(commune, year, g.january(), true)
	}
	g.target(commune, "people", c.ID, 12)
	g.yearPlan(commune, year+1, d.atWork(cal.today.AddDate(0, 0, -4)), false)
	return nil
}

// unitsBelow are the agencies of today directly below another, in the order of their making.
func unitsBelow(t *tree, parent uuid.UUID) []uuid.UUID {
	var units []uuid.UUID
	for _, v := range t.versions {
		if v.ValidTo == nil && v.ParentID != nil && *v.ParentID == parent {
			units = append(units, v.AgencyID)
		}
	}
	return units
}

type targetWriter struct {
	batch   *batch
	dice    dice
	period  uuid.UUID
	course  *course
	year    int
	planned map[uuid.UUID]bool
}

// target adds a target with its history: one in six was changed in spring, one in forty dropped.
func (g *targetWriter) target(agency uuid.UUID, measure string, courseID uuid.UUID, value int) {
	given := date(g.year, 1, 15)
	id := g.dice.id(given)
	g.batch.add(targets, id, g.period, agency, courseID, measure, midnight(given))
	g.version(id, 1, agency, value, given, docTargets)
	switch n := g.dice.IntN(40); {
	case n == 0:
		g.version(id, 2, agency, nil, date(g.year, 5, 20), docDropped)
	case n < 7 && measure == "coverage":
		g.version(id, 2, agency, value-500, date(g.year, 4, 10), docAdjusted)
	}
}

func (g *targetWriter) version(target uuid.UUID, number int, agency uuid.UUID, value any, on time.Time, document string) {
	g.batch.add(targetVersions, target, number, agency, value, on, document, approver, midnight(on).Add(9*time.Hour))
}

// january is an instant at which a plan of the year was handed in.
func (g *targetWriter) january() time.Time {
	return g.dice.atWork(date(g.year, 1, 20).AddDate(0, 0, g.dice.IntN(20)))
}

// classesOfAYear are what agencies plan beside the courses of the platform.
var classesOfAYear = []string{"Tập huấn kỹ năng tiếp nhận, phản ánh sự cố mất an toàn thông tin", "Tuyên truyền phòng, chống lừa đảo trên không gian mạng tại cơ sở",
	"Bồi dưỡng kỹ năng sử dụng chữ ký số và bảo vệ tài khoản công vụ", "Diễn tập xử lý tình huống thư điện tử giả mạo"}

// yearPlan adds an agency's own plan of a year, submitted or still a draft. Not every line
// has a budget.
func (g *targetWriter) yearPlan(agency uuid.UUID, year int, saved time.Time, submitted bool) {
	d := g.dice
	id, state, submittedAt := d.id(saved), "draft", time.Time{}
	if submitted {
		state, submittedAt = "submitted", saved.Add(time.Hour)
	}
	g.batch.add(trainingPlans, id, agency, year, 1, state, fmt.Sprintf("%02d/KH (mẫu)", d.between(2, 40)), saved, submittedAt)
	g.batch.add(trainingPlanItems, id, agency, 1, g.course.ID, "", "online", d.between(8, 40), d.between(2, 10), nil)
	for i, title := range classesOfAYear[:d.between(0, len(classesOfAYear))] {
		var budget any
		if d.chance(70) {
			budget = int64(d.between(4, 30)) * 1_000_000
		}
		g.batch.add(trainingPlanItems, id, agency, i+2, uuid.Nil, title, pick(d, []string{"in_person", "blended"}), d.between(10, 60), d.between(1, 12), budget)
	}
	g.planned[agency] = true
}
