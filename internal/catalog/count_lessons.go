package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

const selectLessonCounts postgres.Prepared = `SELECT course_version_id, count(*) AS n FROM catalog.lessons
	WHERE course_version_id = ANY ($1::uuid[]) GROUP BY 1`

// CountLessons returns how many lessons each course version has.
func CountLessons(ctx context.Context, tx bun.IDB, versions []uuid.UUID) (map[uuid.UUID]int, error) {
	counts := map[uuid.UUID]int{}
	if len(versions) == 0 {
		return counts, nil
	}
	var rows []struct {
		CourseVersionID uuid.UUID
		N               int
	}
	err := selectLessonCounts.Scan(ctx, tx, &rows, versions)
	for _, r := range rows {
		counts[r.CourseVersionID] = r.N
	}
	return counts, err
}
