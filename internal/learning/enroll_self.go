package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// EnrollSelf enrolls the caller in the current version of a course, or returns the enrollment
// that they have. A duty that asks for the course is noted as the source; where it asks for the course
// again, because a new round has opened or what was done ends soon, a new enrollment is made and nothing of
// the old one changes; so it is without a duty in the last 60 days of the certificate's validity and after. Errors: fault.ErrNotFound for an unknown course, ErrNoPosting without an agency,
// ErrInOrder when a requirement asks for another course first.
func (s *Service) EnrollSelf(ctx context.Context, who access.Principal, course catalog.Course) (uuid.UUID, error) {
	var id uuid.UUID
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		existing, err := latestRound(ctx, tx, who.PersonID, course.ID)
		if err != nil {
			return err
		}
		if existing.ID != uuid.Nil && existing.CompletedAt == nil {
			id = existing.ID
			return nil
		}
		duty, err := s.dutyFor(ctx, tx, who.PersonID, course.ID)
		if err != nil {
			return err
		}
		stays, err := s.stays(ctx, tx, existing, duty)
		switch {
		case err != nil:
			return err
		case stays:
			id = existing.ID
			return nil
		case duty != nil && duty.After != uuid.Nil && duty.isOpen():
			return ErrInOrder
		}
		e, err := s.newEnrollment(ctx, tx, who.PersonID, course, duty)
		if err != nil {
			return err
		}
		e.Round = existing.Round + 1
		id, err = s.insertEnrollment(ctx, tx, e)
		return err
	})
	return id, err
}

// stays reports whether a completed enrollment is not followed by another one yet.
func (s *Service) stays(ctx context.Context, tx bun.IDB, existing Enrollment, duty *asked) (bool, error) {
	if existing.ID == uuid.Nil {
		return false, nil
	}
	if duty != nil {
		return !duty.isOpen() && !duty.isRenewable(s.today()), nil
	}
	version, err := catalog.FindVersion(ctx, tx, existing.CourseVersionID)
	return !isEnding(heldUntil(existing, version), s.today()), err
}

// dutyFor returns the duty that the course does, with the nearest date; nil: none asks for it.
func (s *Service) dutyFor(ctx context.Context, tx bun.Tx, person, course uuid.UUID) (*asked, error) {
	duties, err := findAsked(ctx, tx, person, s.today())
	for i := range duties {
		if duties[i].accepts(course) {
			return &duties[i], err
		}
	}
	return nil, err
}

func latestRound(ctx context.Context, tx bun.IDB, person, course uuid.UUID) (Enrollment, error) {
	var found []Enrollment
	err := tx.NewSelect().Model(&found).Where("person_id = ? AND course_id = ?", person, course).Order("round DESC").Limit(1).Scan(ctx)
	if err != nil || len(found) == 0 {
		return Enrollment{}, err
	}
	return found[0], nil
}

func (s *Service) newEnrollment(ctx context.Context, tx bun.Tx, person uuid.UUID, course catalog.Course, duty *asked) (Enrollment, error) {
	place, err := organization.FindPlace(ctx, tx, person, s.today())
	if err != nil {
		return Enrollment{}, err
	}
	if place.AgencyID == uuid.Nil {
		return Enrollment{}, ErrNoPosting
	}
	e := Enrollment{ID: audit.NewID(), PersonID: person, AgencyID: place.AgencyID, CourseID: course.ID,
		CourseVersionID: course.VersionID, Source: "self"}
	if duty != nil {
		e.Source, e.RequirementID, e.DueOn = "requirement", &duty.RequirementID, &duty.DueOn
	}
	return e, nil
}

// insertEnrollment returns the id of the enrollment that stands: its own, or that of a second tab
// that was faster.
func (s *Service) insertEnrollment(ctx context.Context, tx bun.Tx, e Enrollment) (uuid.UUID, error) {
	res, err := tx.NewInsert().Model(&e).On("CONFLICT (person_id, course_id, round) DO NOTHING").Returning("NULL").Exec(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		existing, err := latestRound(ctx, tx, e.PersonID, e.CourseID)
		return existing.ID, err
	}
	return e.ID, addDelta(ctx, tx, e.AgencyID, e.CourseID, s.today(), "enrolled", 1)
}
