package demo

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
)

// generator makes the people and what they learned, in the order of their numbers.
type generator struct {
	seed      uint64
	people    int
	detail    bool // papers and answers are kept
	cal       calendar
	tree      *tree
	courses   []*course
	practice  []*course // whose final test people mark
	campaigns []*campaign
	batch     *batch
}

// populate adds the cast, the officers and the students, and returns the people of the cast.
func (g *generator) populate(ctx context.Context) ([]uuid.UUID, error) {
	students := g.people / 5
	classes := g.addClasses(students)
	actors, err := g.addCast(classes)
	if err != nil {
		return nil, err
	}
	officers := g.people - students - len(cast) + 1 // one of the cast is a student
	weight := 0
	for _, p := range g.tree.places {
		weight += p.weight
	}
	done, before := 0, 0
	for i := range g.tree.places {
		before += g.tree.places[i].weight
		first := done
		for upTo := officers * before / weight; done < upTo; done++ {
			if err := g.addOfficer(ctx, done+1, done-first, &g.tree.places[i]); err != nil {
				return nil, err
			}
		}
	}
	for i := 1; i < students; i++ { // the first one is of the cast
		if err := g.addStudent(ctx, i+1, classes[i/classSize]); err != nil {
			return nil, err
		}
	}
	return actors, g.batch.flush(ctx)
}

// addOfficer adds the officer with a number, who is the nth of the place.
func (g *generator) addOfficer(ctx context.Context, number, nth int, p *place) error {
	c, d, err := g.officer(number, p)
	if twice, ok := g.doubled(p); ok && nth < 2 && err == nil {
		err = c.become(twice)
	}
	if err != nil {
		return err
	}
	g.writePerson(c)
	g.takePart(d, c)
	return g.batch.flushFull(ctx)
}

func (g *generator) addStudent(ctx context.Context, number int, class schoolClass) error {
	c, d, err := g.student(number, class)
	if (number == firstDouble || number == secondDouble) && err == nil {
		err = c.become(doubleStudent)
	}
	if err != nil {
		return err
	}
	g.writeStudent(c, class)
	g.teach(d, c, class)
	return g.batch.flushFull(ctx)
}

// takePart lets an officer answer the first campaign that names them and that they heed, and take
// other courses by their own choice.
func (g *generator) takePart(d dice, c *career) {
	for _, campaign := range g.campaigns {
		at, ok := g.heed(d, c, campaign)
		if !ok {
			continue
		}
		g.learn(d, c, campaign.course, intake{source: "requirement", campaign: campaign, due: campaign.due, at: at, mood: moodOf(d)})
		break
	}
	for _, other := range g.courses[1:] {
		if d.chance(25) {
			at := d.atWork(d.day(g.cal.today.AddDate(-1, -6, 0), g.cal.today))
			if agency := c.at(organization.Day(at)); agency != uuid.Nil && g.tree.inPlan(agency, organization.Day(at)) {
				g.learn(d, c, other, intake{source: "self", at: at, mood: moodOf(d)})
			}
		}
	}
}

// heed says when, if at all, a person takes up a campaign: in its time, while posted in the plan's
// province, more often where the agency is zealous. Some come after the due day.
func (g *generator) heed(d dice, c *career, campaign *campaign) (time.Time, bool) {
	zeal := g.zeal(c)
	first, until := campaign.starts, campaign.due
	if d.chance(9) {
		first, until = campaign.due, campaign.due.AddDate(0, 0, 25)
	}
	if joined := c.postings[0].ValidFrom; joined.After(first) {
		first = joined
	}
	if !campaign.ends.IsZero() && until.After(campaign.ends) {
		until = campaign.ends
	}
	if until.After(g.cal.today) {
		until = g.cal.today
	}
	willing := d.chance(campaign.share * zeal / 100)
	if !willing || !first.Before(until) {
		return time.Time{}, false
	}
	at := d.atWork(d.day(first, until))
	day := organization.Day(at)
	p := c.counting(day)
	return at, p != nil && g.tree.inPlan(p.AgencyID, day) && campaign.names(p.PositionGroup) && campaign.runs(day)
}

// zeal is how many in a hundred of a person's agency take up what is asked; rooms share their agency's.
// Most colleagues of the printed accounts are still to come, so that their screens show every state.
func (g *generator) zeal(c *career) int {
	agency := g.tree.open[c.last().AgencyID]
	if agency.Kind == organization.KindUnit {
		agency = g.tree.open[*agency.ParentID]
	}
	if agency.Code == castCommune && !isCast(c) {
		return 30
	}
	d := newDice(g.seed, "zeal "+agency.Code, 0)
	return max(d.between(58, 100), d.between(40, 96))
}

// addCast adds the people of the printed accounts with their roles.
func (g *generator) addCast(classes []schoolClass) ([]uuid.UUID, error) {
	ids := make([]uuid.UUID, len(cast))
	for i, a := range cast {
		d := newDice(g.seed, "cast "+a.username, 0)
		c, err := g.castOne(d, a, classes[0])
		if err != nil {
			return nil, err
		}
		ids[i] = c.person.ID
		if a.scope == "" {
			continue
		}
		class := uuid.Nil
		if a.role == access.ClassTeacher {
			class = classes[0].id
		}
		var until *time.Time
		if a.role.NeedsEnd() {
			end := g.cal.today.AddDate(0, 3, 0)
			until = &end
		}
		g.batch.add(grants, d.id(g.cal.now), c.person.ID, string(a.role), g.tree.byCode[a.scope], class, g.cal.today.AddDate(0, -6, 0), until, a.document())
	}
	return ids, nil
}

// castOne adds one of the cast. The learners are half-way through the course.
func (g *generator) castOne(d dice, a actor, class schoolClass) (*career, error) {
	if a.post == (post{}) {
		c, err := g.newCareer(d, organization.Student, a.name, "HS000001")
		if err != nil {
			return nil, err
		}
		c.person.AgencyID, c.class = class.school, class.id
		g.writeStudent(c, class)
		g.learn(d, c, g.courses[0], intake{source: "list", class: class.id, due: class.from.AddDate(0, 4, 14), at: g.daysAgo(d, 9), mood: stalls})
		return c, nil
	}
	c, err := g.newCareer(d, organization.Officer, a.name, castCode+a.username)
	if err != nil {
		return nil, err
	}
	c.person.AgencyID = g.tree.byCode[a.place]
	c.hold(d, a.post, c.person.AgencyID, either(g.tree.firstDay(c.person.AgencyID).Before(reform), date(2023, 9, 1), merger), nil)
	g.writePerson(c)
	if a.username != "hocvien" {
		g.takePart(d, c)
		return c, nil
	}
	soon := g.campaigns[len(g.campaigns)-1]
	g.learn(d, c, soon.course, intake{source: "requirement", campaign: soon, due: soon.due, at: g.daysAgo(d, 12), mood: stalls})
	for _, other := range g.courses[1:] {
		g.learn(d, c, other, intake{source: "self", at: g.daysAgo(d, 60), mood: finishes})
	}
	return c, nil
}

// castCode begins the codes of the people with printed accounts.
const castCode = "DEMO-"

// castCommune is the code of the commune in which most of them work.
const castCommune = "21040"

// isCast reports whether the person has one of the printed accounts.
func isCast(c *career) bool { return strings.HasPrefix(*c.person.Code, castCode) }

func (g *generator) daysAgo(d dice, days int) time.Time {
	return d.atWork(g.cal.today.AddDate(0, 0, -days))
}
