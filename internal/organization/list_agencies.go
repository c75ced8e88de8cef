package organization

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// ListAgencies asks for one page of the agencies as of a day: those below a parent, or those
// whose name, short name or code holds the query, accents folded; both empty: the roots.
type ListAgencies struct {
	ParentID      uuid.UUID
	Query         string
	AsOf          time.Time
	Limit, Offset int64
}

// ListAgencies returns a page of agencies by name, what was searched for exactly before what only
// holds it, and how many there are. Names of agencies are public knowledge; people are not.
func (s *Service) ListAgencies(ctx context.Context, q ListAgencies) ([]Agency, int, error) {
	where, order, arg, key := "v.parent_id IS NULL", "", any(nil), vietnamese.Fold(q.Query)
	if q.ParentID != uuid.Nil {
		where, arg = "v.parent_id = ?1", q.ParentID
	}
	if key != "" {
		where, arg = "(v.name_key LIKE ?1 OR lower(v.short_name) = ?4 OR lower(v.code) = ?4)", postgres.Containing(key)
		order = `CASE WHEN v.name_key = ?4 OR lower(v.short_name) = ?4 OR lower(v.code) = ?4 THEN 0
			WHEN v.name_key LIKE ?5 THEN 1 ELSE 2 END, length(v.name_key), `
	}
	where = " WHERE " + where + " AND v.valid_from <= ?0 AND (v.valid_to IS NULL OR v.valid_to > ?0)"
	args := []any{q.AsOf, arg, q.Limit, q.Offset, strings.ToLower(key), "% " + strings.TrimPrefix(postgres.Containing(key), "%")}
	var agencies []Agency
	var total int
	err := s.db.Read(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw("SELECT count(*) FROM organization.agency_versions v"+where, args...).Scan(ctx, &total)
		if err != nil {
			return err
		}
		return tx.NewRaw(selectAgency+where+` ORDER BY `+order+`v.name COLLATE "vi-x-icu", v.agency_id LIMIT ?2 OFFSET ?3`, args...).Scan(ctx, &agencies)
	})
	return agencies, total, err
}
