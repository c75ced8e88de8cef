package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// FindLesson returns a lesson of one course version, without texts; sql.ErrNoRows when it
// belongs to another.
func FindLesson(ctx context.Context, tx bun.IDB, versionID, lessonID uuid.UUID) (Lesson, error) {
	var l struct {
		ID      uuid.UUID
		Slug    string
		Kind    LessonKind
		VideoID *uuid.UUID
	}
	err := tx.NewRaw(`SELECT id, slug, kind, video_id FROM catalog.lessons WHERE id = ? AND course_version_id = ?`, lessonID, versionID).Scan(ctx, &l)
	lesson := Lesson{ID: l.ID, Slug: l.Slug, Kind: l.Kind}
	if l.VideoID != nil {
		lesson.VideoID = *l.VideoID
	}
	return lesson, err
}
