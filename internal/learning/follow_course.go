package learning

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
)

// newerVersion returns the course's version of today when the enrollment is on another and nothing of it was begun;
// uuid.Nil otherwise, and where the course was withdrawn: who has it may still learn it.
func newerVersion(ctx context.Context, tx bun.IDB, e Enrollment) (uuid.UUID, error) {
	if e.StartedAt != nil {
		return uuid.Nil, nil
	}
	version, err := catalog.CurrentVersion(ctx, tx, e.CourseID)
	if errors.Is(err, sql.ErrNoRows) || version == e.CourseVersionID {
		return uuid.Nil, nil
	}
	return version, err
}

// followCourse moves an enrollment on which nothing was begun to another version of its course and reports whether it
// did: whoever was put on a list long ago begins with what is taught now. A place in a training class keeps the version
// that the class was announced with.
func (s *Service) followCourse(ctx context.Context, e Enrollment, version uuid.UUID) (moved bool, err error) {
	err = s.db.RunInTx(ctx, postgres.Persons(e.PersonID), func(ctx context.Context, tx bun.Tx) error {
		moved, err = moveUnbegun(ctx, tx, e.ID, version)
		return err
	})
	return moved, err
}

func moveUnbegun(ctx context.Context, tx bun.IDB, enrollment, version uuid.UUID) (bool, error) {
	res, err := tx.ExecContext(ctx, `UPDATE learning.enrollments SET course_version_id = ? WHERE id = ? AND started_at IS NULL
		AND NOT EXISTS (SELECT FROM learning.class_parts WHERE enrollment_id = ?)`, version, enrollment, enrollment)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
