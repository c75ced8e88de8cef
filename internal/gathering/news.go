package gathering

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// News is what people are told of a class: which, when and where it meets next, and who they are.
type News struct {
	Class        Class
	Next         *Session // nil when none is to come
	Participants []Participant
	Staff        []Staff // who run it; told of the class, never of single places
}

// NewsOf returns a class with everybody who has a place or wants one, and who run it.
func (s *Service) NewsOf(ctx context.Context, class uuid.UUID) (News, error) {
	return s.news(ctx, class, func(ctx context.Context, tx bun.Tx, n *News) error {
		if err := tx.NewSelect().Model(&n.Participants).Where("class_id = ? AND state IN (?)", class, bun.List(live)).Order("queue").Scan(ctx); err != nil {
			return err
		}
		return tx.NewSelect().Model(&n.Staff).Where("class_id = ? AND until_on >= ?", class, s.today()).Order("person_id").Scan(ctx)
	})
}

// NewsOfPlaces returns a class with some of its participants, whatever became of them.
func (s *Service) NewsOfPlaces(ctx context.Context, class uuid.UUID, participants []uuid.UUID) (News, error) {
	return s.news(ctx, class, func(ctx context.Context, tx bun.Tx, n *News) error {
		if len(participants) == 0 {
			return nil
		}
		return tx.NewSelect().Model(&n.Participants).Where("class_id = ? AND id IN (?)", class, bun.List(participants)).Order("queue").Scan(ctx)
	})
}

func (s *Service) news(ctx context.Context, class uuid.UUID, people func(context.Context, bun.Tx, *News) error) (News, error) {
	var n News
	err := s.db.Read(ctx, postgres.System(postgres.FollowClass), func(ctx context.Context, tx bun.Tx) error {
		var err error
		if n.Class, err = findClass(ctx, tx, class); err != nil {
			return err
		}
		sessions, err := listSessions(ctx, tx, class)
		if err != nil {
			return err
		}
		n.Next = nextOf(sessions, s.now())
		return people(ctx, tx, &n)
	})
	return n, err
}

// nextOf is the first session that has not ended.
func nextOf(sessions []Session, now time.Time) *Session {
	for _, one := range sessions {
		if one.EndsAt.After(now) {
			return &one
		}
	}
	return nil
}
