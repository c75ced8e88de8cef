package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// BirthYears returns the years of birth that are known of the people whom the scope can see, by id. The caller records the
// reading.
func BirthYears(ctx context.Context, tx bun.IDB, ids []uuid.UUID) (map[uuid.UUID]int, error) {
	years := map[uuid.UUID]int{}
	if len(ids) == 0 {
		return years, nil
	}
	var rows []struct {
		ID        uuid.UUID
		BirthYear int
	}
	err := tx.NewRaw(`SELECT id, birth_year FROM organization.persons WHERE birth_year IS NOT NULL AND id IN (?)`, bun.List(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		years[r.ID] = r.BirthYear
	}
	return years, err
}
