package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// ListAgencies asks for one page of the agencies as of a day: those below a parent, or those
// whose name holds the query's words, accents folded; both empty: the roots.
type ListAgencies struct {
	ParentID      uuid.UUID
	Query         string
	AsOf          time.Time
	Limit, Offset int64
}

// ListAgencies returns a page of agencies by name, and how many there are. Names of agencies are
// public knowledge; people are not.
func (s *Service) ListAgencies(ctx context.Context, q ListAgencies) ([]Agency, int, error) {
	where, arg := "v.parent_id IS NULL", any(nil)
	if q.ParentID != uuid.Nil {
		where, arg = "v.parent_id = ?1", q.ParentID
	}
	if key := vietnamese.Fold(q.Query); key != "" {
		where, arg = "v.name_key LIKE ?1", postgres.Containing(key)
	}
	where = " WHERE " + where + " AND v.valid_from <= ?0 AND (v.valid_to IS NULL OR v.valid_to > ?0)"
	var agencies []Agency
	var total int
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw("SELECT count(*) FROM organization.agency_versions v"+where, q.AsOf, arg).Scan(ctx, &total)
		if err != nil {
			return err
		}
		return tx.NewRaw(selectAgency+where+` ORDER BY v.name COLLATE "vi-x-icu", v.agency_id LIMIT ?2 OFFSET ?3`,
			q.AsOf, arg, q.Limit, q.Offset).Scan(ctx, &agencies)
	})
	return agencies, total, err
}
