package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// NamesOf returns the full names of people and the names of agencies, by id: of those who opened
// somebody's data, and of those who stand in the audit log. The caller has read their ids by a
// right of its own, so no scope is asked.
func (s *Service) NamesOf(ctx context.Context, people, agencies []uuid.UUID) (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	people, agencies = append([]uuid.UUID{uuid.Nil}, people...), append([]uuid.UUID{uuid.Nil}, agencies...)
	var rows []struct {
		ID   uuid.UUID
		Name string
	}
	err := s.db.Read(ctx, postgres.System(postgres.NameReaders), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT id, full_name AS name FROM organization.persons WHERE id IN (?0)
			UNION ALL SELECT merged_id, merged_name FROM organization.person_merges WHERE merged_id IN (?0) AND undone_at IS NULL
			UNION ALL SELECT agency_id, name FROM organization.agency_versions WHERE valid_to IS NULL AND agency_id IN (?1)`,
			bun.List(people), bun.List(agencies)).Scan(ctx, &rows)
	})
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// EntriesOf returns the ids under which a person is and was known: their own, then those of entries
// that were merged into it. Logs that are never changed name the old ones.
func (s *Service) EntriesOf(ctx context.Context, person uuid.UUID) ([]uuid.UUID, error) {
	entries := []uuid.UUID{person}
	err := s.db.Read(ctx, postgres.Persons(person), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT ?0::uuid AS id UNION ALL SELECT merged_id FROM organization.person_merges
			WHERE kept_id = ?0 AND undone_at IS NULL`, person).Scan(ctx, &entries)
	})
	return entries, err
}
