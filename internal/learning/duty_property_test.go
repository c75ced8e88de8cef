package learning

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/organization"
)

// A lottery is a random world of duties with a second, naive account of it in Go.
type lottery struct {
	*world
	t        *testing.T
	random   *rand.Rand
	units    []uuid.UUID // root, two below it, two below the first of them
	parent   map[uuid.UUID]uuid.UUID
	hidden   map[uuid.UUID]bool // does not publish its strength
	people   []lot
	required []Requirement
	courses  []uuid.UUID
}

// lot is one person: postings one after the other, and what happened to them.
type lot struct {
	id              uuid.UUID
	group, staffing string
	postings        []span // at an agency
	done            []span // of a course, on from
	away            []span // entered on known
	exempt          []span // from a course, decided on known, withdrawn on gone
}

type span struct {
	of          uuid.UUID
	from, to    time.Time // to is excluded; zero: still
	known, gone time.Time
}

func (s span) holds(day time.Time) bool {
	return !day.Before(s.from) && (s.to.IsZero() || day.Before(s.to)) && !day.Before(s.known) && (s.gone.IsZero() || day.Before(s.gone))
}

func (l *lottery) day() time.Time {
	return time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, l.random.IntN(800))
}

func (l *lottery) later(day time.Time, days int) time.Time {
	if l.random.IntN(3) == 0 {
		return time.Time{}
	}
	return day.AddDate(0, 0, 1+l.random.IntN(days))
}

func newLottery(t *testing.T, seed uint64) *lottery {
	l := &lottery{world: setup(t), t: t, random: rand.New(rand.NewPCG(seed, 9)), parent: map[uuid.UUID]uuid.UUID{}, hidden: map[uuid.UUID]bool{}}
	l.exec(t, `DELETE FROM organization.postings`)
	for i, above := range []int{-1, 0, 0, 1, 1} {
		id := l.agency(t, fmt.Sprint("Đơn vị ", i))
		if above >= 0 {
			l.parent[id] = l.units[above]
			l.exec(t, `UPDATE organization.agency_versions SET parent_id = ? WHERE agency_id = ?`, l.units[above], id)
		}
		l.units = append(l.units, id)
	}
	l.hidden[l.units[4]] = true
	l.exec(t, `UPDATE organization.agency_versions SET publishes_strength = false WHERE agency_id = ?`, l.units[4])
	if err := organization.RebuildClosureTx(t.Context(), l.owner); err != nil {
		t.Fatal(err)
	}
	l.courses = []uuid.UUID{l.course.ID}
	for i := range 3 {
		id := uuid.New()
		l.exec(t, `INSERT INTO catalog.courses (id, key, code) VALUES (?, ?, ?)`, id, fmt.Sprint("c", i), fmt.Sprint("C", i))
		l.courses = append(l.courses, id)
	}
	l.exec(t, `INSERT INTO learning.course_equivalents VALUES (?, ?, '2025-06-01', NULL, '01/QĐ')`, l.courses[1], l.courses[3])
	for range 14 {
		l.ask()
	}
	for range 30 {
		l.person()
	}
	return l
}

// ask writes a random requirement.
func (l *lottery) ask() {
	number := func(n int) *int { v := 1 + l.random.IntN(n); return &v }
	starts := l.day()
	d := RequirementDraft{AgencyID: l.units[0], StartsOn: starts, Document: "01/KH", GraceDays: []int{0, 0, 30}[l.random.IntN(3)],
		DueDays: number(200), DueMonth: number(12), DueDay: number(28), OpenDays: number(360), ValidityMonths: number(12)}
	d.DueKind = []DueKind{DueOnDate, DueAfterJoining, DueYearly, DueRolling}[l.random.IntN(4)]
	due := starts.AddDate(0, 0, l.random.IntN(300))
	d.DueOn = &due
	for range 1 + l.random.IntN(2) {
		rule := Rule{AgencyID: l.units[l.random.IntN(3)]}
		if l.random.IntN(2) == 0 {
			rule.PositionGroups = []string{[]string{"leader", "officer"}[l.random.IntN(2)]}
		}
		if l.random.IntN(4) == 0 {
			staffing := "dedicated"
			rule.Staffing = &staffing
		}
		if l.random.IntN(3) == 0 {
			rule.Excluded = []uuid.UUID{l.units[3]}
		}
		d.Rules = append(d.Rules, rule)
	}
	d.Slots = [][]Slot{{{l.courses[0]}}, {{l.courses[1]}}, {{l.courses[1], l.courses[2]}}, {{l.courses[0]}, {l.courses[2]}}}[l.random.IntN(4)]
	r := d.version(uuid.New(), nil, uuid.New())
	if ends := l.later(starts, 500); !ends.IsZero() {
		r.EndsOn = &ends
	}
	tx, err := l.owner.BeginTx(l.t.Context(), nil)
	if err != nil {
		l.t.Fatal(err)
	}
	if err := insertRequirement(l.t.Context(), tx, r); err != nil {
		l.t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		l.t.Fatal(err)
	}
	l.required = append(l.required, *r)
}

