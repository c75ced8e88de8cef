package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/catalog"
	"taphuan/internal/question"
)

// VideoQuestion (câu hỏi trong video) is a question for oneself, without its key. It counts for nothing but the text
// way: who reads the transcript instead of watching answers them all.
type VideoQuestion struct {
	Key    string
	AtMs   int
	Solved bool
	question.View
}

// listVideoQuestions returns the questions of a lesson's video as its learner may see them.
func listVideoQuestions(ctx context.Context, tx bun.IDB, enrollment, lesson uuid.UUID) ([]VideoQuestion, error) {
	stored, err := catalog.FindLessonQuestions(ctx, tx, lesson)
	if err != nil || len(stored) == 0 {
		return nil, err
	}
	solved, err := solvedQuestions(ctx, tx, enrollment, lesson)
	if err != nil {
		return nil, err
	}
	list := make([]VideoQuestion, len(stored))
	for i, q := range stored {
		body, err := question.ParseBody(q.Body)
		if err != nil {
			return nil, err
		}
		view, err := question.Redact(body, question.Layout{})
		if err != nil {
			return nil, err
		}
		list[i] = VideoQuestion{Key: q.Key, AtMs: q.AtMs, Solved: solved[q.Key], View: view}
	}
	return list, nil
}

// solvedQuestions returns the keys of the questions that were answered rightly.
func solvedQuestions(ctx context.Context, tx bun.IDB, enrollment, lesson uuid.UUID) (map[string]bool, error) {
	var keys []string
	err := tx.NewRaw(`SELECT question_key FROM learning.solved_questions WHERE enrollment_id = ? AND lesson_id = ?`, enrollment, lesson).Scan(ctx, &keys)
	solved := make(map[string]bool, len(keys))
	for _, key := range keys {
		solved[key] = true
	}
	return solved, err
}
