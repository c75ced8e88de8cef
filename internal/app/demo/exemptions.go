package demo

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/learning"
)

// exempted is an exemption of the demonstration, and how far it has come.
type exempted struct {
	state, reason, document, decision string
	daysAgo                           int // proposed
}

var exemptions = []exempted{
	{"approved", "Đã giảng dạy nội dung này cho cơ quan (mẫu)", "MẪU-14/QĐ-UBND", "Đúng đối tượng.", 20},
	{"approved", "Chỉ còn 2 tháng công tác trước khi nghỉ hưu (mẫu)", "MẪU-15/QĐ-UBND", "", 12},
	{"refused", "Bận việc chuyên môn (mẫu)", "MẪU-09/TTr", "Bận việc không phải căn cứ để miễn.", 15},
	{"proposed", "Biên soạn chính khóa học này (mẫu)", "MẪU-21/TTr", "", 3},
}

// absences are how many days ago people went away, each by its document.
var absences = []struct {
	document string
	daysAgo  int
}{{"MẪU-31/QĐ-UBND", 60}, {"MẪU-32/QĐ-UBND", 25}, {"MẪU-33/QĐ-UBND", 9}}

// addExemptions exempts officers of the commune of the printed accounts from the first course, and notes
// who is away: the focal point of the cast proposes and notes, the leader decides. Those who have a case
// of recognition are left out.
func addExemptions(ctx context.Context, tx bun.Tx, g *generator, actors []uuid.UUID) error {
	course := g.courses[0].ID
	people, err := unfinishedIn(ctx, tx, g.tree.byCode[castCommune], course, actors)
	if err != nil {
		return err
	}
	people = people[min(len(people), len(certificatesFromElsewhere)):]
	focal, leader := actorNamed("daumoi", actors), actorNamed("lanhdao", actors)
	d := newDice(g.seed, "exemptions", 0)
	for i, e := range exemptions {
		if i >= len(people) {
			return nil
		}
		x := e.exemption(d, g.cal, people[i], course, focal, leader)
		if _, err := tx.NewInsert().Model(&x).Exec(ctx); err != nil {
			return err
		}
	}
	people = people[len(exemptions):]
	for i, a := range absences {
		if i >= len(people) {
			return nil
		}
		from := g.cal.today.AddDate(0, 0, -a.daysAgo)
		away := learning.Absence{ID: d.id(from), PersonID: people[i].person, AgencyID: people[i].agency, FromOn: from, Document: a.document, EnteredBy: focal, EnteredOn: from}
		if _, err := tx.NewInsert().Model(&away).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func actorNamed(username string, actors []uuid.UUID) uuid.UUID {
	for i, a := range cast {
		if a.username == username {
			return actors[i]
		}
	}
	return uuid.Nil
}

func (e exempted) exemption(d dice, cal calendar, at posted, course, focal, leader uuid.UUID) learning.Exemption {
	proposed := d.atWork(cal.today.AddDate(0, 0, -e.daysAgo)).Add(-72 * time.Hour) // never in the future after a weekend
	day := learning.DayOf(proposed)
	x := learning.Exemption{ID: d.id(proposed), PersonID: at.person, AgencyID: at.agency, CourseID: course, FromOn: day, Reason: e.reason, Document: e.document,
		State: e.state, ProposedBy: focal, ProposedAt: proposed}
	if e.state != "proposed" {
		decided := day.AddDate(0, 0, 1)
		x.DecidedBy, x.DecidedOn, x.DecisionReason = &leader, &decided, e.decision
	}
	return x
}
