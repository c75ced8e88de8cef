package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// FindLessonQuestions returns the questions of a lesson's video in the order of their moments.
func FindLessonQuestions(ctx context.Context, tx bun.IDB, lessonID uuid.UUID) ([]LessonQuestion, error) {
	var questions []LessonQuestion
	err := tx.NewRaw(`SELECT key, at_ms, body FROM catalog.lesson_questions WHERE lesson_id = ? ORDER BY at_ms, key`, lessonID).Scan(ctx, &questions)
	return questions, err
}
