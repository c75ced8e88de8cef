package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
)

// LessonsLeft counts, by enrollment, the lessons that it has not done; none are left where the pre-test was passed or a
// training class was attended that stands for them.
func LessonsLeft(ctx context.Context, tx bun.IDB, enrollments []Enrollment) (map[uuid.UUID]int, error) {
	if len(enrollments) == 0 {
		return nil, nil
	}
	ids, versions := make([]uuid.UUID, len(enrollments)), make([]uuid.UUID, len(enrollments))
	for i, e := range enrollments {
		ids[i], versions[i] = e.ID, e.CourseVersionID
	}
	counted, err := countParts(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	lessons, err := catalog.CountLessons(ctx, tx, versions)
	left := make(map[uuid.UUID]int, len(enrollments))
	for _, e := range enrollments {
		if !counted[e.ID].PreTest {
			left[e.ID] = max(0, lessons[e.CourseVersionID]-counted[e.ID].LessonsDone)
		}
	}
	return left, err
}
