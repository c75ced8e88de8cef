package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// Due is one person who still owes a required course, or whose completion of it ends soon.
type Due struct {
	PersonID      uuid.UUID
	AgencyID      uuid.UUID  // where the person's counting posting is; a student's school
	SchoolClassID *uuid.UUID // of a student
	Renewal       bool       // done, and may be taken again before it ends
	CourseID      uuid.UUID
	CourseKey     string
	CourseTitle   string
	CourseTitleEN string
	DueOn         time.Time
}

// DueQuery asks for those who owe a course due from the first day to the last.
type DueQuery struct {
	Day      time.Time // as of this day
	From, To time.Time
}

const (
	firstStep   = 30 // days before the date on which the first reminder goes out
	forgetAfter = 60 // days after the date from which nobody is reminded for the first time
)

// steps are the tellings of a duty to its learner, the last first: the first whose days are not
// fewer than those left is told, once.
var steps = []struct {
	days int
	name string
}{{1, "d1"}, {7, "d7"}, {14, "d14"}, {firstStep, "d30"}}

// stepOf returns the telling of a duty with that many days left (negative: past), "" for none yet.
func stepOf(daysLeft int) string {
	if daysLeft < 0 {
		return "overdue"
	}
	for _, s := range steps {
		if daysLeft <= s.days {
			return s.name
		}
	}
	return ""
}

// Remind writes the reminders of the day into the inboxes, once a day; mail waits for its hours (SendDigest).
// A day that was cut short is written again; what was told stays told once.
func (s *Service) Remind(ctx context.Context) error {
	day := organization.Day(s.Now())
	done, err := s.dayIsDone(ctx, day)
	if err != nil || done {
		return err
	}
	counts := unitCounts{}
	query := DueQuery{Day: day, From: day.AddDate(0, 0, -forgetAfter), To: day.AddDate(0, 0, firstStep)}
	err = s.Due(ctx, query, func(found []Due) error {
		counts.add(found)
		return s.Tell(ctx, remindersOf(found, day)...)
	})
	if err != nil {
		return err
	}
	if err := s.tellUnits(ctx, counts, day); err != nil {
		return err
	}
	if err := s.tellMeetings(ctx, day); err != nil {
		return err
	}
	return s.finishDay(ctx, day)
}

func (s *Service) dayIsDone(ctx context.Context, day time.Time) (bool, error) {
	var done bool
	err := s.DB.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT EXISTS (SELECT FROM notify.reminder_days WHERE day = ?)`, day).Scan(ctx, &done)
	})
	return done, err
}

func (s *Service) finishDay(ctx context.Context, day time.Time) error {
	return s.DB.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO notify.reminder_days (day) VALUES (?) ON CONFLICT DO NOTHING`, day)
		return err
	})
}

// remindersOf are the tellings that these people get on a day.
func remindersOf(found []Due, day time.Time) []Notice {
	notices := make([]Notice, 0, len(found))
	for _, d := range found {
		left := daysBetween(day, d.DueOn)
		step := stepOf(left)
		if step == "" {
			continue
		}
		kind := DutyDue
		if left < 0 {
			kind = DutyOverdue
		}
		notices = append(notices, Notice{PersonID: d.PersonID, Kind: kind, Event: dutyEvent(d.CourseID, d.DueOn), Step: step, Facts: d.facts(left)})
	}
	return notices
}

func (d Due) facts(daysLeft int) Facts {
	return Facts{CourseKey: d.CourseKey, CourseTitle: d.CourseTitle, CourseTitleEN: d.CourseTitleEN, DueOn: d.DueOn.Format(time.DateOnly),
		Days: max(daysLeft, -daysLeft), Renewal: d.Renewal}
}

func dutyEvent(course uuid.UUID, due time.Time) string {
	return fmt.Sprintf("duty/%s/%s", course, due.Format(time.DateOnly))
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }
