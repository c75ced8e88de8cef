package gathering

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// ChangeClass changes what the host says about a class; more seats go to the waiting list at once. A
// finished class still takes the money spent. It needs class.manage at the host. Errors:
// fault.ErrInvalid by field, ErrCodeTaken, ErrSeatsBelow, ErrCourseFixed, ErrClassEnded.
func (s *Service) ChangeClass(ctx context.Context, who access.Principal, id uuid.UUID, cmd PlanClass) error {
	err := s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		old, err := s.lockManaged(ctx, tx, who, id)
		if err != nil {
			return err
		}
		next, err := s.changedClass(old, cmd)
		if err != nil {
			return err
		}
		if err := sessionsWithin(ctx, tx, next); err != nil {
			return err
		}
		_, err = tx.NewUpdate().Model(&next).ExcludeColumn("created_by", "instructor_names", "state", "cancel_reason").
			Set("updated_at = now()").Where("id = ?", id).Exec(ctx)
		if err != nil {
			return err
		}
		if err := s.record(ctx, tx, who, next, act{action: "change_class", before: summary(old), after: summary(next)}); err != nil {
			return err
		}
		if old.isAnnounced() && movedTo(old, next) {
			if err := s.allChanged(ctx, tx, id); err != nil {
				return err
			}
		}
		return s.seatTx(ctx, tx, next, own(who), places{})
	})
	if postgres.IsUnique(err, "classes_host_agency_id_year_code_key") {
		return ErrCodeTaken
	}
	return err
}

// changedClass is the class as it will be.
func (s *Service) changedClass(old Class, cmd PlanClass) (Class, error) {
	next := cmd.Class
	next.ID, next.HostID, next.State, next.InstructorNames = old.ID, old.HostID, old.State, old.InstructorNames
	next.CourseID, next.CourseVersionID, next.Field = cmd.Course.ID, cmd.Course.VersionID, string(cmd.Course.Field)
	next.normalize()
	if next.Code == "" {
		next.Code = old.Code
	}
	switch {
	case old.State == Finished: // the books close later than the class
		old.BudgetPlanned, old.BudgetSpent, old.BudgetSource = next.BudgetPlanned, next.BudgetSpent, next.BudgetSource
		return old, nil
	case old.State == Cancelled:
		return next, ErrClassEnded
	case old.State != Draft && (next.CourseID != old.CourseID || next.AttendanceRole != old.AttendanceRole):
		return next, ErrCourseFixed
	case old.State != Draft:
		next.CourseVersionID = old.CourseVersionID
	}
	return next, next.check()
}

// movedTo reports whether participants have to learn of a change: the days, the form or where it is held.
func movedTo(old, next Class) bool {
	return !old.StartsOn.Equal(next.StartsOn) || !old.EndsOn.Equal(next.EndsOn) || old.Form != next.Form || old.Place != next.Place || old.MeetingURL != next.MeetingURL
}

// lockManaged locks a class that the person manages; fault.ErrNotFound otherwise.
func (s *Service) lockManaged(ctx context.Context, tx bun.Tx, who access.Principal, id uuid.UUID) (Class, error) {
	if err := who.Require(access.ManageClasses); err != nil {
		return Class{}, err
	}
	c, err := lockClass(ctx, tx, id)
	if err != nil {
		return c, err
	}
	if err := who.RequireAt(access.ManageClasses, c.HostID); err != nil {
		return c, err
	}
	return c, postgres.SetScope(ctx, tx, hosting(who, c))
}
