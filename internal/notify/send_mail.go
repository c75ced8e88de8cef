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
	mailNotices = 20  // notices that one mail lists; the rest stay in the inbox
	mailPeople  = 200 // people that one turn looks at
)

// waiting is a person who has notices to mail.
type waiting struct {
	Preferences `bun:",extend"`
	NeededBy    *time.Time `bun:"needed_by"` // until when the first of them has to be known; nil: no hurry
}

// queueMails queues a mail to everybody on a list who need not wait for the end of their quiet hours.
func (s *Service) queueMails(ctx context.Context, list func(ctx context.Context, after uuid.UUID) ([]waiting, error), queue func(ctx context.Context, person uuid.UUID) error) error {
	if !s.CanMail() {
		return nil
	}
	after := uuid.Nil
	for {
		people, err := list(ctx, after)
		if err != nil || len(people) == 0 {
			return err
		}
		for _, p := range people {
			if p.mustWait(s.Now(), p.NeededBy) {
				continue
			}
			if err := queue(ctx, p.PersonID); err != nil {
				return err
			}
		}
		after = people[len(people)-1].PersonID
	}
}

// MailQueued says that a mail was decided on; a reaction sends it.
type MailQueued struct{ MailID uuid.UUID }

// EventName is the event's stable name, from when digests were the only mails.
func (MailQueued) EventName() string { return "notify.digest_queued" }

// queueMail makes a mail of a kind and gives it those of a person's notices that no mail carries and that meet the
// condition.
func (s *Service) queueMail(ctx context.Context, person uuid.UUID, kind, condition string, args ...any) error {
	return s.DB.RunInTx(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		id := audit.NewID()
		inserted, err := tx.ExecContext(ctx, `INSERT INTO notify.mails (id, person_id, kind, day) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			id, person, kind, organization.Day(s.Now()))
		if err != nil {
			return err
		}
		if n, err := inserted.RowsAffected(); err != nil || n == 0 { // another node was faster
			return err
		}
		taken, err := tx.ExecContext(ctx, `UPDATE notify.notices SET mail_id = ? WHERE person_id = ? AND mail_id IS NULL
			AND kind <> ALL (SELECT unnest(muted) FROM notify.preferences WHERE person_id = ?) AND `+condition, append([]any{id, person, person}, args...)...)
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
		return s.Outbox.AppendTx(ctx, tx, MailQueued{MailID: id})
	})
}

// SendMail sends a queued mail. It is a reaction: a mail that was sent is not sent again. An
// error lets it be tried again later; a refusal for good ends it as failed. What can no longer go out (no
// address, no mail server, nothing left to say) or came to lie in the person's quiet hours is taken back:
// its notices wait for the next mail.
func (s *Service) SendMail(ctx context.Context, event MailQueued) error {
	m, p, notices, err := s.loadMail(ctx, event.MailID)
	switch {
	case fault.KindOf(postgres.Fault(err)) == fault.NotFound: // taken back before
		return nil
	case err != nil || m.State != "queued":
		return err
	case !s.CanMail() || p.Email == nil || len(notices) == 0 || p.mustWait(s.Now(), m.neededBy(notices)):
		return s.takeBack(ctx, m.ID)
	}
	err = s.Mail.send(ctx, m.ID, *p.Email, s.noticeLetter(m, notices, p.Locale))
	switch {
	case errors.Is(err, errRefused):
		return s.settleMail(ctx, m.ID, "failed")
	case err != nil:
		return err
	}
	return s.settleMail(ctx, m.ID, "sent")
}

func (s *Service) loadMail(ctx context.Context, id uuid.UUID) (m Mail, p Preferences, notices []Notice, err error) {
	err = s.DB.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewSelect().Model(&m).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		p = defaultPreferences(m.PersonID)
		if err := findPreferences(ctx, tx, &p); err != nil {
			return err
		}
		return tx.NewSelect().Model(&notices).Where("mail_id = ?", id).Order("created_at DESC", "id DESC").Limit(mailNotices).Scan(ctx)
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
