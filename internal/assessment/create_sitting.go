package assessment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// CreateSitting opens a test of a course for the people of an agency or for one class of a school.
type CreateSitting struct {
	AgencyID      uuid.UUID
	SchoolClassID *uuid.UUID
	Course        catalog.Course
	Kind          Kind
	Times         SittingTimes
	Code          CodeWish
}

// CreateSitting plans a sitting and returns its id and, when it asks for one, its access code, which is shown this once.
// It needs sitting.manage at the agency, or to be the teacher of the class. Errors: fault.ErrNotFound elsewhere and for a
// class of another school, fault.ErrInvalid by field.
func (s *Service) CreateSitting(ctx context.Context, who access.Principal, cmd CreateSitting) (id uuid.UUID, code string, err error) {
	if err := mayOpen(who, cmd.AgencyID, cmd.SchoolClassID); err != nil {
		return uuid.Nil, "", err
	}
	id = audit.NewID()
	code, hash, err := s.codes.make(id, cmd.Code)
	if err != nil {
		return uuid.Nil, "", err
	}
	err = s.db.RunInTx(ctx, postgres.Nobody(), func(ctx context.Context, tx bun.Tx) error {
		if err := s.checkSitting(ctx, tx, &cmd); err != nil {
			return err
		}
		sitting := Sitting{ID: id, AgencyID: cmd.AgencyID, SchoolClassID: cmd.SchoolClassID, CourseID: cmd.Course.ID, Kind: cmd.Kind, Title: cmd.Times.Title,
			OpensAt: cmd.Times.OpensAt, ClosesAt: cmd.Times.ClosesAt, CodeHash: hash, Version: 1, CreatedBy: who.PersonID}
		return OpenSittingTx(ctx, tx, who, sitting)
	})
	return id, code, err
}

// OpenSittingTx stores a sitting with its entry in the audit log. The caller has checked it.
func OpenSittingTx(ctx context.Context, tx bun.Tx, who access.Principal, sitting Sitting) error {
	if _, err := tx.NewInsert().Model(&sitting).Returning("NULL").Exec(ctx); err != nil {
		return err
	}
	return recordSitting(ctx, tx, who, "create_sitting", "", nil, &sitting)
}

func (s *Service) checkSitting(ctx context.Context, tx bun.Tx, cmd *CreateSitting) error {
	now, err := databaseNow(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := organization.FindAgencyTx(ctx, tx, cmd.AgencyID, organization.Day(s.now())); err != nil {
		return err
	}
	if cmd.SchoolClassID != nil {
		if _, err := organization.FindSchoolClassTx(ctx, tx, cmd.AgencyID, *cmd.SchoolClassID); err != nil {
			return err
		}
	}
	tests, err := s.loadTests(ctx, tx, cmd.Course.VersionID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(tests, func(t pooledTest) bool { return t.Kind == cmd.Kind }) {
		return fault.ErrInvalid.At("body.kind", "no_test", textNoTest)
	}
	return cmd.Times.check(now)
}

const selectNow postgres.Prepared = `SELECT now()`

// databaseNow is the clock that decides: the moment at which the transaction began.
func databaseNow(ctx context.Context, tx bun.IDB) (time.Time, error) {
	var now time.Time
	err := selectNow.Scan(ctx, tx, &now)
	return now, err
}
