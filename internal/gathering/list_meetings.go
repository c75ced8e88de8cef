package gathering

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// Meeting is a session that is to come, with everybody who has a place in its class or runs it.
type Meeting struct {
	Session
	Class  Class
	People []uuid.UUID
}

// meetingsAtOnce bounds how many sessions are read in one go.
const meetingsAtOnce = 100

// ListMeetings hands over the sessions that begin after one instant and before another, of classes that people are
// told of. A refusal of take ends it.
func (s *Service) ListMeetings(ctx context.Context, after, before time.Time, take func(Meeting) error) error {
	last := uuid.Nil
	for {
		var found []Meeting
		err := s.db.Read(ctx, postgres.System(postgres.FollowClass), func(ctx context.Context, tx bun.Tx) error {
			var err error
			found, err = meetingsAfter(ctx, tx, last, after, before)
			return err
		})
		if err != nil || len(found) == 0 {
			return err
		}
		for _, one := range found {
			if err := take(one); err != nil {
				return err
			}
		}
		last = found[len(found)-1].ID
	}
}

func meetingsAfter(ctx context.Context, tx bun.IDB, last uuid.UUID, after, before time.Time) ([]Meeting, error) {
	var sessions []Session
	err := tx.NewSelect().Model(&sessions).Where("session.id > ? AND starts_at > ? AND starts_at < ?", last, after, before).
		Where("class_id IN (SELECT id FROM gathering.classes WHERE state IN ('open', 'running'))").Order("session.id").Limit(meetingsAtOnce).Scan(ctx)
	if err != nil {
		return nil, err
	}
	meetings := make([]Meeting, len(sessions))
	for i, one := range sessions {
		if meetings[i], err = meetingOf(ctx, tx, one); err != nil {
			return nil, err
		}
	}
	return meetings, nil
}

func meetingOf(ctx context.Context, tx bun.IDB, session Session) (Meeting, error) {
	class, err := findClass(ctx, tx, session.ClassID)
	if err != nil {
		return Meeting{}, err
	}
	var people []uuid.UUID
	err = tx.NewRaw(`SELECT person_id FROM gathering.participants WHERE class_id = ?0 AND state = 'confirmed'
		UNION SELECT person_id FROM gathering.class_staff WHERE class_id = ?0 AND until_on >= ?1`, class.ID, session.Day()).Scan(ctx, &people)
	return Meeting{Session: session, Class: class, People: people}, err
}