// person writes a random person with postings, completions, absences and exemptions.
func (l *lottery) person() {
	p := lot{id: uuid.New(), group: []string{"leader", "officer"}[l.random.IntN(2)], staffing: []string{"none", "dedicated"}[l.random.IntN(2)]}
	from := l.day()
	l.exec(l.t, `INSERT INTO organization.persons (id, agency_id, kind, full_name, given_name) VALUES (?, ?, 'officer', 'A Thắng', 'Thắng')`, p.id, l.units[0])
	for n := l.random.IntN(3); n >= 0; n-- {
		s := span{of: l.units[l.random.IntN(len(l.units))], from: from}
		if n > 0 {
			s.to = from.AddDate(0, 0, 30+l.random.IntN(300))
			from = s.to.AddDate(0, 0, 20*l.random.IntN(2))
		}
		p.postings = append(p.postings, s)
		l.exec(l.t, `INSERT INTO organization.postings (id, person_id, agency_id, position_group, staffing, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			uuid.New(), p.id, s.of, p.group, p.staffing, s.from, null(s.to))
	}
	for round := range l.random.IntN(4) {
		s := span{of: l.courses[l.random.IntN(len(l.courses))], from: l.day()}
		p.done = append(p.done, s)
		enrollment := uuid.New()
		l.exec(l.t, `INSERT INTO learning.enrollments (id, person_id, agency_id, course_id, course_version_id, round, source) VALUES (?, ?, ?, ?, ?, ?, 'self')`,
			enrollment, p.id, l.units[0], s.of, l.course.VersionID, round+1)
		l.exec(l.t, `INSERT INTO learning.completions (id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, periods)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`, uuid.New(), enrollment, p.id, l.units[0], s.of, l.course.VersionID, round+1, s.from, s.from)
	}
	if l.random.IntN(3) == 0 {
		s := span{from: l.day(), known: l.day()}
		s.to, s.gone = l.later(s.from, 200), l.later(s.known, 300)
		p.away = append(p.away, s)
		l.exec(l.t, `INSERT INTO learning.absences (id, person_id, agency_id, from_on, to_on, document, entered_by, entered_on, removed_on) VALUES (?, ?, ?, ?, ?, '02/QĐ', ?, ?, ?)`,
			uuid.New(), p.id, l.units[0], s.from, null(s.to), uuid.New(), s.known, null(s.gone))
	}
	if l.random.IntN(2) == 0 {
		s := span{of: l.courses[l.random.IntN(2)], from: l.day(), known: l.day()}
		s.to, s.gone = l.later(s.from, 300), l.later(s.known, 300)
		state := "approved"
		if !s.gone.IsZero() {
			state = "withdrawn"
		}
		p.exempt = append(p.exempt, s)
		l.exec(l.t, `INSERT INTO learning.exemptions (id, person_id, agency_id, course_id, from_on, to_on, reason, document, state, proposed_by, decided_by, decided_on, withdrawn_on)
			VALUES (?, ?, ?, ?, ?, ?, 'lý do', '03/QĐ', ?, ?, ?, ?, ?)`, uuid.New(), p.id, l.units[0], s.of, s.from, null(s.to), state, uuid.New(), uuid.New(), s.known, null(s.gone))
	}
	l.people = append(l.people, p)
}

func null(day time.Time) any {
	if day.IsZero() {
		return nil
	}
	return day
}

func (l *lottery) isBelow(unit, above uuid.UUID) bool {
	for ; unit != uuid.Nil; unit = l.parent[unit] {
		if unit == above {
			return true
		}
	}
	return false
}

func (l *lottery) names(r Requirement, p lot, unit uuid.UUID) bool {
	return slices.ContainsFunc(r.Rules, func(rule Rule) bool {
		return l.isBelow(unit, rule.AgencyID) && !slices.ContainsFunc(rule.Excluded, func(x uuid.UUID) bool { return l.isBelow(unit, x) }) &&
			(len(rule.PositionGroups) == 0 || slices.Contains(rule.PositionGroups, p.group)) && (rule.Staffing == nil || *rule.Staffing == p.staffing)
	})
}

// finding is the naive state of one duty on a day.
func (l *lottery) finding(r Requirement, slot Slot, p lot, at span, day time.Time) string {
	var since, due time.Time
	switch r.DueKind {
	case DueOnDate:
		due = *r.DueOn
	case DueAfterJoining, DueRolling:
		due = latest(r.StartsOn, at.from).AddDate(0, 0, *r.DueDays)
	case DueYearly:
		var opened, first time.Time
		for year := r.StartsOn.Year() - 1; year <= day.Year()+1; year++ {
			d := time.Date(year, time.Month(*r.DueMonth), *r.DueDay, 0, 0, 0, 0, time.UTC)
			if !d.AddDate(0, 0, -*r.OpenDays).After(day) {
				opened = d
			}
			if first.IsZero() && !d.Before(r.StartsOn) {
				first = d
			}
		}
		if due, since = first, first.AddDate(0, 0, -*r.OpenDays); opened.After(first) {
			due, since = opened, opened.AddDate(0, 0, -*r.OpenDays)
		} else if since.After(r.StartsOn) {
			since = r.StartsOn
		}
	}
	due = latest(due, at.from.AddDate(0, 0, r.GraceDays))
	var last time.Time
	done := false
	for _, d := range p.done {
		counts := slices.Contains(slot, d.of) || d.of == l.courses[3] && slices.Contains(slot, l.courses[1]) && !day.Before(time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC))
		if counts && !d.from.After(day) {
			done = done || !d.from.Before(since)
			last = latest(last, d.from)
		}
	}
	if r.DueKind == DueRolling && !last.IsZero() {
		due = addMonths(last, *r.ValidityMonths)
		done = !due.Before(day)
	}
	switch {
	case l.hidden[at.of]:
		return "not_counted"
	case done:
		return "done"
	case slices.ContainsFunc(p.away, func(s span) bool { return s.holds(day) }), at.from.After(day.AddDate(0, 0, -r.GraceDays)):
		return "not_counted"
	case slices.ContainsFunc(p.exempt, func(s span) bool { return s.of == slot[0] && s.holds(day) }):
		return "exempt"
	case due.Before(day):
		return "overdue"
	}
	return "not_done"
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// addMonths is PostgreSQL's: the last day of a shorter month.
func addMonths(day time.Time, months int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, min(day.Day(), first.AddDate(0, 1, -1).Day())-1)
}

// account counts every person, requirement and slot, one by one.
func (l *lottery) account(units []uuid.UUID, day time.Time) map[string]int {
	counts := map[string]int{}
	for _, p := range l.people {
		for _, at := range p.postings {
			if !at.holds(day) || !slices.Contains(units, at.of) {
				continue
			}
			for _, r := range l.required {
				if !r.HoldsOn(day) || !l.names(r, p, at.of) {
					continue
				}
				for _, slot := range r.Slots {
					counts[l.finding(r, slot, p, at, day)]++
					counts["everyone"]++
				}
			}
		}
	}
	return counts
}

// TestDutyStates: for any world, units and day, done + not done + overdue + exempt + not counted is
// everyone whom the rules name, and each state is what a naive account says. Where several
// requirements ask for the same courses, exactly one duty counts.
func TestDutyStates(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		t.Run(fmt.Sprint("world ", seed), func(t *testing.T) {
			t.Parallel()
			l := newLottery(t, seed)
			for range 25 {
				units, day := l.units[l.random.IntN(len(l.units)):], l.day()
				var rows []struct {
					State string
					N     int
				}
				err := l.owner.NewRaw(`SELECT state, count(*) AS n FROM learning.duty_facts(?0, ?1::uuid[]) GROUP BY state
					UNION ALL SELECT 'everyone', count(*) FROM learning.duty_facts(?0, ?1::uuid[]) HAVING count(*) > 0`, day, pgdialect.Array(units)).Scan(t.Context(), &rows)
				if err != nil {
					t.Fatal(err)
				}
				got := map[string]int{}
				for _, r := range rows {
					got[r.State] = r.N
				}
				if diff := cmp.Diff(l.account(units, day), got); diff != "" {
					t.Errorf("%s: %s", day.Format(time.DateOnly), diff)
				}
				if n := l.count(t, `SELECT count(*) FROM (SELECT FROM learning.duty_facts(?, ?::uuid[]) GROUP BY person_id, accepts HAVING count(*) FILTER (WHERE counts) <> 1) x`,
					day, pgdialect.Array(units)); n != 0 {
					t.Errorf("%s: %d duties count never or twice", day.Format(time.DateOnly), n)
				}
			}
		})
	}
}
