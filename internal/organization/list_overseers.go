package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
)

// Overseer is a person who answers for an agency and everything below it.
type Overseer struct {
	PersonID   uuid.UUID
	AgencyID   uuid.UUID
	AgencyName string
	Agencies   []uuid.UUID // the agency and its subtree of the day
}

// ListOverseers returns who holds a role on a day, with the agencies that each answers for. It runs
// under the caller's scope: a duty of the platform sees everybody.
func ListOverseers(ctx context.Context, tx bun.IDB, role access.Role, day time.Time) ([]Overseer, error) {
	var rows []struct {
		PersonID, AgencyID uuid.UUID
		AgencyName         string
		Agencies           []string `bun:",array"`
	}
	err := tx.NewRaw(`SELECT DISTINCT g.person_id, g.agency_id, COALESCE(v.name, '') AS agency_name, below.agencies
		FROM organization.grants g
		LEFT JOIN organization.agency_versions v ON v.agency_id = g.agency_id AND v.valid_from <= ?1 AND (v.valid_to IS NULL OR v.valid_to > ?1)
		CROSS JOIN LATERAL (SELECT array_agg(c.descendant_id::text) AS agencies FROM organization.agency_closure c
			WHERE c.ancestor_id = g.agency_id AND c.valid_from <= ?1 AND (c.valid_to IS NULL OR c.valid_to > ?1)) below
		WHERE g.role = ?0 AND g.school_class_id IS NULL AND g.valid_from <= ?1 AND (g.valid_to IS NULL OR g.valid_to > ?1)
			AND below.agencies IS NOT NULL
		ORDER BY g.person_id, g.agency_id`, role, day).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	overseers := make([]Overseer, len(rows))
	for i, row := range rows {
		overseers[i] = Overseer{PersonID: row.PersonID, AgencyID: row.AgencyID, AgencyName: row.AgencyName, Agencies: make([]uuid.UUID, len(row.Agencies))}
		for j, id := range row.Agencies {
			if overseers[i].Agencies[j], err = uuid.Parse(id); err != nil {
				return nil, err
			}
		}
	}
	return overseers, nil
}
