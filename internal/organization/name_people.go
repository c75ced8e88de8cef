package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// NamedPerson is a person with the name that people read and the unit of today.
type NamedPerson struct {
	PersonID uuid.UUID
	FullName string
	AgencyID uuid.UUID
	Unit     string
}

// NamePeople returns those of the people whom the scope shows, by given name. The caller records
// the reading.
func NamePeople(ctx context.Context, tx bun.IDB, people []uuid.UUID) ([]NamedPerson, error) {
	var found []NamedPerson
	err := tx.NewRaw(`SELECT p.id AS person_id, p.full_name, p.agency_id, COALESCE(v.name, '') AS unit FROM organization.persons p
		LEFT JOIN organization.agency_versions v ON v.agency_id = p.agency_id AND v.valid_to IS NULL
		WHERE p.id = ANY (?::uuid[])
		ORDER BY p.given_name COLLATE "vi-x-icu", p.family_name COLLATE "vi-x-icu", p.middle_name COLLATE "vi-x-icu", p.id`, pgdialect.Array(people)).Scan(ctx, &found)
	return found, err
}
