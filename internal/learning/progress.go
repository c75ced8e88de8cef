package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
)

// parts counts what an enrollment is made of: its lessons and its final test.
type parts struct {
	EnrollmentID uuid.UUID
	LessonsDone  int
	PreTest      bool // passed, or a training class was attended that stands for the lessons
	Final        bool
}

// percent is the share of parts done, rounded down; a passed pre-test or an attended class stands for every lesson.
func (p parts) percent(lessons int) int {
	done := p.LessonsDone
	if p.PreTest {
		done = lessons
	}
	if p.Final {
		done++
	}
	return 100 * done / (lessons + 1)
}

func countParts(ctx context.Context, tx bun.IDB, enrollments []uuid.UUID) (map[uuid.UUID]parts, error) {
	counted := map[uuid.UUID]parts{}
	if len(enrollments) == 0 {
		return counted, nil
	}
	var rows []parts
	err := selectParts.Scan(ctx, tx, &rows, enrollments)
	for _, p := range rows {
		counted[p.EnrollmentID] = p
	}
	return counted, err
}

// selectParts asks each table for the enrollments by themselves: asked through another table, a kept plan reads all that
// there is under row-level security.
const selectParts postgres.Prepared = `SELECT enrollment_id, sum(done)::int AS lessons_done, bool_or(exempt) AS pre_test, bool_or(final) AS final FROM (
	SELECT enrollment_id, count(*) AS done, false AS exempt, false AS final FROM learning.lesson_progress
		WHERE enrollment_id = ANY ($1::uuid[]) AND state = 'done' GROUP BY 1
	UNION ALL SELECT enrollment_id, 0, kind = 'pre_test', kind = 'final' FROM learning.test_passes WHERE enrollment_id = ANY ($1::uuid[])
	UNION ALL SELECT enrollment_id, 0, true, false FROM learning.class_parts
		WHERE enrollment_id = ANY ($1::uuid[]) AND counts = 'lessons' AND attendance = 'met') parts GROUP BY 1`

func addProgress(ctx context.Context, tx bun.IDB, duties []Duty) error {
	var ids, versions []uuid.UUID
	for _, d := range duties {
		if d.Enrollment != nil {
			ids = append(ids, d.Enrollment.ID)
			versions = append(versions, d.Enrollment.CourseVersionID)
		}
	}
	counted, err := countParts(ctx, tx, ids)
	if err != nil {
		return err
	}
	lessons, err := catalog.CountLessons(ctx, tx, versions)
	if err != nil {
		return err
	}
	for i, d := range duties {
		if d.Enrollment != nil {
			duties[i].Progress = counted[d.Enrollment.ID].percent(lessons[d.Enrollment.CourseVersionID])
		}
	}
	return nil
}
