package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// binding is the condition on a requirement r that it holds on the day ?1 and names one of the agencies ?0: an
// agency and those above it.
const binding = `r.starts_on <= ?1::date AND (r.ends_on IS NULL OR r.ends_on > ?1::date) AND EXISTS (SELECT FROM learning.requirement_rules u
	WHERE u.requirement_id = r.id AND u.agency_id = ANY (?0::uuid[]) AND NOT u.excluded && ?0::uuid[])`

// CountRequirements counts the requirements that hold on a day and name an agency or one above it. No
// person is in the number.
func (s *Service) CountRequirements(ctx context.Context, agency uuid.UUID, day time.Time) (int, error) {
	n := 0
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		above, err := organization.Ancestors(ctx, tx, agency, day)
		if err != nil {
			return err
		}
		return tx.NewRaw("SELECT count(*) FROM learning.requirements r WHERE "+binding, pgdialect.Array(above), day.Format(time.DateOnly)).Scan(ctx, &n)
	})
	return n, err
}
