package organization

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// ListGrants asks for one page of a person's grants.
type ListGrants struct {
	PersonID      uuid.UUID
	Limit, Offset int64
}

// GrantLine is a grant with the names that people read.
type GrantLine struct {
	Grant
	AgencyName      string
	SchoolClassName string
	GrantedByName   string
	EndedByName     string
	Held            bool // today
	MayRevoke       bool // by the caller
}

// ListGrants returns the roles that a person holds, held and will hold, the newest first, and how
// many there are. It needs account.manage at the person's agency (fault.ErrNotFound elsewhere);
// grants at agencies out of the caller's reach are left out.
func (s *Service) ListGrants(ctx context.Context, who access.Principal, q ListGrants) ([]GrantLine, int, error) {
	if err := who.Require(access.ManageAccounts); err != nil {
		return nil, 0, err
	}
	agencies := who.AgenciesFor(access.ManageAccounts)
	var lines []GrantLine
	var total int
	err := s.db.Read(ctx, postgres.Agencies(agencies...), func(ctx context.Context, tx bun.Tx) error {
		if _, err := FindPerson(ctx, tx, q.PersonID); err != nil {
			return err
		}
		const where = ` FROM organization.grants g WHERE g.person_id = ?0 AND g.agency_id IN (?1)`
		if err := tx.NewRaw("SELECT count(*)"+where, q.PersonID, bun.List(agencies)).Scan(ctx, &total); err != nil {
			return err
		}
		return tx.NewRaw(`SELECT g.*,
			COALESCE((SELECT v.name FROM organization.agency_versions v WHERE v.agency_id = g.agency_id ORDER BY v.valid_from DESC LIMIT 1), '') AS agency_name,
			COALESCE((SELECT c.name FROM organization.school_classes c WHERE c.id = g.school_class_id), '') AS school_class_name,
			COALESCE((SELECT p.full_name FROM organization.persons p WHERE p.id = g.granted_by), '') AS granted_by_name,
			COALESCE((SELECT p.full_name FROM organization.persons p WHERE p.id = g.ended_by), '') AS ended_by_name`+where+
			` ORDER BY g.created_at DESC, g.id DESC LIMIT ?2 OFFSET ?3`, q.PersonID, bun.List(agencies), q.Limit, q.Offset).Scan(ctx, &lines)
	})
	markGrants(lines, who, s.Today())
	return lines, total, err
}

func markGrants(lines []GrantLine, who access.Principal, today time.Time) {
	for i := range lines {
		g := &lines[i]
		g.Held = g.HeldOn(today)
		over := g.ValidTo != nil && !g.ValidTo.After(today)
		g.MayRevoke = !over && who.RequireGrant(g.Role, g.AgencyID) == nil
	}
}
