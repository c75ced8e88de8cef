package main

import (
	"fmt"
	"strings"
	"time"
)

// Stored is what the database holds of the enrollments of a history.
type Stored struct {
	Attempts     map[string]Attempt
	Answers      map[Place]Answer
	Completions  map[string]int // by enrollment
	Certificates map[string]int // by enrollment
}

// Place is where an answer stands.
type Place struct {
	Attempt  string
	Position int
}

// Attempt is one attempt as it is stored.
type Attempt struct {
	ID, Enrollment string
	Graded         bool
	DeadlineAt     time.Time
	SubmittedAt    time.Time
	Score          int // hundredths
}

// Answer is one answer as it is stored.
type Answer struct {
	Place
	Revision int64
	Text     string
	SavedAt  time.Time
	Late     bool
	Points   *int // hundredths; nil: not graded
}

// Rules are what the course under load allows.
type Rules struct {
	Attempts int           // of one enrollment
	Grace    time.Duration // after the deadline
	Points   int           // of a right answer, hundredths
}

// Violation is one broken promise. The rules have the letters of the plan of tests: a to f, and g for a grade that is
// not what the answers are worth, i for an API that tells something else than the database.
type Violation struct {
	Rule byte
	Name string
	What string
}

func (v Violation) String() string { return fmt.Sprintf("(%c) %s: %s", v.Rule, v.Name, v.What) }

// clockError is how far the ledger's clock may be from the database's, which runs on the same machine.
const clockError = time.Second

// Check compares a history with what is stored.
func Check(h History, s Stored, rules Rules) []Violation {
	c := checker{history: h, stored: s, rules: rules, sent: map[string]*Made{}}
	for _, m := range h.of(Save) {
		c.sent[m.Text] = m
	}
	c.acknowledged()
	c.answers()
	c.grades()
	c.attempts()
	return c.found
}

type checker struct {
	history History
	stored  Stored
	rules   Rules
	sent    map[string]*Made // by text
	found   []Violation
}

func (c *checker) violated(rule byte, name, format string, args ...any) {
	c.found = append(c.found, Violation{Rule: rule, Name: name, What: fmt.Sprintf(format, args...)})
}

// acknowledged looks for every write of which the server has said that it is saved.
func (c *checker) acknowledged() {
	for _, m := range c.history.of(Save) {
		if m.Outcome() != OK {
			continue
		}
		stands, there := c.stored.Answers[Place{m.Attempt, m.Position}]
		switch {
		case !there:
			c.violated('a', "lost", "%s was acknowledged and nothing stands there", m.Key)
		case stands.Revision < m.Revision:
			c.violated('a', "lost", "%s was acknowledged and revision %d stands there", m.Key, stands.Revision)
		case stands.Revision == m.Revision && stands.Text != m.Text:
			c.violated('a', "lost", "%s was acknowledged and the same revision stands there as %q", m.Key, stands.Text)
		}
	}
	for _, m := range c.history {
		if m.Kind != Start && m.Kind != Submit {
			continue
		}
		for _, mark := range m.Marks {
			if id := attemptOf(m, mark); mark.Outcome == OK && c.stored.Attempts[id].ID == "" {
				c.violated('a', "lost", "%s was acknowledged and the attempt %s is not there", m.Key, id)
			}
		}
	}
}

// attemptOf is the attempt that a mark concerns.
func attemptOf(m *Made, mark Mark) string {
	if m.Kind == Start {
		return mark.Attempt
	}
	return m.Attempt
}

// answers asks of each stored answer where it comes from.
func (c *checker) answers() {
	seen := map[string]Place{}
	for place, a := range c.stored.Answers {
		m := c.sent[a.Text]
		if before, twice := seen[a.Text]; twice {
			c.violated('c', "twice", "%q stands at %v and at %v", a.Text, before, place)
		}
		seen[a.Text] = place
		switch {
		case m == nil:
			c.violated('a', "never sent", "%q stands at %v", a.Text, place)
		case m.Attempt != a.Attempt || m.Position != a.Position || m.Revision != a.Revision:
			c.violated('a', "displaced", "%s stands at %v with revision %d", m.Key, place, a.Revision)
		case m.Outcome() == Fail:
			c.violated('b', "refused and written", "%s", m.Key)
		}
		c.inTime(a, m)
	}
}

// inTime refuses an answer that counts although it came after the deadline and the grace, by the server's stamp or
// by the ledger's clock.
func (c *checker) inTime(a Answer, m *Made) {
	end := c.stored.Attempts[a.Attempt].DeadlineAt.Add(c.rules.Grace)
	switch {
	case a.Late && a.Points != nil:
		c.violated('f', "late and graded", "%v with revision %d", a.Place, a.Revision)
	case a.Late:
	case a.SavedAt.After(end):
		c.violated('f', "late and counted", "%v with revision %d was saved %s after the end", a.Place, a.Revision, a.SavedAt.Sub(end))
	case m != nil && m.NotedAt.After(end.Add(clockError)):
		c.violated('f', "late and counted", "%s was sent %s after the end", m.Key, m.NotedAt.Sub(end))
	}
}

// grades asks of each attempt for one grade, which is what its answers are worth.
func (c *checker) grades() {
	for _, m := range c.history.of(Submit) {
		a := c.stored.Attempts[m.Attempt]
		for _, mark := range m.Marks {
			if mark.Outcome != OK || a.ID == "" {
				continue
			}
			if !a.Graded || mark.Score != a.Score || !mark.SubmittedAt.Equal(a.SubmittedAt) {
				c.violated('d', "two grades", "%s was told %d of %s, and %d of %s is stored", m.Key,
					mark.Score, mark.SubmittedAt.Format(time.RFC3339Nano), a.Score, a.SubmittedAt.Format(time.RFC3339Nano))
			}
		}
	}
	worth := map[string]int{}
	for place, a := range c.stored.Answers {
		if a.Late || !c.stored.Attempts[place.Attempt].Graded {
			continue
		}
		if a.Points == nil {
			c.violated('g', "not graded", "%v with revision %d", place, a.Revision)
		}
		if isRight(a.Text) {
			worth[place.Attempt] += c.rules.Points
		}
	}
	for id, a := range c.stored.Attempts {
		if a.Graded && a.Score != worth[id] {
			c.violated('g', "wrong grade", "attempt %s has %d, its answers are worth %d", id, a.Score, worth[id])
		}
	}
}

// attempts counts what one enrollment may have.
func (c *checker) attempts() {
	taken := map[string]int{}
	for _, a := range c.stored.Attempts {
		taken[a.Enrollment]++
	}
	for enrollment, n := range taken {
		if n > c.rules.Attempts {
			c.violated('e', "too many attempts", "enrollment %s has %d of %d", enrollment, n, c.rules.Attempts)
		}
	}
	for _, m := range c.history.of(Start) {
		first := ""
		for _, mark := range m.Marks {
			if mark.Outcome != OK {
				continue
			}
			if first != "" && mark.Attempt != first {
				c.violated('e', "one start, two attempts", "%s began %s and %s", m.Key, first, mark.Attempt)
			}
			first = mark.Attempt
		}
	}
	for name, counts := range map[string]map[string]int{"two completions": c.stored.Completions, "two certificates": c.stored.Certificates} {
		for enrollment, n := range counts {
			if n > 1 {
				c.violated('d', name, "enrollment %s has %d", enrollment, n)
			}
		}
	}
}

// isRight says whether an answer is worth its points: the number is 1 and something.
func isRight(text string) bool { return strings.HasPrefix(text, "1,") }
