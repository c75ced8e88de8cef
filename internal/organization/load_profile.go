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

func (s *Service) heldRoles(ctx context.Context, tx bun.Tx, personID uuid.UUID) ([]HeldRole, error) {
	var rows []struct {
		Role            access.Role
		AgencyID        uuid.UUID
		SchoolClassID   *uuid.UUID
		AgencyName      string
		SchoolClassName string
	}
	today := s.Today()
	err := tx.NewRaw(`SELECT g.role, g.agency_id, g.school_class_id, COALESCE(v.name, '') AS agency_name, COALESCE(c.name, '') AS school_class_name
		FROM organization.grants g
		LEFT JOIN organization.agency_versions v ON v.agency_id = g.agency_id AND v.valid_to IS NULL
		LEFT JOIN organization.school_classes c ON c.id = g.school_class_id
		WHERE g.person_id = ?0 AND g.valid_from <= ?1 AND (g.valid_to IS NULL OR g.valid_to > ?1)
		ORDER BY g.created_at, g.id LIMIT 100`, personID, today).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	roles := make([]HeldRole, len(rows))
	for i, row := range rows {
		roles[i] = HeldRole{AgencyName: row.AgencyName, SchoolClassName: row.SchoolClassName,
			Grant: access.Grant{Role: row.Role, AgencyID: row.AgencyID}}
		if row.SchoolClassID != nil { // a class teacher reaches the class, not the school
			roles[i].SchoolClassID = *row.SchoolClassID
			continue
		}
		if roles[i].Agencies, err = reach(ctx, tx, row.AgencyID, today); err != nil {
			return nil, err
		}
	}
	return roles, nil
}
