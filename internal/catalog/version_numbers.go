package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// VersionNumbers returns the numbers of course versions by their ids; unknown ones are left out.
func VersionNumbers(ctx context.Context, tx bun.IDB, ids []uuid.UUID) (map[uuid.UUID]int, error) {
	numbers := make(map[uuid.UUID]int, len(ids))
	if len(ids) == 0 {
		return numbers, nil
	}
	var rows []struct {
		ID     uuid.UUID
		Number int
	}
	err := tx.NewRaw(`SELECT id, number FROM catalog.course_versions WHERE id IN (?)`, bun.List(ids)).Scan(ctx, &rows)
	for _, row := range rows {
		numbers[row.ID] = row.Number
	}
	return numbers, err
}
