package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
)

// LessonsLeft counts the lessons that an enrollment has not done; none are left where the pre-test was passed or a
// training class was attended that stands for them.
func LessonsLeft(ctx context.Context, tx bun.IDB, e Enrollment) (int, error) {
	counted, err := countParts(ctx, tx, []uuid.UUID{e.ID})
	if err != nil || counted[e.ID].PreTest {
		return 0, err
	}
	lessons, err := catalog.CountLessons(ctx, tx, []uuid.UUID{e.CourseVersionID})
	return max(0, lessons[e.CourseVersionID]-counted[e.ID].LessonsDone), err
}
