package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
)

// trainingClass is a class that the demonstration tells of.
type trainingClass struct {
	dice
	id, host uuid.UUID
	course   *course
	number   int
	form     string
	place    string
	meeting  string
	days     []time.Time // one session each
	state    string
	seats    int
	register string // who may: "", host or all
	waits    int    // how many are on the waiting list
	after    int    // how many stand in an earlier class of the same people
	asking   int    // registrations that nobody has decided about
	counts   string
	sessions []uuid.UUID
}

// classHosts are who holds classes: code, place, and whether people of every agency come.
var classHosts = []struct {
	code, place string
	open        bool
}{
	{"SKHCN", "Hội trường Sở Khoa học và Công nghệ", true},
	{"SGDDT", "Hội trường Sở Giáo dục và Đào tạo", true},
	{"CAT", "Hội trường Công an tỉnh", true},
	{"21040", "Hội trường Ủy ban nhân dân xã Bình Sơn", false},
}

// Places in the cast whose people the stories of classes need.
const castLearner, castAuthor = 0, 8

// addClasses adds the classes of the last two years with sessions and roll calls, and those of now: one
// that begins today in Bình Sơn, two to come that take registrations and have a waiting list, a draft and a
// cancelled one.
// Whoever stands in a class had an enrollment in its course by then.
func addClasses(ctx context.Context, tx bun.Tx, g *generator, actors []uuid.UUID) error {
	numbers := map[string]int{} // by host and year
	for months := 23; months >= 1; months -= 2 {
		for i, host := range classHosts {
			d := newDice(g.seed, "class "+host.code, months)
			first := weekday(g.cal.today.AddDate(0, -months, d.IntN(20)))
			id, exists := g.tree.byCode[host.code]
			if !exists || g.tree.firstDay(id).After(first) || (months+i)%4 == 0 {
				continue
			}
			key := fmt.Sprint(host.code, first.Year())
			c := &trainingClass{dice: d, host: id, course: g.courses[d.IntN(len(g.courses))], number: numbers[key] + 1, place: host.place,
				form: pick(d, []string{"in_person", "in_person", "online", "blended"}), days: []time.Time{first, weekday(first.AddDate(0, 0, 1))},
				state: "finished", seats: 30, counts: "none"}
			if !host.open {
				c.course = g.courses[0]
			}
			held, err := g.holdClass(ctx, tx, c, host.open, uuid.Nil)
			if err != nil {
				return err
			}
			if held {
				numbers[key]++
			}
		}
	}
	return g.classesOfNow(ctx, tx, actors)
}

