package organization

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// managing runs fn in one transaction for somebody who keeps people: the person is locked, belongs
// to an agency of the caller's reach (fault.ErrNotFound otherwise), and the scope is widened to them.
func (s *Service) managing(ctx context.Context, who access.Principal, person uuid.UUID, fn func(ctx context.Context, tx bun.Tx, p Person) error) error {
	if err := who.Require(access.ManagePeople); err != nil {
		return err
	}
	agencies := who.AgenciesFor(access.ManagePeople)
	scope := postgres.Agencies(agencies...)
	return s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		p, err := lockPerson(ctx, tx, person)
		if err != nil {
			return err
		}
		if !slices.Contains(agencies, p.AgencyID) {
			return fault.ErrNotFound
		}
		if err := postgres.SetScope(ctx, tx, scope.AndPersons(person)); err != nil {
			return err
		}
		return fn(ctx, tx, p)
	})
}

// lockPerson reads a person for a change of theirs; sql.ErrNoRows when the scope cannot see them.
func lockPerson(ctx context.Context, tx bun.IDB, id uuid.UUID) (Person, error) {
	var p Person
	err := tx.NewSelect().Model(&p).Where("p.id = ?", id).For("UPDATE").Scan(ctx)
	return p, err
}

// mayTouch refuses acts on people who hold rights that the caller does not: their account, their
// grants and their merging are for somebody who holds as much. The word of a second person is left out:
// nobody comes to speak it by these acts.
func (s *Service) mayTouch(ctx context.Context, tx bun.IDB, who access.Principal, people ...uuid.UUID) error {
	grants, err := heldGrants(ctx, tx, s.Today(), people...)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(grants, func(g Grant) bool { return !holds(who, g, true) }) {
		return ErrPrivileged
	}
	return nil
}

// heldGrants are the grants of people that hold on a day or will.
func heldGrants(ctx context.Context, tx bun.IDB, day time.Time, people ...uuid.UUID) ([]Grant, error) {
	var grants []Grant
	err := tx.NewSelect().Model(&grants).Column("person_id", "role", "agency_id").Where("person_id IN (?)", bun.List(people)).
		Where("valid_to IS NULL OR valid_to > ?", day).Scan(ctx)
	return grants, err
}

// reasonOf returns a reason in its stored form. Error: fault.ErrInvalid at "body.reason".
func reasonOf(given string) (string, error) {
	reason := vietnamese.Normalize(given)
	return reason, fault.ErrInvalid.CheckReason("body.reason", reason).OrNil()
}

// recordPersonTx writes an act upon a person to the audit log.
func recordPersonTx(ctx context.Context, tx bun.IDB, who access.Principal, p Person, action, reason string, before, after any) error {
	return audit.RecordTx(ctx, tx, audit.Entry{ActorID: who.PersonID, ActorRole: actingRole(who, access.ManagePeople, p.AgencyID),
		AgencyID: p.AgencyID, Action: action, ObjectType: "person", ObjectID: p.ID, Reason: reason, Before: before, After: after})
}

// dayText is a day as the audit log writes it.
func dayText(day *time.Time) string {
	if day == nil {
		return ""
	}
	return day.Format(time.DateOnly)
}

// trimmed returns a short text in its stored form, cut to its bound.
func trimmed(text string, bound int) string {
	return strings.TrimSpace(firstRunes(vietnamese.Normalize(text), bound))
}
