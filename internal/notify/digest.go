package notify

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

const (
	digestNotices = 20  // notices that one mail lists; the rest stay in the inbox
	digestPeople  = 200 // people that one turn looks at
	freshFor      = 72 * time.Hour
)

// DigestQueued says that a mail was decided on; a reaction sends it.
type DigestQueued struct{ MailID uuid.UUID }

// EventName is the event's stable name.
func (DigestQueued) EventName() string { return "notify.digest_queued" }

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
			if p.isQuiet(s.Now()) {
				continue
			}
			if err := s.queueDigest(ctx, p); err != nil {
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
			Order("person_id").Limit(digestPeople).Scan(ctx)
	})
	return people, err
}

func (s *Service) queueDigest(ctx context.Context, p Preferences) error {
	return s.DB.RunInTx(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		id := audit.NewID()
		inserted, err := tx.ExecContext(ctx, `INSERT INTO notify.mails (id, person_id, kind, day) VALUES (?, ?, 'digest', ?) ON CONFLICT DO NOTHING`,
			id, p.PersonID, organization.Day(s.Now()))
		if err != nil {
			return err
		}
		if n, err := inserted.RowsAffected(); err != nil || n == 0 { // another node was faster
			return err
		}
		taken, err := tx.ExecContext(ctx, `UPDATE notify.notices SET mail_id = ?0 WHERE person_id = ?1 AND mail_id IS NULL AND read_at IS NULL
			AND created_at > ?2 AND kind <> ALL (SELECT unnest(muted) FROM notify.preferences WHERE person_id = ?1)`, id, p.PersonID, s.Now().Add(-freshFor))
		if err != nil {
			return err
		}
		n, err := taken.RowsAffected()
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE notify.mails SET notices = ? WHERE id = ?`, min(n, 1000), id); err != nil {
			return err
		}
		return s.Outbox.AppendTx(ctx, tx, DigestQueued{MailID: id})
	})
}

// SendDigest sends a queued mail. It is a reaction: a mail that was sent is not sent again. An
// error lets it be tried again later; a refusal for good ends it as failed. What can no longer go out (no
// address, no mail server, nothing left to say) or came to lie in the person's quiet hours is taken back:
// its notices wait for the next mail.
func (s *Service) SendDigest(ctx context.Context, event DigestQueued) error {
	m, p, notices, err := s.loadDigest(ctx, event.MailID)
	switch {
	case fault.KindOf(postgres.Fault(err)) == fault.NotFound: // taken back before
		return nil
	case err != nil || m.State != "queued":
		return err
	case !s.CanMail() || p.Email == nil || len(notices) == 0 || p.isQuiet(s.Now()):
		return s.takeBack(ctx, m.ID)
	}
	err = s.Mail.send(ctx, m.ID, *p.Email, s.digestLetter(notices, m.Notices, p.Locale))
	switch {
	case errors.Is(err, errRefused):
		return s.settleMail(ctx, m.ID, "failed")
	case err != nil:
		return err
	}
	return s.settleMail(ctx, m.ID, "sent")
}

func (s *Service) loadDigest(ctx context.Context, id uuid.UUID) (m Mail, p Preferences, notices []Notice, err error) {
	err = s.DB.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&m).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		p = defaultPreferences(m.PersonID)
		if err := findPreferences(ctx, tx, &p); err != nil {
			return err
		}
		return tx.NewSelect().Model(&notices).Where("mail_id = ?", id).Order("created_at DESC", "id DESC").Limit(digestNotices).Scan(ctx)
	})
	return m, p, notices, err
}

// takeBack forgets a mail that was queued and not sent.
func (s *Service) takeBack(ctx context.Context, id uuid.UUID) error {
	return s.DB.RunInTx(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE notify.notices SET mail_id = NULL WHERE mail_id = ?`, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM notify.mails WHERE id = ? AND state = 'queued'`, id)
		return err
	})
}

func (s *Service) settleMail(ctx context.Context, id uuid.UUID, state string) error {
	return s.DB.RunInTx(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE notify.mails SET state = ?0, sent_at = CASE WHEN ?0 = 'sent' THEN now() END WHERE id = ?1`, state, id)
		return err
	})
}