// weekday moves a day from a weekend to Monday, and from New Year.
func weekday(day time.Time) time.Time {
	for day.YearDay() == 1 || day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// classesOfNow are the classes that somebody of the cast meets.
func (g *generator) classesOfNow(ctx context.Context, tx bun.Tx, actors []uuid.UUID) error {
	commune, department, today := g.tree.byCode[castCommune], g.tree.byCode["SKHCN"], g.cal.today
	now := []*trainingClass{
		{host: commune, number: 91, form: "in_person", place: classHosts[3].place, days: []time.Time{today, today.AddDate(0, 0, 1)}, state: "open", seats: 20, counts: "lessons"},
		{host: department, number: 92, form: "online", meeting: "https://hop.quangngai.gov.vn/lop-tap-huan", days: []time.Time{today.AddDate(0, 0, 12)}, state: "open", seats: 4, register: "all", waits: 2, counts: "none"},
		{host: commune, number: 93, form: "blended", place: classHosts[3].place, days: []time.Time{today.AddDate(0, 1, 0)}, state: "draft", seats: 25, counts: "part"},
		{host: department, number: 94, form: "in_person", place: classHosts[0].place, days: []time.Time{today.AddDate(0, 0, 5)}, state: "cancelled", seats: 30, counts: "none"},
		{host: commune, number: 95, form: "blended", place: classHosts[3].place, meeting: "https://hop.quangngai.gov.vn/binh-son", days: []time.Time{today.AddDate(0, 0, 9), today.AddDate(0, 0, 10), today.AddDate(0, 0, 11)},
			state: "open", seats: 3, register: "host", waits: 1, asking: 1, after: 20, counts: "part"},
	}
	for i, c := range now {
		c.dice, c.course = newDice(g.seed, "class of now", i), g.courses[0]
		if _, err := g.holdClass(ctx, tx, c, c.host == department, actors[castLearner]); err != nil {
			return err
		}
	}
	g.batch.add(classStaff, now[0].id, actors[castAuthor], commune, "instructor", cast[castAuthor].name, "Công văn số 52/UBND-VHXH (mẫu)", today.AddDate(0, 0, -7), today.AddDate(0, 0, 61))
	g.batch.add(invitations, now[1].id, commune, 3)
	return g.batch.flush(ctx)
}

// leastInClass is how many people make a class of the past.
const leastInClass = 5

// holdClass writes a class with its sessions, its people and, when it has finished, its roll calls; a
// class of the past with too few people was not held.
func (g *generator) holdClass(ctx context.Context, tx bun.Tx, c *trainingClass, everybody bool, first uuid.UUID) (bool, error) {
	var people []attending
	if c.state != "draft" && c.state != "cancelled" {
		var err error
		if people, err = g.studying(ctx, tx, c, everybody, first); err != nil {
			return false, err
		}
	}
	if c.state == "finished" && len(people) < leastInClass {
		return false, nil
	}
	c.id = c.dice.id(midnight(c.days[0].AddDate(0, 0, -20)))
	c.write(g)
	for i, p := range people {
		c.seat(g, i, p)
	}
	return true, nil
}

func (c *trainingClass) write(g *generator) {
	last := c.days[len(c.days)-1]
	var from, to time.Time
	registration := "none"
	if c.register != "" {
		registration, from, to = c.register, g.cal.today.AddDate(0, 0, -5), c.days[0].AddDate(0, 0, -2)
	}
	planned := int64(c.between(8, 30)) * 1_000_000
	var spent any
	reason := ""
	if c.state == "finished" {
		spent = planned * int64(c.between(85, 100)) / 100
	}
	if c.state == "cancelled" {
		reason = "Hoãn do trùng lịch họp của tỉnh"
	}
	instructors := []string{pick(c.dice, []string{"ThS. Trần Hữu Phước", "TS. Lê Thị Ánh Tuyết", "Phạm Quốc Việt"})}
	if c.number == 91 {
		instructors = []string{cast[castAuthor].name}
	}
	g.batch.add(trainingClasses, c.id, c.host, c.days[0].Year(), fmt.Sprintf("LTH-%02d/%d", c.number, c.days[0].Year()),
		c.name(), c.course.ID, c.course.VersionID, string(c.course.Field), c.form, c.place, c.meeting, c.days[0], last, c.seats,
		registration, from, to, c.counts, 80, fmt.Sprintf("Kế hoạch số %d/KH (mẫu)", 100+c.number), instructors, planned, spent, "Ngân sách của đơn vị (mẫu)",
		c.state, reason, 1000, midnight(c.days[0].AddDate(0, 0, -20)))
	for i, day := range c.days {
		id := c.dice.id(midnight(day))
		c.sessions = append(c.sessions, id)
		begins := midnight(day).Add(8 * time.Hour)
		var closed time.Time
		if c.state == "finished" {
			closed = begins.Add(4 * time.Hour)
		}
		g.batch.add(sessions, id, c.id, i+1, pick(c.dice, []string{"Phòng họp số 1", "Phòng họp số 2", "Hội trường"}), begins, begins.Add(3*time.Hour+30*time.Minute), closed)
	}
}

// name tells the classes of a year apart.
func (c *trainingClass) name() string {
	switch {
	case c.number == 95:
		return "Lớp tập huấn " + c.course.Title.VI + ", đợt bổ sung"
	case c.number > 90:
		return "Lớp tập huấn " + c.course.Title.VI
	}
	return fmt.Sprintf("Lớp tập huấn %s, đợt %d năm %d", c.course.Title.VI, c.number, c.days[0].Year())
}

// attending is somebody who stands in a class.
type attending struct {
	EnrollmentID, PersonID, AgencyID uuid.UUID
	Unit, Position                   string
}

// studying finds people who had begun the course by the first day, the latest first and somebody of the
// cast before them; where everybody comes, those who had not completed it.
func (g *generator) studying(ctx context.Context, tx bun.Tx, c *trainingClass, everybody bool, first uuid.UUID) ([]attending, error) {
	where := "(e.completed_at IS NULL OR e.completed_at > ?1)"
	if !everybody {
		if c.state != "finished" {
			where += " AND "
		} else {
			where = ""
		}
		where += "e.agency_id IN (SELECT descendant_id FROM organization.agency_closure WHERE ancestor_id = ?3)"
	}
	var people []attending
	err := tx.NewRaw(`SELECT e.id AS enrollment_id, e.person_id, e.agency_id, COALESCE(v.name, '') AS unit, COALESCE(o.position, '') AS position
		FROM (SELECT * FROM learning.enrollments e WHERE e.course_id = ?0 AND e.started_at < ?1 AND `+where+`
			ORDER BY e.person_id <> ?4, e.started_at DESC, e.id LIMIT ?2 OFFSET ?5) e
		JOIN organization.persons p ON p.id = e.person_id AND p.kind = 'officer'
		LEFT JOIN organization.agency_versions v ON v.agency_id = e.agency_id AND v.valid_from <= ?1 AND (v.valid_to IS NULL OR v.valid_to > ?1)
		LEFT JOIN organization.postings o ON o.person_id = e.person_id AND o.counts AND o.valid_from <= ?1 AND (o.valid_to IS NULL OR o.valid_to > ?1)
		ORDER BY e.started_at DESC, e.id`, c.course.ID, midnight(organization.Day(earliest(midnight(c.days[0]), g.cal.now))), c.wanted(), c.host, first, c.after).Scan(ctx, &people)
	return people, err
}

// wanted is how many people stand in the class; one that takes registrations has a waiting list.
func (c *trainingClass) wanted() int {
	if c.register != "" {
		return c.seats + c.waits + c.asking
	}
	return min(c.seats, c.between(14, 28))
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// seat gives somebody a place, or a turn in the queue, and marks them in every session that was held.
func (c *trainingClass) seat(g *generator, i int, p attending) {
	called := earliest(midnight(c.days[0].AddDate(0, 0, -14)).Add(9*time.Hour+time.Duration(i)*time.Minute), g.cal.now)
	id := c.dice.id(called)
	state, source, confirmed := "confirmed", "list", called
	var caller any = c.host
	switch {
	case i >= c.seats+c.waits:
		state, source, caller, confirmed = "registered", "registration", nil, time.Time{}
	case i >= c.seats:
		state, confirmed = "waiting", time.Time{}
	}
	g.batch.add(participants, id, c.id, p.PersonID, p.AgencyID, c.host, caller, source, state, i+1, p.Unit, p.Position, called, confirmed)
	if state != "confirmed" {
		return
	}
	attended := 0
	if c.state == "finished" {
		attended = c.markAll(g, id, p)
	}
	attendance := "open"
	if c.state == "finished" {
		attendance = "missed"
		if attended*100 >= 80*len(c.sessions) {
			attendance = "met"
		}
	}
	g.batch.add(classParts, p.EnrollmentID, c.id, p.PersonID, p.AgencyID, c.counts, attendance)
}

func (c *trainingClass) markAll(g *generator, participant uuid.UUID, p attending) int {
	attended := 0
	for n, session := range c.sessions {
		at := midnight(c.days[n]).Add(8*time.Hour + time.Duration(c.between(1, 15))*time.Minute)
		state, excuse := "present", ""
		switch throw := c.IntN(100); {
		case throw < 5:
			state = "late"
		case throw < 10:
			state, excuse = "excused", pick(c.dice, []string{"duty", "leave", "other"})
		case throw < 13:
			state = "absent"
		}
		if state == "present" || state == "late" {
			attended++
		}
		g.batch.add(marks, c.dice.id(at), c.id, session, participant, p.PersonID, p.AgencyID, c.host, c.host, state, excuse, at, p.PersonID, at)
	}
	return attended
}
