package organization

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// Profile is who a signed-in person is: name, agency and roles as of today, with every agency
// that each role reaches.
type Profile struct {
	PersonID   uuid.UUID
	FullName   string
	GivenName  string
	Kind       PersonKind
	AgencyID   uuid.UUID
	AgencyName string
	Roles      []HeldRole
}

// HeldRole is one role with the names that people read.
type HeldRole struct {
	access.Grant
	AgencyName      string
	SchoolClassName string
}

// Grants returns the roles as package access takes them.
func (p Profile) Grants() []access.Grant {
	grants := make([]access.Grant, len(p.Roles))
	for i, r := range p.Roles {
		grants[i] = r.Grant
	}
	return grants
}

// LoadProfile reads a person's roles for a session. fault.ErrNotFound when there is no such person.
func (s *Service) LoadProfile(ctx context.Context, personID uuid.UUID) (Profile, error) {
	profile := Profile{PersonID: personID}
	err := s.db.Read(ctx, postgres.System(postgres.LoadPrincipal), func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw(`SELECT p.full_name, p.given_name, p.kind, p.agency_id, COALESCE(v.name, '')
			FROM organization.persons p
			LEFT JOIN organization.agency_versions v ON v.agency_id = p.agency_id AND v.valid_to IS NULL
			WHERE p.id = ?`, personID).Scan(ctx, &profile.FullName, &profile.GivenName, &profile.Kind, &profile.AgencyID, &profile.AgencyName)
		if err != nil {
			return err
		}
		profile.Roles, err = s.heldRoles(ctx, tx, personID)
		return err
	})
	return profile, err
}

// heldRow is a grant with its names, as it is read.
type heldRow struct {
	PersonID        uuid.UUID
	Role            access.Role
	AgencyID        uuid.UUID
	SchoolClassID   *uuid.UUID
	AgencyName      string
	SchoolClassName string
}

// role returns the role without what it reaches.
func (r heldRow) role() HeldRole {
	held := HeldRole{AgencyName: r.AgencyName, SchoolClassName: r.SchoolClassName, Grant: access.Grant{Role: r.Role, AgencyID: r.AgencyID}}
	if r.SchoolClassID != nil {
		held.SchoolClassID = *r.SchoolClassID
	}
	return held
}

const selectHeld = `SELECT g.person_id, g.role, g.agency_id, g.school_class_id, COALESCE(v.name, '') AS agency_name, COALESCE(c.name, '') AS school_class_name
	FROM organization.grants g
	LEFT JOIN organization.agency_versions v ON v.agency_id = g.agency_id AND v.valid_to IS NULL
	LEFT JOIN organization.school_classes c ON c.id = g.school_class_id`

func (s *Service) heldRoles(ctx context.Context, tx bun.Tx, personID uuid.UUID) ([]HeldRole, error) {
	var rows []heldRow
	today := s.Today()
	err := tx.NewRaw(selectHeld+` WHERE g.person_id = ?0 AND g.valid_from <= ?1 AND (g.valid_to IS NULL OR g.valid_to > ?1)
		ORDER BY g.created_at, g.id LIMIT 100`, personID, today).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	roles := make([]HeldRole, len(rows))
	for i, row := range rows {
		roles[i] = row.role()
		if row.SchoolClassID != nil { // a class teacher reaches the class, not the school
			continue
		}
		if roles[i].Agencies, err = reach(ctx, tx, row.AgencyID, today); err != nil {
			return nil, err
		}
	}
	return roles, nil
}
