package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/catalog"
	"taphuan/internal/organization"
)

// TestKind tells the tests that count for completion.
type TestKind string

// The kinds of test that learning knows.
const (
	PreTest   TestKind = "pre_test" // passing it stands for the lessons
	FinalTest TestKind = "final"
)

// RecordTestPassTx notes that a test of an enrollment was passed and completes the course when
// that was the last part. assessment calls it in the transaction that grades. score is in
// hundredths of 10. It reports whether the enrollment is complete.
func (s *Service) RecordTestPassTx(ctx context.Context, tx bun.Tx, enrollmentID uuid.UUID, kind TestKind, score int) (bool, error) {
	e, err := FindEnrollment(ctx, tx, enrollmentID)
	if err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO learning.test_passes (enrollment_id, kind, person_id, agency_id, score) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (enrollment_id, kind) DO UPDATE SET score = GREATEST(test_passes.score, EXCLUDED.score)`,
		e.ID, string(kind), e.PersonID, e.AgencyID, score)
	if err != nil {
		return false, err
	}
	return s.completeTx(ctx, tx, e.ID)
}

// completeTx decides whether an enrollment is complete and, the first time that it is, writes
// the fact with the agency of this moment, its deltas and the event.
func (s *Service) completeTx(ctx context.Context, tx bun.Tx, enrollmentID uuid.UUID) (bool, error) {
	var e Enrollment
	if err := tx.NewSelect().Model(&e).Where("id = ?", enrollmentID).For("NO KEY UPDATE").Scan(ctx); err != nil {
		return false, err
	}
	if e.CompletedAt != nil {
		return true, nil
	}
	counted, err := countParts(ctx, tx, []uuid.UUID{e.ID})
	if err != nil {
		return false, err
	}
	lessons, err := catalog.CountLessons(ctx, tx, []uuid.UUID{e.CourseVersionID})
	if err != nil {
		return false, err
	}
	missing, err := attendanceMissing(ctx, tx, e.ID)
	if err != nil {
		return false, err
	}
	p := counted[e.ID]
	if !p.Final || missing || !p.PreTest && p.LessonsDone < lessons[e.CourseVersionID] {
		return false, nil
	}
	return true, s.writeCompletion(ctx, tx, e)
}

func (s *Service) writeCompletion(ctx context.Context, tx bun.Tx, e Enrollment) error {
	place, err := organization.FindPlace(ctx, tx, e.PersonID, s.today())
	if err != nil {
		return err
	}
	agency := place.AgencyID
	if agency == uuid.Nil { // left between the last lesson and the test: the agency of enrolling
		agency = e.AgencyID
	}
	course, err := catalog.FindVersion(ctx, tx, e.CourseVersionID)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO learning.completions
		(id, enrollment_id, person_id, agency_id, course_id, course_version_id, round, completed_at, completed_on, score, periods)
		SELECT ?, ?, ?, ?, ?, ?, ?, now(), ?, (SELECT score FROM learning.test_passes WHERE enrollment_id = ? AND kind = 'final'), ?`,
		audit.NewID(), e.ID, e.PersonID, agency, e.CourseID, e.CourseVersionID, e.Round, s.today(), e.ID, course.Periods)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE learning.enrollments SET completed_at = now() WHERE id = ?`, e.ID); err != nil {
		return err
	}
	if err := addDelta(ctx, tx, agency, e.CourseID, s.today(), "completed", 1); err != nil {
		return err
	}
	if err := addDelta(ctx, tx, agency, e.CourseID, s.today(), "periods", course.Periods); err != nil {
		return err
	}
	return s.outbox.AppendTx(ctx, tx, CourseCompleted{EnrollmentID: e.ID})
}

// DayOf returns the day of an instant in Viet Nam.
func DayOf(t time.Time) time.Time { return organization.Day(t) }
