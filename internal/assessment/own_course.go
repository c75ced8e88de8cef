package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// ownCourse is a course that the caller may edit.
type ownCourse struct {
	catalog.Course
	owner uuid.UUID // the agency whose course it is: its own, or the province
}

// inOwnCourse runs fn for whoever has course.manage at whose course it is; another agency's course is not there
// (fault.ErrNotFound).
func (s *Service) inOwnCourse(ctx context.Context, who access.Principal, key string, fn func(context.Context, bun.Tx, ownCourse) error) error {
	if err := who.Require(access.ManageCourses); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, postgres.Agencies(who.AgenciesFor(access.ManageCourses)...), func(ctx context.Context, tx bun.Tx) error {
		course, err := catalog.FindCurrent(ctx, tx, key)
		if err != nil {
			return err
		}
		own := ownCourse{Course: course, owner: course.AgencyID}
		if own.owner == uuid.Nil {
			if own.owner, err = organization.FindRoot(ctx, tx); err != nil {
				return err
			}
		}
		if err := who.RequireAt(access.ManageCourses, own.owner); err != nil {
			return err
		}
		return fn(ctx, tx, own)
	})
}
