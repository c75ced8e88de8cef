package notify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/organization"
)

// Meeting is a session of a training class that is to come, with everybody who is to be there.
type Meeting struct {
	SessionID uuid.UUID
	Class     Class // Next, Where and Session are those of this session
	People    []uuid.UUID
}

// tellMeetings tells everybody of the sessions of tomorrow: when, where, in which room; and of those of today that
// nobody was told of, because the day before passed without reminders or the person was named since.
func (s *Service) tellMeetings(ctx context.Context, day time.Time) error {
	year, month, date := day.Date()
	dayAfterTomorrow := time.Date(year, month, date+2, 0, 0, 0, 0, organization.HoChiMinh)
	return s.Meetings(ctx, s.Now(), dayAfterTomorrow, func(m Meeting) error {
		return s.Tell(ctx, m.notices()...)
	})
}

// notices tell each person once for a session and its day: one that is moved to another day is told again.
func (m Meeting) notices() []Notice {
	step := "d1-" + organization.Day(*m.Class.Next).Format(time.DateOnly)
	notices := make([]Notice, len(m.People))
	for i, person := range m.People {
		notices[i] = Notice{PersonID: person, Kind: ClassMeets, Event: "session/" + m.SessionID.String(), Step: step, Facts: Facts{Class: &m.Class}}
	}
	return notices
}
