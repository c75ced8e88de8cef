package reporting

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/access"
)

// A chance is a random world with a second, naive account of it in Go.
type chance struct {
	*world
	random   *rand.Rand
	units    []string
	parents  map[string][]stay // unit -> where it stood
	postings map[string][]stay // person -> where they worked
	group    map[string]string
	staffing map[string]string
	rules    []rule
	finished map[string]time.Time // person+course -> day
}

type stay struct {
	at       string
	from, to time.Time // to is excluded; zero: still
}

type rule struct {
	course, agency, group, staffing string
	starts, due                     time.Time
}

func (c *chance) day() time.Time { return on("2024-01-01").AddDate(0, 0, c.random.IntN(900)) }

func (c *chance) pick(of ...string) string { return of[c.random.IntN(len(of))] }

func text(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

func newChance(t *testing.T, seed uint64) *chance {
	c := &chance{world: newWorld(t), random: rand.New(rand.NewPCG(seed, 7)), parents: map[string][]stay{}, postings: map[string][]stay{},
		group: map[string]string{}, staffing: map[string]string{}, finished: map[string]time.Time{}}
	c.today = on("2027-01-01")
	c.grow()
	c.staff()
	c.teach()
	return c
}

// grow makes a tree of three levels in which some units move under another parent.
func (c *chance) grow() {
	c.agency("root", "province", "", "2022-01-01", "")
	c.units = []string{"root"}
	level := []string{"root"}
	for depth := range 2 {
		var next []string
		for i := range 4 {
			name := fmt.Sprint("unit", depth, i)
			parent := c.pick(level...)
			moved := time.Time{}
			if depth == 1 && c.random.IntN(2) == 0 {
				moved = c.day()
			}
			c.agency(name, c.pick("department", "commune", "school", "police"), parent, "2022-01-01", text(moved))
			c.parents[name] = []stay{{parent, on("2022-01-01"), moved}}
			if !moved.IsZero() {
				other := c.pick(level...)
				c.agency(name, "department", other, text(moved), "")
				c.parents[name] = append(c.parents[name], stay{other, moved, time.Time{}})
			}
			next = append(next, name)
		}
		c.units = append(c.units, next...)
		level = next
	}
	c.closeTree()
}

// staff gives people one to three postings, one after the other, with gaps.
func (c *chance) staff() {
	for i := range 40 {
		name := fmt.Sprint("p", i)
		c.group[name], c.staffing[name] = c.pick("leader", "officer", "teacher"), c.pick("none", "dedicated", "dual_role")
		from := on("2022-01-01")
		var rows [][3]string
		for n := c.random.IntN(3); n >= 0; n-- {
			s := stay{at: c.pick(c.units...), from: from}
			if n > 0 || c.random.IntN(4) == 0 {
				s.to = from.AddDate(0, 0, 200+c.random.IntN(400))
				from = s.to.AddDate(0, 0, c.random.IntN(2)*30)
			}
			c.postings[name] = append(c.postings[name], s)
			rows = append(rows, [3]string{s.at, text(s.from), text(s.to)})
		}
		c.officer(name, c.group[name], c.staffing[name], rows...)
	}
}

// teach asks for courses and completes some, whoever the agency of the moment is.
func (c *chance) teach() {
	courses := []string{"c1", "c2", "c3"}
	for _, course := range courses {
		c.course(course, "it", 500, 100)
	}
	for range 8 {
		r := rule{course: c.pick(courses...), agency: c.pick(c.units...), group: c.pick("", "", "leader", "teacher"), staffing: c.pick("", "", "dedicated"), starts: c.day()}
		r.due = r.starts.AddDate(0, 0, c.random.IntN(400))
		var groups []string
		if r.group != "" {
			groups = []string{r.group}
		}
		c.require(r.course, r.agency, text(r.starts), text(r.due), groups, r.staffing)
		c.rules = append(c.rules, r)
	}
	for i := range 40 {
		person := fmt.Sprint("p", i)
		for _, course := range courses {
			if c.random.IntN(2) == 0 {
				continue
			}
			day := c.day()
			agency := c.at(c.postings[person], day)
			if agency == "" {
				agency = "root"
			}
			c.enroll(person, course, agency, text(day), "")
			c.complete(person, course, agency, text(day), 800)
			c.finished[person+course] = day
		}
	}
}

// at is where stays put somebody on a day; "" is nowhere.
func (c *chance) at(stays []stay, day time.Time) string {
	for _, s := range stays {
		if !s.from.After(day) && (s.to.IsZero() || s.to.After(day)) {
			return s.at
		}
	}
	return ""
}

// above lists a unit and everything above it on a day.
func (c *chance) above(unit string, day time.Time) []string {
	line := []string{unit}
	for unit != "root" {
		unit = c.at(c.parents[unit], day)
		line = append(line, unit)
	}
	return line
}

// count is the naive account: every person, every course, one by one.
func (c *chance) count(agency string, day time.Time, publishes func(string) bool) CompletionFigures {
	var f CompletionFigures
	for person, stays := range c.postings {
		unit := c.at(stays, day)
		if unit == "" || !slices.Contains(c.above(unit, day), agency) {
			continue
		}
		counts, done := 0, 0
		for _, course := range []string{"c1", "c2", "c3"} {
			var due time.Time
			for _, r := range c.rules {
				if r.course != course || r.starts.After(day) || !slices.Contains(c.above(unit, day), r.agency) ||
					r.group != "" && r.group != c.group[person] || r.staffing != "" && r.staffing != c.staffing[person] {
					continue
				}
				if due.IsZero() || r.due.Before(due) {
					due = r.due
				}
			}
			if due.IsZero() {
				continue
			}
			f.Required++
			finished, has := c.finished[person+course]
			switch {
			case !publishes(unit):
				f.NotCounted++
				continue
			case has && !finished.After(day):
				f.Done++
				done++
			case due.Before(day):
				f.Overdue++
			default:
				f.NotDone++
			}
			counts++
		}
		if counts > 0 {
			f.People++
		}
		if counts > 0 && counts == done {
			f.PeopleDone++
		}
	}
	return f
}

// For any world, unit and date: required = done + not done + overdue + exempt + not counted; the rows of
// a unit add up to it and equal what each unit says of itself; nobody counts twice; and the SQL agrees
// with a naive account.
func TestCompletionProperties(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("world ", seed), func(t *testing.T) {
			t.Parallel()
			c := newChance(t, seed)
			who := c.as(access.StandingAgency, "root")
			for range 4 {
				c.today = c.day()
				c.check(t, who)
			}
		})
	}
}

