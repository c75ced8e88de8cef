package notify

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// freshFor is how old a notice may be that a digest carries.
const freshFor = 72 * time.Hour

// QueueDigests decides who gets a mail now: people with a proved address, notices of the last three
// days that no mail carries, no mail yet today, outside their quiet hours.
func (s *Service) QueueDigests(ctx context.Context) error {
	return s.queueMails(ctx, s.listWaiting, func(ctx context.Context, person uuid.UUID) error {
		return s.queueMail(ctx, person, digestMail, "read_at IS NULL AND created_at > ?", s.Now().Add(-freshFor))
	})
}

// listWaiting returns people after one who have notices to mail and got no mail today.
func (s *Service) listWaiting(ctx context.Context, after uuid.UUID) ([]waiting, error) {
	var people []waiting
	err := s.DB.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT p.person_id, p.quiet_from, p.quiet_to FROM notify.preferences p WHERE p.person_id > ? AND p.email IS NOT NULL
			AND EXISTS (SELECT FROM notify.notices n WHERE n.person_id = p.person_id AND n.mail_id IS NULL AND n.read_at IS NULL AND n.created_at > ? AND n.kind <> ALL (p.muted))
			AND NOT EXISTS (SELECT FROM notify.mails m WHERE m.person_id = p.person_id AND m.kind = 'digest' AND m.day = ?)
			ORDER BY p.person_id LIMIT ?`, after, s.Now().Add(-freshFor), organization.Day(s.Now()), mailPeople).Scan(ctx, &people)
	})
	return people, err
}
