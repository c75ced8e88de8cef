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

// CountRequirements counts the requirements that hold on a day and name an agency or one above it. No
// person is in the number.
func (s *Service) CountRequirements(ctx context.Context, agency uuid.UUID, day time.Time) (int, error) {
	n := 0
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		above, err := organization.Ancestors(ctx, tx, agency, day)
		if err != nil {
			return err
		}
		return tx.NewRaw(`SELECT count(DISTINCT u.requirement_id) FROM learning.requirement_rules u JOIN learning.requirements r ON r.id = u.requirement_id
			WHERE u.agency_id = ANY (?0::uuid[]) AND NOT u.excluded && ?0::uuid[] AND r.starts_on <= ?1::date AND (r.ends_on IS NULL OR r.ends_on > ?1::date)`,
			pgdialect.Array(above), day.Format(time.DateOnly)).Scan(ctx, &n)
	})
	return n, err
}
