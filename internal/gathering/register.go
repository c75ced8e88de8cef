package gathering

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// Register asks for a place in a class that takes registrations; the host approves. Again: nothing
// changes. Errors: ErrRegistrationClosed before and after its days, fault.ErrNotFound for somebody whom
// the class is not open to.
func (s *Service) Register(ctx context.Context, who access.Principal, classID uuid.UUID) error {
	if err := who.Require(access.Learn); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		class, err := lockClass(ctx, tx, classID)
		if err != nil {
			return err
		}
		place, err := organization.FindPlace(ctx, tx, who.PersonID, s.today())
		if err != nil {
			return err
		}
		if meant, err := s.meant(ctx, tx, class, place); err != nil {
			return err
		} else if !meant {
			return fault.ErrNotFound
		}
		if place.AgencyID == uuid.Nil {
			return learning.ErrNoPosting
		}
		if !class.registers(s.today()) {
			return ErrRegistrationClosed
		}
		person, err := organization.DescribePeopleTx(ctx, tx, []uuid.UUID{who.PersonID})
		if err != nil {
			return err
		}
		_, err = joinTx(ctx, tx, class, []Participant{{PersonID: who.PersonID, AgencyID: place.AgencyID, Source: ByRegistration,
			State: Registered, Unit: person[0].Unit, Position: person[0].Position}})
		return err
	})
}

// registersAt reports whether a class takes registrations today from somebody at a place.
func (s *Service) registersAt(ctx context.Context, tx bun.IDB, class Class, place organization.Place) (bool, error) {
	above, err := organization.Ancestors(ctx, tx, place.AgencyID, s.today())
	return class.registersFrom(place, above, s.today()), err
}

// registersFrom reports whether a class takes registrations on a day from somebody at a place with these agencies
// above it, itself among them.
func (c Class) registersFrom(place organization.Place, above []uuid.UUID, day time.Time) bool {
	return c.registers(day) && place.AgencyID != uuid.Nil && c.meantFor(above)
}

// meant reports whether a class was ever open for registration to somebody at a place.
func (s *Service) meant(ctx context.Context, tx bun.IDB, class Class, place organization.Place) (bool, error) {
	if class.State == Draft || class.Registration == NoRegistration {
		return false, nil
	}
	above, err := organization.Ancestors(ctx, tx, place.AgencyID, s.today())
	return class.meantFor(above), err
}

// meantFor reports whether registration reaches a place with these agencies above it.
func (c Class) meantFor(above []uuid.UUID) bool {
	return c.Registration == AllRegistration || slices.Contains(above, c.HostID)
}

// Unregister takes back the caller's own registration; the place goes to the next in the queue. Who was
// named by an agency asks that agency. Errors: fault.ErrNotFound without an own registration.
func (s *Service) Unregister(ctx context.Context, who access.Principal, classID uuid.UUID) error {
	if err := who.Require(access.Learn); err != nil {
		return err
	}
	scope := postgres.Persons(who.PersonID)
	return s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		class, err := lockClass(ctx, tx, classID)
		if err != nil {
			return err
		}
		p, err := findParticipant(ctx, tx, class.ID, "person_id = ? AND source = 'registration'", who.PersonID)
		if err != nil {
			return err
		}
		if class.State != Open {
			return ErrNotOpen
		}
		if err := endParticipant(ctx, tx, p.ID, Withdrawn, ""); err != nil {
			return err
		}
		return s.seatTx(ctx, tx, class, scope, places{freed: p.State == Confirmed})
	})
}

// findParticipant returns one live participant of a class; sql.ErrNoRows otherwise.
func findParticipant(ctx context.Context, tx bun.IDB, class uuid.UUID, where string, args ...any) (Participant, error) {
	var p Participant
	err := tx.NewSelect().Model(&p).Where("class_id = ? AND state IN (?)", class, bun.List(live)).Where(where, args...).Scan(ctx)
	return p, err
}

func endParticipant(ctx context.Context, tx bun.IDB, id uuid.UUID, state ParticipantState, reason string) error {
	_, err := tx.ExecContext(ctx, `UPDATE gathering.participants SET state = ?, reason = ?, ended_at = now() WHERE id = ?`, string(state), reason, id)
	return err
}
