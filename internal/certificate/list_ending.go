package certificate

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// endingBatch bounds how many certificates are read at once.
const endingBatch = 500

// ListEnding hands out the certificates whose validity ends from today until so many days later and that no newer one of a
// later round follows, for the reminders, the first to end first. It stops at the first error.
func (s *Service) ListEnding(ctx context.Context, days int, take func([]Certificate) error) error {
	until := s.Today().AddDate(0, 0, days)
	day, last := s.Today(), uuid.Nil
	for {
		var found []Certificate
		err := s.db.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
			return tx.NewSelect().Model(&found).Where("state = 'valid' AND valid_until <= ? AND (valid_until, id) > (?, ?)", until, day, last).
				Where(`NOT EXISTS (SELECT FROM certificate.certificates n WHERE n.person_id = certificate.person_id AND n.course_id = certificate.course_id
					AND n.enrollment_id <> certificate.enrollment_id AND n.state = 'valid' AND (n.valid_until IS NULL OR n.valid_until > certificate.valid_until))`).
				Order("valid_until", "id").Limit(endingBatch).Scan(ctx)
		})
		if err != nil || len(found) == 0 {
			return err
		}
		if err := take(found); err != nil {
			return err
		}
		day, last = *found[len(found)-1].ValidUntil, found[len(found)-1].ID
	}
}

// DaysLeft is how many days the certificate is still valid; 0: today is the last one.
func (c Certificate) DaysLeft(today time.Time) int {
	return int(c.ValidUntil.Sub(today) / (24 * time.Hour))
}
