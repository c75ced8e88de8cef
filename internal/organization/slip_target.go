package organization

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// slipTarget is one person for whom a slip is printed.
type slipTarget struct {
	ID        uuid.UUID
	Kind      PersonKind
	AgencyID  uuid.UUID
	FullName  string
	Code      *string
	Unit      string
	ClassName string
}

func (t slipTarget) person() Person {
	return Person{ID: t.ID, AgencyID: t.AgencyID, Kind: t.Kind, FullName: t.FullName, Code: t.Code}
}

// group is what the slips are laid apart by: the class of a student, the unit of an officer.
func (t slipTarget) group() string {
	if t.ClassName != "" {
		return "Lớp " + t.ClassName
	}
	return firstRunes(t.Unit, 120)
}

func targetIDs(targets []slipTarget) []uuid.UUID {
	ids := make([]uuid.UUID, len(targets))
	for i, t := range targets {
		ids[i] = t.ID
	}
	return ids
}

// slipTargets returns the people asked for, by class or unit, then name. fault.ErrNotFound unless
// every one of them is in the agency's subtree of today, or in one of the given classes.
func (s *Service) slipTargets(ctx context.Context, tx bun.Tx, scope postgres.Scope, cmd PrintSlips, classes []uuid.UUID) ([]slipTarget, error) {
	ids, err := s.slipPeople(ctx, tx, scope, cmd, classes)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	ids = slices.Compact(ids)
	switch {
	case len(ids) == 0:
		return nil, ErrNoSlips
	case len(ids) > MaxSlips:
		return nil, ErrTooManySlips
	}
	var targets []slipTarget
	err = tx.NewRaw(selectSlipTargets, cmd.AgencyID, s.Today(), bun.List(ids), bun.List(classes), classes == nil).Scan(ctx, &targets)
	if err == nil && len(targets) != len(ids) {
		return nil, fault.ErrNotFound
	}
	slices.SortStableFunc(targets, func(a, b slipTarget) int { return compareNatural(a.group(), b.group()) })
	return targets, err
}

// slipPeople finds the people whom a printing names. A class teacher names the own class or people
// of it.
func (s *Service) slipPeople(ctx context.Context, tx bun.Tx, scope postgres.Scope, cmd PrintSlips, classes []uuid.UUID) ([]uuid.UUID, error) {
	switch {
	case cmd.SchoolClassID != uuid.Nil:
		if classes != nil && !slices.Contains(classes, cmd.SchoolClassID) {
			return nil, fault.ErrNotFound
		}
		class, err := FindSchoolClassTx(ctx, tx, cmd.AgencyID, cmd.SchoolClassID)
		if err != nil {
			return nil, err
		}
		return ListClassMembersTx(ctx, tx, class, s.Today())
	case classes != nil && len(cmd.PersonIDs) == 0:
		return nil, fault.ErrNotFound
	case cmd.RosterID != uuid.Nil:
		return addedBy(ctx, tx, cmd)
	case cmd.UnitID != uuid.Nil:
		return s.neverSignedIn(ctx, tx, scope, cmd)
	}
	return slices.Clone(cmd.PersonIDs), nil
}

// addedBy returns the people whom a list of the agency has added.
func addedBy(ctx context.Context, tx bun.IDB, cmd PrintSlips) ([]uuid.UUID, error) {
	found, err := tx.NewSelect().Table("organization.roster_imports").Where("id = ? AND agency_id = ?", cmd.RosterID, cmd.AgencyID).Exists(ctx)
	if err == nil && !found {
		return nil, fault.ErrNotFound
	}
	var ids []uuid.UUID
	if err == nil {
		err = tx.NewRaw(`SELECT person_id FROM organization.roster_rows WHERE roster_id = ? AND agency_id = ? AND verdict = 'new' AND applied LIMIT ?`,
			cmd.RosterID, cmd.AgencyID, MaxSlips+1).Scan(ctx, &ids)
	}
	return ids, err
}

