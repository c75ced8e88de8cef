package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// Reading is one opening of somebody's data: by whom, for which agency, when.
type Reading struct {
	ReaderID uuid.UUID
	AgencyID uuid.UUID
	At       time.Time
}

// ReadingRight is the role by which data was opened, and the document of an inspector.
type ReadingRight struct {
	Role     access.Role // "": none is known
	Document string
}

// RightsOf says for each opening by which role it was done: a grant of that day, by the reader,
// that reaches the agency or is held for one of its classes. Grants are never deleted, so the answer
// stays. A standing role goes before an inspector's, whose document is named. The caller is told
// about openings of its own data, so no scope is asked.
func (s *Service) RightsOf(ctx context.Context, readings []Reading) ([]ReadingRight, error) {
	rights := make([]ReadingRight, len(readings))
	if len(readings) == 0 {
		return rights, nil
	}
	readers, agencies, days := make([]uuid.UUID, len(readings)), make([]uuid.UUID, len(readings)), make([]string, len(readings))
	for i, r := range readings {
		readers[i], agencies[i], days[i] = r.ReaderID, r.AgencyID, Day(r.At).Format(time.DateOnly)
	}
	var rows []struct {
		Number   int
		Role     access.Role
		Document string
	}
	err := s.db.Read(ctx, postgres.System(postgres.NameReaders), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw(`SELECT DISTINCT ON (n.number) n.number, g.role, g.document
			FROM unnest(?0::uuid[], ?1::uuid[], ?2::date[]) WITH ORDINALITY AS n(reader_id, agency_id, day, number)
			JOIN organization.grants g ON g.person_id = n.reader_id AND g.valid_from <= n.day AND (g.valid_to IS NULL OR g.valid_to >= n.day)
				AND g.role IN (?3)
				AND (g.agency_id = n.agency_id OR EXISTS (SELECT FROM organization.agency_closure c
					WHERE c.ancestor_id = g.agency_id AND c.descendant_id = n.agency_id AND c.valid_from <= n.day))
			ORDER BY n.number, g.role = 'inspector', g.created_at, g.id`,
			pgdialect.Array(readers), pgdialect.Array(agencies), pgdialect.Array(days), bun.List(readingRoles())).Scan(ctx, &rows)
	})
	for _, row := range rows {
		right := ReadingRight{Role: row.Role}
		if row.Role.NeedsEnd() {
			right.Document = row.Document
		}
		rights[row.Number-1] = right
	}
	return rights, err
}

// readingRoles are the roles that open rows of people.
func readingRoles() []access.Role {
	var roles []access.Role
	for _, role := range access.Roles() {
		for _, p := range []access.Permission{access.ReadPeople, access.ManageRoster, access.PrintSlips, access.ManageAccounts, access.ManageRegister} {
			if role.Allows(p) {
				roles = append(roles, role)
				break
			}
		}
	}
	return roles
}