func (c *chance) check(t *testing.T, who access.Principal) {
	t.Helper()
	s := c.service()
	unpublished := map[string]bool{}
	var names []string
	if err := c.owner.NewRaw(`SELECT name FROM organization.agency_versions WHERE NOT publishes_strength AND valid_from <= ?0 AND (valid_to IS NULL OR valid_to > ?0)`, c.today).Scan(t.Context(), &names); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		unpublished[name] = true
	}
	totals := map[string]CompletionFigures{}
	counted := map[string]Completion{}
	for _, unit := range c.units {
		got, err := s.CountCompletion(t.Context(), who, CountCompletion{AgencyID: c.id(unit)})
		if err != nil {
			t.Fatal(err)
		}
		f := got.Total
		if f.Required != f.Done+f.NotDone+f.Overdue+f.Exempt+f.NotCounted {
			t.Errorf("%s on %s does not add up: %+v", unit, text(c.today), f)
		}
		if diff := cmp.Diff(c.count(unit, c.today, func(u string) bool { return !unpublished[u] }), f); diff != "" {
			t.Errorf("%s on %s: %s", unit, text(c.today), diff)
		}
		totals[unit], counted[unit] = f, got
	}
	for unit, got := range counted {
		var sum CompletionFigures
		for _, row := range got.Rows {
			sum.add(row.CompletionFigures)
			if row.ID != got.Agency.ID && row.CompletionFigures != totals[row.Name] {
				t.Errorf("%s on %s: its row of %s is not what that unit says", unit, text(c.today), row.Name)
			}
		}
		if sum != got.Total {
			t.Errorf("%s on %s: rows %+v, total %+v", unit, text(c.today), sum, got.Total)
		}
	}
}