// neverSignedIn returns the officers of a unit and below who have never signed in: nobody's password
// is changed who uses it.
func (s *Service) neverSignedIn(ctx context.Context, tx bun.Tx, scope postgres.Scope, cmd PrintSlips) ([]uuid.UUID, error) {
	below, err := Descendants(ctx, tx, []uuid.UUID{cmd.AgencyID}, s.Today())
	if err == nil && !slices.Contains(below, cmd.UnitID) {
		return nil, fault.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	units, err := Descendants(ctx, tx, []uuid.UUID{cmd.UnitID}, s.Today())
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	err = tx.NewRaw(`SELECT p.id FROM organization.persons p WHERE p.kind = 'officer' AND p.agency_id IN (?)
		AND EXISTS (SELECT FROM organization.postings o WHERE o.person_id = p.id AND o.counts AND o.valid_to IS NULL)`, bun.List(units)).Scan(ctx, &ids)
	if err != nil {
		return nil, err
	}
	uses, err := accountUses(ctx, tx, scope, ids)
	return slices.DeleteFunc(ids, func(id uuid.UUID) bool { return uses[id].UsedBefore }), err
}

const selectSlipTargets = `SELECT p.id, p.kind, p.agency_id, p.full_name, p.code, COALESCE(v.name, '') AS unit, COALESCE(c.name, '') AS class_name
	FROM organization.persons p
	LEFT JOIN organization.agency_versions v ON v.agency_id = p.agency_id AND v.valid_to IS NULL
	LEFT JOIN organization.class_members m ON m.person_id = p.id AND m.agency_id = p.agency_id AND m.valid_to IS NULL
	LEFT JOIN organization.school_classes c ON c.id = m.school_class_id
	WHERE p.id IN (?2) AND (?4 OR m.school_class_id IN (?3)) AND p.agency_id IN (SELECT descendant_id FROM organization.agency_closure
		WHERE ancestor_id = ?0 AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1))
	ORDER BY p.given_name COLLATE "vi-x-icu", p.family_name COLLATE "vi-x-icu", p.middle_name COLLATE "vi-x-icu", p.id`

// refusePrivileged refuses slips for people who may do more than the one who prints: a slip signs
// in, so it would lend their rights. A leader's account is opened by the first slip, as everybody's;
// once they have signed in, nobody who prepares what they decide can renew their password.
func (s *Service) refusePrivileged(ctx context.Context, tx bun.Tx, who access.Principal, scope postgres.Scope, targets []slipTarget) error {
	ids := targetIDs(targets)
	for from := 0; from < len(ids); from += accountBatch {
		part := ids[from:min(from+accountBatch, len(ids))]
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(part...)); err != nil {
			return err
		}
		var grants []Grant
		err := tx.NewSelect().Model(&grants).Column("person_id", "role", "agency_id").Where("person_id IN (?)", bun.List(part)).
			Where("valid_to IS NULL OR valid_to > ?", s.Today()).Scan(ctx)
		if err != nil {
			return err
		}
		states, err := accountStates(ctx, tx, scope, part)
		if err != nil {
			return err
		}
		for _, g := range grants {
			if !holds(who, g, states[g.PersonID].LastSignInAt == nil) {
				return ErrSlipPrivileged
			}
		}
	}
	return postgres.SetScope(ctx, tx, scope)
}

// holds reports whether the person has every right of a grant, at its agency; those of a second person
// are left out while the account was never used.
func holds(who access.Principal, g Grant, unused bool) bool {
	for _, p := range access.Permissions() {
		everyone := p == access.Public || p == access.SignedIn || p == access.Learn || (unused && p.SecondPerson())
		if !everyone && g.Role.Allows(p) && who.RequireAt(p, g.AgencyID) != nil {
			return false
		}
	}
	return true
}

// refuseUnder16 leaves those out of a class or a list for whom no guardian's basis is recorded. Asked
// for by name, or when nobody remains, they are ErrGuardianBasis.
func (s *Service) refuseUnder16(ctx context.Context, tx bun.Tx, scope postgres.Scope, cmd PrintSlips, targets []slipTarget) ([]slipTarget, error) {
	missing := map[uuid.UUID]bool{}
	ids := targetIDs(targets)
	for from := 0; from < len(ids); from += accountBatch {
		part := ids[from:min(from+accountBatch, len(ids))]
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(part...)); err != nil {
			return nil, err
		}
		found, err := withoutBasis(ctx, tx, part, s.Today())
		if err != nil {
			return nil, err
		}
		maps.Copy(missing, found)
	}
	rest := slices.DeleteFunc(targets, func(t slipTarget) bool { return missing[t.ID] })
	if len(missing) > 0 && (len(rest) == 0 || len(cmd.PersonIDs) > 0) {
		return nil, ErrGuardianBasis
	}
	return rest, postgres.SetScope(ctx, tx, scope)
}
