package notify

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// Mail is one line of the sending history.
type Mail struct {
	bun.BaseModel `bun:"table:notify.mails"`
	ID            uuid.UUID  `bun:"id"`
	PersonID      uuid.UUID  `bun:"person_id"`
	Kind          string     `bun:"kind"`  // digest, urgent, address_code
	State         string     `bun:"state"` // queued, sent, failed
	Notices       int        `bun:"notices"`
	CreatedAt     time.Time  `bun:"created_at"`
	SentAt        *time.Time `bun:"sent_at"`
}

// The kinds of mail that carry notices.
const (
	digestMail = "digest" // of the day
	urgentMail = "urgent" // what could not wait for it
)

// ListMails returns a page of the mails that the caller was sent, the newest first, and how many
// there are.
func (s *Service) ListMails(ctx context.Context, who access.Principal, limit, offset int64) ([]Mail, int, error) {
	var list []Mail
	var total int64
	err := s.DB.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		total, err = tx.NewSelect().Model(&list).Where("person_id = ?", who.PersonID).Order("created_at DESC", "id DESC").
			Limit(limit).Offset(offset).ScanAndCount(ctx)
		return err
	})
	return list, int(total), err
}
