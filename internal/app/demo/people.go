package demo

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/organization"
)

// career is a person with every posting, the oldest first.
type career struct {
	person   organization.Person
	postings []organization.Posting
	class    uuid.UUID // of a student
}

// counting returns the posting that counts on a day, or nil.
func (c *career) counting(day time.Time) *organization.Posting {
	for i := len(c.postings) - 1; i >= 0; i-- {
		p := &c.postings[i]
		if p.Counts && !p.ValidFrom.After(day) && (p.ValidTo == nil || p.ValidTo.After(day)) {
			return p
		}
	}
	return nil
}

// at returns the agency of the posting that counts on a day; uuid.Nil when there is none. A
// student is always in the school.
func (c *career) at(day time.Time) uuid.UUID {
	if c.person.Kind == organization.Student {
		return c.person.AgencyID
	}
	if p := c.counting(day); p != nil {
		return p.AgencyID
	}
	return uuid.Nil
}

// last returns the newest posting that counts.
func (c *career) last() *organization.Posting {
	for i := len(c.postings) - 1; i >= 0; i-- {
		if c.postings[i].Counts {
			return &c.postings[i]
		}
	}
	return nil
}

// horizon is the instant after which nothing happens to the person: they left, or now.
func (c *career) horizon(now time.Time) time.Time {
	if last := c.last(); last != nil && last.ValidTo != nil {
		if left := midnight(*last.ValidTo); left.Before(now) {
			return left
		}
	}
	return now
}

// officer invents the person with a number, who works (or worked last) at a place.
func (g *generator) officer(number int, p *place) (*career, dice, error) {
	d := newDice(g.seed, "person", number)
	common := kinh
	if d.chance(either(p.people == kinh, 4, 55)) {
		common = either(p.people == kinh, pick(d, []people{hre, co, xodang}), p.people)
	}
	c, err := g.newCareer(d, organization.Officer, nameOf(d, common), fmt.Sprintf("CB%06d", number))
	if err != nil {
		return nil, d, err
	}
	g.post(d, c, p)
	g.change(d, c)
	c.person.AgencyID = c.last().AgencyID
	return c, d, nil
}

func (g *generator) newCareer(d dice, kind organization.PersonKind, name, code string) (*career, error) {
	person, err := organization.NewPerson(d.id(epoch), uuid.Nil, kind, name)
	person.Code = &code
	return &career{person: person}, err
}

// post gives a person the postings that led to a place.
func (g *generator) post(d dice, c *career, p *place) {
	held := p.crew.post(d)
	var from time.Time
	if len(p.origin) > 0 && d.chance(70) {
		path := pick(d, p.origin)
		from = d.day(g.tree.firstDay(path[0].agency), path[0].until.AddDate(0, -2, 0))
		for _, s := range path {
			c.hold(d, held, s.agency, from, &s.until)
			from = s.until
		}
	} else {
		from = g.joined(d, p)
	}
	c.hold(d, held, p.agency, from, nil)
	switch throw := d.IntN(100); {
	case throw < 4:
		c.last().Staffing = "dedicated"
	case throw < 17:
		c.last().Staffing = "dual_role"
	}
}

// joined is the day on which somebody came from outside.
func (g *generator) joined(d dice, p *place) time.Time {
	recent := g.cal.today.AddDate(0, -10, 0)
	switch {
	case d.chance(12) && p.from.Before(recent):
		return d.day(recent, g.cal.today.AddDate(0, 0, -5))
	case p.from.Equal(merger):
		return merger
	}
	return d.day(p.from, merger.AddDate(0, -2, 0))
}

func (c *career) hold(d dice, held post, agency uuid.UUID, from time.Time, to *time.Time) {
	c.postings = append(c.postings, organization.Posting{ID: d.id(from), PersonID: c.person.ID, AgencyID: agency, Position: held.title,
		PositionGroup: held.group, Staffing: "none", Counts: true, ValidFrom: from, ValidTo: to})
}

// change lets some people leave, move to another place or hold a second post.
func (g *generator) change(d dice, c *career) {
	last := c.last()
	earliest := last.ValidFrom.AddDate(0, 2, 0)
	if since := g.cal.today.AddDate(0, -14, 0); earliest.Before(since) {
		earliest = since
	}
	latest := g.cal.today.AddDate(0, 0, -10)
	throw := d.IntN(100)
	if throw >= 13 || !earliest.Before(latest) {
		return
	}
	on := d.day(earliest, latest)
	to := pick(d, g.tree.places)
	switch {
	case throw < 4: // left
		last.ValidTo = &on
	case throw < 8 && !to.from.After(on) && to.agency != last.AgencyID: // moved
		last.ValidTo = &on
		c.hold(d, to.crew.post(d), to.agency, on, nil)
	case throw >= 8:
		g.holdSecond(d, c, on)
	}
}

// holdSecond gives a person a second post, which does not count, in the agency above their own.
func (g *generator) holdSecond(d dice, c *career, on time.Time) {
	last := c.last()
	above := uuidOf(g.tree.open[last.AgencyID].ParentID)
	if above == g.tree.root || g.tree.firstDay(above).After(on) {
		return
	}
	c.hold(d, post{title: "Thành viên Tổ giúp việc Ban Chỉ đạo 138", group: last.PositionGroup}, above, on, nil)
	c.postings[len(c.postings)-1].Counts = false
}

// writePerson adds a person with postings and the words by which they are found.
func (g *generator) writePerson(c *career) {
	p := c.person
	since := midnight(epoch)
	if len(c.postings) > 0 {
		since = midnight(c.postings[0].ValidFrom)
	}
	g.batch.add(persons, p.ID, p.AgencyID, string(p.Kind), p.FullName, p.FamilyName, p.MiddleName, p.GivenName, *p.Code, p.BirthYear, since, since)
	for _, o := range c.postings {
		g.batch.add(postings, o.ID, o.PersonID, o.AgencyID, o.Position, o.PositionGroup, o.Staffing, o.Counts, o.ValidFrom, o.ValidTo)
	}
	for _, agency := range c.findable(g.cal.today) {
		for _, word := range p.Words() {
			g.batch.add(tokens, agency, word, p.ID)
		}
	}
}

// findable lists the agencies in whose lists the person stands: their own, and where they hold a second
// post.
func (c *career) findable(today time.Time) []uuid.UUID {
	list := []uuid.UUID{c.person.AgencyID}
	for _, o := range c.postings {
		if !o.Counts && (o.ValidTo == nil || o.ValidTo.After(today)) && !slices.Contains(list, o.AgencyID) {
			list = append(list, o.AgencyID)
		}
	}
	return list
}
