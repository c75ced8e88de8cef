package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Descendants returns the agencies themselves and everything below them on a day, each once.
func Descendants(ctx context.Context, tx bun.IDB, agencies []uuid.UUID, day time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := tx.NewRaw(`SELECT DISTINCT descendant_id FROM organization.agency_closure
		WHERE ancestor_id = ANY (?0::uuid[]) AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1)`, pgdialect.Array(agencies), day).Scan(ctx, &ids)
	return ids, err
}

// SchoolClassNames returns the names of school classes by id.
func SchoolClassNames(ctx context.Context, tx bun.IDB, classes []uuid.UUID) (map[uuid.UUID]string, error) {
	var rows []struct {
		ID   uuid.UUID
		Name string
	}
	err := tx.NewRaw(`SELECT id, name FROM organization.school_classes WHERE id = ANY (?::uuid[])`, pgdialect.Array(classes)).Scan(ctx, &rows)
	names := make(map[uuid.UUID]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}
