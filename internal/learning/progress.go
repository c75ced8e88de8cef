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

const selectParts postgres.Prepared = `SELECT e.id AS enrollment_id,
	(SELECT count(*) FROM learning.lesson_progress p WHERE p.enrollment_id = e.id AND p.state = 'done') AS lessons_done,
	EXISTS (SELECT FROM learning.test_passes t WHERE t.enrollment_id = e.id AND t.kind = 'pre_test')
		OR EXISTS (SELECT FROM learning.class_parts c WHERE c.enrollment_id = e.id AND c.counts = 'lessons' AND c.attendance = 'met') AS pre_test,
	EXISTS (SELECT FROM learning.test_passes t WHERE t.enrollment_id = e.id AND t.kind = 'final') AS final
	FROM learning.enrollments e WHERE e.id = ANY ($1::uuid[])`

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
