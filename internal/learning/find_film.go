package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
	"taphuan/internal/media"
)

type filmKey struct{ version, lesson uuid.UUID }

// filmOf returns the video of a lesson of the enrollment's course version; sql.ErrNoRows when the lesson has none.
func (s *Service) filmOf(ctx context.Context, tx bun.IDB, e Enrollment, lessonID uuid.UUID) (film, error) {
	key := filmKey{e.CourseVersionID, lessonID}
	if known, ok := s.films.Load(key); ok {
		return known.(film), nil
	}
	lesson, err := findLesson(ctx, tx, e, lessonID)
	if err != nil {
		return film{}, err
	}
	file, err := media.FindFile(ctx, tx, lesson.VideoID)
	if err != nil {
		return film{}, err
	}
	course, err := catalog.FindVersion(ctx, tx, e.CourseVersionID)
	if err != nil {
		return film{}, err
	}
	found := film{DurationMs: file.DurationMs, Rules: course.Watching}
	s.films.Store(key, found)
	return found, nil
}
