package access

import (
	"slices"

	"github.com/google/uuid"

	"taphuan/internal/fault"
)

// mayGrant is the table of who names whom: the roles that a role may give and take away inside
// its own agencies. Learner is held by everybody and never granted; a class teacher is named for
// one school class; an instructor comes with a training class.
var mayGrant = map[Role][]Role{
	SystemAdmin: {ClassTeacher, FocalPoint, AgencyLeader, ProvinceManager, StandingAgency, Author, Reviewer, Inspector, Grader, Examiner, Registrar, SystemAdmin},
	FocalPoint:  {ClassTeacher},
}

// MayGrant reports whether the role may give and take away another one.
func (r Role) MayGrant(other Role) bool { return slices.Contains(mayGrant[r], other) }

// GrantedBy returns the roles that the person may give in an agency, in the order of Roles.
func (p Principal) GrantedBy(agencyID uuid.UUID) []Role {
	var roles []Role
	for _, role := range Roles() {
		if p.RequireGrant(role, agencyID) == nil {
			roles = append(roles, role)
		}
	}
	return roles
}

// RequireGrant returns nil when the person may give the role in that agency, fault.ErrForbidden when
// they may give it nowhere and fault.ErrNotFound when the agency is out of the reach of that right.
func (p Principal) RequireGrant(role Role, agencyID uuid.UUID) error {
	if p.IsAnonymous() {
		return fault.ErrSignInRequired
	}
	if p.Restricted {
		return fault.ErrForbidden
	}
	err := error(fault.ErrForbidden)
	for _, g := range p.Grants {
		if !g.Role.MayGrant(role) {
			continue
		}
		if slices.Contains(g.Agencies, agencyID) {
			return nil
		}
		err = fault.ErrNotFound
	}
	return err
}

// NeedsEnd reports whether the role is only given by a document until a day.
func (r Role) NeedsEnd() bool { return r == Inspector }

// WholeProvince reports whether the role speaks of every unit wherever it is held, so that it is only
// given at the root: nobody below raises anybody above their own reach. An examiner corrects keys for all.
func (r Role) WholeProvince() bool { return r.Allows(ReadUnitFigures) || r.Allows(ManageGrading) }

// NeedsClass reports whether the role is held for one school class, not for an agency's subtree.
func (r Role) NeedsClass() bool { return r == ClassTeacher }
