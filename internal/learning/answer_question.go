package learning

import (
	"context"
	"database/sql"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// AnswerQuestion is an answer to a question of a video.
type AnswerQuestion struct {
	EnrollmentID uuid.UUID
	LessonID     uuid.UUID
	Key          string
	Answer       question.Answer
}

// QuestionFeedback says whether an answer was right. The right one is told only to who has found it; whoever has not
// learns why their own choices are wrong and tries again.
type QuestionFeedback struct {
	Correct   bool
	Chosen    map[int]bool
	Body      question.Body
	RightText question.LocalText
}

var errEmptyAnswer = fault.ErrInvalid.At("body", "answer.empty", fault.Text{
	VI: "Hãy chọn hoặc nhập câu trả lời trước.", EN: "Choose or type an answer first."})

// AnswerQuestion scores an answer at once and notes a right one; answers are not kept. Errors: fault.ErrNotFound for
// another's enrollment and a question that the lesson does not have, fault.ErrInvalid for an answer that the question
// cannot have.
func (s *Service) AnswerQuestion(ctx context.Context, who access.Principal, a AnswerQuestion) (QuestionFeedback, error) {
	if a.Answer.Empty() {
		return QuestionFeedback{}, errEmptyAnswer
	}
	var feedback QuestionFeedback
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := lockOwn(ctx, tx, a.EnrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		if feedback.Body, err = findQuestion(ctx, tx, e, a); err != nil {
			return err
		}
		if fields := question.CheckAnswer(feedback.Body, a.Answer); len(fields) > 0 {
			return fault.ErrInvalid.At(fields[0].Path, fields[0].Code, fields[0].Text)
		}
		points, err := question.Score(feedback.Body, question.Layout{}, a.Answer)
		if err != nil {
			return err
		}
		feedback.Correct, feedback.Chosen = points == feedback.Body.MaxPoints, map[int]bool{}
		feedback.RightText = question.RightAnswer(feedback.Body, question.Layout{})
		for _, choice := range a.Answer.Choices {
			feedback.Chosen[choice] = true
		}
		return noteSolved(ctx, tx, e, a, feedback.Correct)
	})
	return feedback, err
}

// findQuestion returns a question of a lesson of the enrollment's own course version.
func findQuestion(ctx context.Context, tx bun.IDB, e Enrollment, a AnswerQuestion) (question.Body, error) {
	if _, err := findLesson(ctx, tx, e, a.LessonID); err != nil {
		return question.Body{}, err
	}
	stored, err := catalog.FindLessonQuestions(ctx, tx, a.LessonID)
	if err != nil {
		return question.Body{}, err
	}
	for _, q := range stored {
		if q.Key == a.Key {
			return question.ParseBody(q.Body)
		}
	}
	return question.Body{}, sql.ErrNoRows
}

func noteSolved(ctx context.Context, tx bun.IDB, e Enrollment, a AnswerQuestion, correct bool) error {
	if !correct {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO learning.solved_questions (enrollment_id, lesson_id, question_key, person_id, agency_id)
		VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, e.ID, a.LessonID, a.Key, e.PersonID, e.AgencyID)
	return err
}
