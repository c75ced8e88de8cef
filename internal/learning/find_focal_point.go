package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// FocalPoint is where a person asks about required learning.
type FocalPoint struct {
	organization.Contact
	IsSchool bool // of a student: the class teacher is asked first
}

// FindFocalPoint returns where the caller asks why they must learn: the focal point of their unit, by the
// unit's own contact. Empty for somebody without a unit.
func (s *Service) FindFocalPoint(ctx context.Context, who access.Principal) (FocalPoint, error) {
	var f FocalPoint
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		place, err := organization.FindPlace(ctx, tx, who.PersonID, s.today())
		if err != nil {
			return err
		}
		f.IsSchool = place.Kind == organization.Student && place.AgencyID != uuid.Nil
		f.Contact, err = organization.FindContact(ctx, tx, place.AgencyID, s.today())
		return err
	})
	return f, err
}
