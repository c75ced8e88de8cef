package demo

import (
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"taphuan/internal/organization"
)

// intake is how a person comes to an enrollment.
type intake struct {
	source   string // requirement, list, self
	campaign *campaign
	class    uuid.UUID
	due      time.Time
	at       time.Time
	mood     mood
}

// mood is how far somebody gets.
type mood int

const (
	finishes mood = iota
	stalls        // stops among the lessons
	waits         // enrolled and never opened
)

// moodOf draws how far somebody gets.
func moodOf(d dice) mood {
	switch throw := d.IntN(100); {
	case throw < 88:
		return finishes
	case throw < 96:
		return stalls
	}
	return waits
}

// study is one enrollment as it unfolds. The clock only goes forward, up to the horizon.
type study struct {
	*generator
	dice
	career  *career
	course  *course
	id      uuid.UUID
	agency  uuid.UUID // of the moment of enrolling
	intake  intake
	skill   int // percent of items of middle difficulty that the person gets right before learning
	clock   time.Time
	horizon time.Time

	started   time.Time
	completed time.Time
}

// learn unfolds an enrollment of a person and adds its rows.
func (g *generator) learn(d dice, c *career, course *course, in intake) {
	s := &study{generator: g, dice: d, career: c, course: course, id: d.id(in.at), agency: c.at(organization.Day(in.at)), intake: in,
		skill: d.between(38, 82), clock: in.at, horizon: c.horizon(g.cal.now)}
	if s.agency == uuid.Nil || !in.at.Before(s.horizon) {
		return
	}
	if in.mood != waits && s.pass(1*time.Minute, 4*time.Minute) {
		s.started = s.clock
		s.unfold()
	}
	s.writeEnrollment()
}

// unfold takes the pre-test, the lessons and the final test in their order until the person stops.
func (s *study) unfold() {
	exempt := false
	if s.course.pre != nil && s.intake.mood == finishes && s.chance(80) {
		sat, passed := s.sit(s.course.pre, "pre_test", 1)
		if !sat {
			return
		}
		exempt = passed
	}
	if !exempt && !s.takeLessons() {
		return
	}
	for number := 1; s.course.final.attempts == 0 || number <= s.course.final.attempts; number++ {
		sat, passed := s.sit(s.course.final, "final", number)
		if !sat || passed {
			return
		}
		s.sleep(1 + s.IntN(6))
	}
}

// takeLessons goes through the lessons, a few a day, and reports whether all are done.
func (s *study) takeLessons() bool {
	last := len(s.course.lessons)
	if s.intake.mood == stalls {
		last = s.IntN(last)
	}
	for i, l := range s.course.lessons {
		opened := s.clock
		if !opened.Before(s.horizon) {
			return false
		}
		if i == last || !s.pass(5*time.Minute, 14*time.Minute) {
			s.batch.add(progress, s.id, l.id, s.career.person.ID, s.agency, "started", nil, 0, 0, wholeRange(0), nil, opened)
			return false
		}
		way, watched := s.wayOf(l)
		s.batch.add(progress, s.id, l.id, s.career.person.ID, s.agency, "done", way, watched, watched, wholeRange(watched), s.clock, s.clock)
		if s.chance(28) {
			s.sleep(1 + s.IntN(5))
		}
	}
	return true
}

func (s *study) wayOf(l lesson) (way string, watchedMs int) {
	switch {
	case l.durationMs == 0:
		return "read", 0
	case s.chance(20):
		return "transcript", 0
	}
	return "watched", l.durationMs
}

// pass lets time go by and reports whether it is still before the horizon.
func (s *study) pass(least, most time.Duration) bool {
	s.clock = s.clock.Add(least + time.Duration(s.Int64N(int64(most-least)))).Truncate(time.Second)
	return s.clock.Before(s.horizon)
}

// sleep goes to office hours some days later.
func (s *study) sleep(days int) {
	s.clock = s.atWork(organization.Day(s.clock).AddDate(0, 0, days))
}

// agencyNow is the agency of the moment, or of enrolling when the person has left every one.
func (s *study) agencyNow() uuid.UUID {
	if at := s.career.at(organization.Day(s.clock)); at != uuid.Nil {
		return at
	}
	return s.agency
}

func (s *study) writeEnrollment() {
	in, requirement := s.intake, uuid.Nil
	if in.campaign != nil {
		requirement = in.campaign.id
	}
	s.batch.add(enrollments, s.id, s.career.person.ID, s.agency, s.course.ID, s.course.VersionID, 1, in.source, requirement, in.class, in.due,
		in.at, s.started, s.completed)
}

// complete writes the fact with the agency of the moment.
func (s *study) complete(score int) {
	s.completed = s.clock
	s.batch.add(completions, s.dice.id(s.clock), s.id, s.career.person.ID, s.agencyNow(), s.course.ID, s.course.VersionID, 1, s.clock, organization.Day(s.clock), score, s.course.Periods)
}

// wholeRange is a film of that length, watched from one end to the other.
func wholeRange(ms int) pgtype.Multirange[pgtype.Range[pgtype.Int4]] {
	if ms == 0 {
		return pgtype.Multirange[pgtype.Range[pgtype.Int4]]{}
	}
	at := func(ms int) pgtype.Int4 { return pgtype.Int4{Int32: int32(ms), Valid: true} }
	return pgtype.Multirange[pgtype.Range[pgtype.Int4]]{{Lower: at(0), Upper: at(ms), LowerType: pgtype.Inclusive, UpperType: pgtype.Exclusive, Valid: true}}
}
