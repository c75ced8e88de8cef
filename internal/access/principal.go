package access

import (
	"slices"

	"github.com/google/uuid"

	"taphuan/internal/fault"
)

// Grant is a role held now, with the agencies it reaches (the agency, its subtree today and the
// predecessors of each). A class teacher's grant names one school class instead.
type Grant struct {
	Role          Role
	AgencyID      uuid.UUID
	SchoolClassID uuid.UUID
	Agencies      []uuid.UUID
}

// Principal is the person behind a request: who they are and what they hold.
// The zero value is nobody.
type Principal struct {
	PersonID  uuid.UUID
	SessionID uuid.UUID
	Grants    []Grant
	// Restricted is set until the first password is changed and, outside demonstration mode,
	// until an administering role has enrolled a second factor: only SignedIn rights work.
	Restricted bool
	// Only is the one right of a program that acts for the person; "": every right of the roles.
	Only   Permission
	Locale string
}

// IsAnonymous reports whether nobody is signed in.
func (p Principal) IsAnonymous() bool { return p.PersonID == uuid.Nil }

// Can reports whether any of the person's roles carries the right.
func (p Principal) Can(permission Permission) bool {
	switch {
	case permission == Public:
		return true
	case p.IsAnonymous(), p.Only != "" && permission != p.Only:
		return false
	case permission == SignedIn:
		return true
	case p.Restricted:
		return false
	case permission == Learn:
		return true
	}
	return slices.ContainsFunc(p.Grants, func(g Grant) bool { return g.Role.Allows(permission) })
}

// Require returns nil when the person has the right, ErrSignInRequired when nobody is signed in
// and ErrForbidden otherwise.
func (p Principal) Require(permission Permission) error {
	if p.Can(permission) {
		return nil
	}
	if p.IsAnonymous() {
		return fault.ErrSignInRequired
	}
	return fault.ErrForbidden
}

// AgenciesFor returns the agencies in which the person has the right, without repeats.
func (p Principal) AgenciesFor(permission Permission) []uuid.UUID {
	if !p.Can(permission) {
		return nil
	}
	seen := map[uuid.UUID]bool{}
	var agencies []uuid.UUID
	for _, g := range p.Grants {
		if !g.Role.Allows(permission) {
			continue
		}
		for _, id := range g.Agencies {
			if !seen[id] {
				seen[id] = true
				agencies = append(agencies, id)
			}
		}
	}
	return agencies
}

// HeldFor returns the agencies at which the person holds a role with the right, without those below: for a class teacher
// the school.
func (p Principal) HeldFor(permission Permission) []uuid.UUID {
	if !p.Can(permission) {
		return nil
	}
	var agencies []uuid.UUID
	for _, g := range p.Grants {
		if g.Role.Allows(permission) && !slices.Contains(agencies, g.AgencyID) {
			agencies = append(agencies, g.AgencyID)
		}
	}
	return agencies
}

// RequireAt returns nil when the person has the right in that agency. An agency out of reach is
// ErrNotFound, so that nobody learns what exists elsewhere.
func (p Principal) RequireAt(permission Permission, agencyID uuid.UUID) error {
	if err := p.Require(permission); err != nil {
		return err
	}
	if slices.Contains(p.AgenciesFor(permission), agencyID) {
		return nil
	}
	return fault.ErrNotFound
}

// RequireFigures returns nil when the person may see the totals of an agency: those of any unit for
// province roles, those of the own subtree for agency roles. Errors as RequireAt's.
func (p Principal) RequireFigures(agencyID uuid.UUID) error {
	if p.Can(ReadUnitFigures) {
		return nil
	}
	return p.RequireAt(ReadAgencyFigure, agencyID)
}

// RoleAt names the role by which the person has the right in an agency, for the audit log: any role
// that carries it where none reaches that agency, Learner without one.
func (p Principal) RoleAt(permission Permission, agency uuid.UUID) Role {
	found := Learner
	for _, g := range p.Grants {
		if !g.Role.Allows(permission) {
			continue
		}
		if slices.Contains(g.Agencies, agency) {
			return g.Role
		}
		if found == Learner {
			found = g.Role
		}
	}
	return found
}

// SchoolClassesFor returns the school classes in which a class teacher's grant carries the right.
func (p Principal) SchoolClassesFor(permission Permission) []uuid.UUID {
	var classes []uuid.UUID
	for _, g := range p.Grants {
		if g.SchoolClassID != uuid.Nil && g.Role.Allows(permission) {
			classes = append(classes, g.SchoolClassID)
		}
	}
	return classes
}
