package notify

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

const (
	mailPeople = 200 // people that one turn looks at
	freshFor   = 72 * time.Hour
)

// QueueDigests decides who gets a mail now: people with a proved address, notices of the last three
// days that no mail carries, no mail yet today, outside their quiet hours.
func (s *Service) QueueDigests(ctx context.Context) error {
	if !s.CanMail() {
		return nil
	}
	after := uuid.Nil
	for {
		people, err := s.listWaiting(ctx, after)
		if err != nil || len(people) == 0 {
			return err
		}
		for _, p := range people {
			if p.mustWait(s.Now(), nil) {
				continue
			}
			if err := s.queueMail(ctx, p.PersonID, digestMail, "created_at > ?", s.Now().Add(-freshFor)); err != nil {
				return err
			}
		}
		after = people[len(people)-1].PersonID
	}
}

// listWaiting returns people after one who have notices to mail and got no mail today.
func (s *Service) listWaiting(ctx context.Context, after uuid.UUID) ([]Preferences, error) {
	var people []Preferences
	err := s.DB.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&people).Where("preferences.person_id > ? AND email IS NOT NULL", after).
			Where(`EXISTS (SELECT FROM notify.notices n WHERE n.person_id = preferences.person_id AND n.mail_id IS NULL
				AND n.read_at IS NULL AND n.created_at > ? AND n.kind <> ALL (preferences.muted))`, s.Now().Add(-freshFor)).
			Where(`NOT EXISTS (SELECT FROM notify.mails m WHERE m.person_id = preferences.person_id AND m.kind = 'digest' AND m.day = ?)`, organization.Day(s.Now())).
			Order("person_id").Limit(mailPeople).Scan(ctx)
	})
	return people, err
}
