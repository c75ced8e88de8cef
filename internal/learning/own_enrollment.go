package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// OwnEnrollment returns the caller's latest enrollment in a course, or nil.
func (s *Service) OwnEnrollment(ctx context.Context, who access.Principal, courseID uuid.UUID) (*uuid.UUID, error) {
	var found Enrollment
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		var err error
		found, err = latestRound(ctx, tx, who.PersonID, courseID)
		return err
	})
	return postgres.NullID(found.ID), err
}
