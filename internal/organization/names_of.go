package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// NamesOf returns the full names of people who opened somebody's data, and the names of their
// agencies, by id. Whoever looks is told to the person they looked at, so no scope is asked.
func (s *Service) NamesOf(ctx context.Context, people, agencies []uuid.UUID) (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	if len(people) == 0 || len(agencies) == 0 {
		return names, nil
	}
	var rows []struct {
		ID   uuid.UUID
		Name string
	}
	err := s.db.Read(ctx, postgres.System(postgres.NameReaders), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT id, full_name AS name FROM organization.persons WHERE id IN (?)
			UNION ALL SELECT agency_id, name FROM organization.agency_versions WHERE valid_to IS NULL AND agency_id IN (?)`,
			bun.List(people), bun.List(agencies)).Scan(ctx, &rows)
	})
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}
