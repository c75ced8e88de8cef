package gathering

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// PlanClass is what a host says about a class. HostID is read when it is created, never after.
type PlanClass struct {
	Class  Class
	Course catalog.Course
}

// CreateClass plans a class (draft). Without a code it takes the next free one of host and year. It
// needs class.manage at the host (fault.ErrNotFound elsewhere). Errors: fault.ErrInvalid by field,
// ErrCodeTaken.
func (s *Service) CreateClass(ctx context.Context, who access.Principal, cmd PlanClass) (uuid.UUID, error) {
	c := cmd.Class
	if err := who.RequireAt(access.ManageClasses, c.HostID); err != nil {
		return uuid.Nil, err
	}
	c.normalize()
	if err := c.check(); err != nil {
		return uuid.Nil, err
	}
	c.ID, c.State, c.CreatedBy = audit.NewID(), Draft, &who.PersonID
	c.CourseID, c.CourseVersionID, c.Field = cmd.Course.ID, cmd.Course.VersionID, string(cmd.Course.Field)
	err := s.db.RunInTx(ctx, own(who), func(ctx context.Context, tx bun.Tx) error {
		if _, err := organization.FindAgencyTx(ctx, tx, c.HostID, s.today()); err != nil {
			return err
		}
		if err := insertClass(ctx, tx, c); err != nil {
			return err
		}
		return s.record(ctx, tx, who, c, act{action: "create_class", after: summary(c)})
	})
	if postgres.IsUnique(err, "classes_host_agency_id_year_code_key") {
		return uuid.Nil, ErrCodeTaken
	}
	return c.ID, err
}

// insertClass writes the class, with the next code where it has none. The host's row of codes is
// serialized by an advisory lock, so that two classes never draw the same one.
func insertClass(ctx context.Context, tx bun.Tx, c Class) error {
	if c.Code == "" {
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(?, 138))`, fmt.Sprint(c.HostID, c.Year)); err != nil {
			return err
		}
		var taken []string
		err := tx.NewRaw(`SELECT code FROM gathering.classes WHERE host_agency_id = ? AND year = ?`, c.HostID, c.Year).Scan(ctx, &taken)
		if err != nil {
			return err
		}
		c.Code = nextCode(taken, c.Year)
	}
	if c.InstructorNames == nil {
		c.InstructorNames = []string{}
	}
	_, err := tx.NewInsert().Model(&c).Returning("NULL").Exec(ctx)
	return err
}

// nextCode suggests LTH-01/2026, or the next number that is free.
func nextCode(taken []string, year int) string {
	used := map[string]bool{}
	for _, code := range taken {
		used[code] = true
	}
	for n := 1; ; n++ {
		if code := fmt.Sprintf("LTH-%02d/%d", n, year); !used[code] {
			return code
		}
	}
}

// summary is what the audit log keeps of a class.
func summary(c Class) map[string]any {
	return map[string]any{"code": c.Code, "name": c.Name, "form": c.Form, "place": c.Place, "starts_on": c.StartsOn.Format("2006-01-02"),
		"ends_on": c.EndsOn.Format("2006-01-02"), "seats": c.Seats, "registration": c.Registration, "attendance_role": c.AttendanceRole,
		"attendance_share": c.AttendanceShare, "budget_planned": c.BudgetPlanned, "budget_spent": c.BudgetSpent, "document": c.Document}
}
