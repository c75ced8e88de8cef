package assessment

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/media"
	"taphuan/internal/question"
)

// PreviewQuestion asks how a question that is being written would stand on a paper. Seed draws its layout; Answer is
// what its author tries, in places on the screen.
type PreviewQuestion struct {
	CourseKey string
	Question  BankQuestion
	Seed      uint64
	Answer    question.Answer
}

// QuestionPreview (xem trước câu hỏi) is what a question would be; without anything but Problems and Pictures while there
// are problems.
type QuestionPreview struct {
	Problems []fault.Field // paths within the question: "topic", "body.stem.vi"
	Pictures []media.File  // that it shows
	View     question.View
	Values   []question.Value // of the variables of a formula
	Solution question.Answer  // in places on the screen; empty for what people mark
	Right    question.LocalText
	Tried    *ResultItem // nil while nothing is answered, or where the answer is not one to this question
}

// PreviewQuestion checks a question of a course and shows it as a learner would see it. Nothing is stored. It needs
// course.manage at whose course it is; fault.ErrNotFound.
func (s *Service) PreviewQuestion(ctx context.Context, who access.Principal, cmd PreviewQuestion) (QuestionPreview, error) {
	var preview QuestionPreview
	err := s.inBank(ctx, who, access.ManageCourses, cmd.CourseKey, func(ctx context.Context, tx bun.Tx, b bankOf) error {
		var err error
		preview, err = b.look(ctx, tx, &cmd.Question)
		return err
	})
	if err != nil || len(preview.Problems) > 0 {
		return preview, err
	}
	return preview, preview.show(cmd)
}

// look says what is wrong with a question and which pictures it shows, and gives its images their sizes.
func (b bankOf) look(ctx context.Context, tx bun.IDB, q *BankQuestion) (QuestionPreview, error) {
	files, foreign, err := placeImages(ctx, tx, b.course.ID, &q.Body)
	if err != nil {
		return QuestionPreview{}, err
	}
	topics, err := b.topics(ctx, tx)
	return QuestionPreview{Problems: contentProblems(*q, topics, foreign), Pictures: slices.SortedFunc(maps.Values(files), byID)}, err
}

// show lays the question out and tries the answer.
func (p *QuestionPreview) show(cmd PreviewQuestion) error {
	body := cmd.Question.Body
	layout, err := question.Arrange(body, cmd.Seed, 1)
	if err != nil {
		return err
	}
	if p.View, err = question.Redact(body, layout); err != nil {
		return err
	}
	p.Values, p.Right = layout.Values, question.RightAnswer(body, layout)
	p.Solution = question.Given(body, layout, question.Solution(body, layout))
	p.Tried, err = tried(body, layout, cmd.Answer)
	return err
}

// tried scores an answer; nil for one that is empty or was given to the question before it changed.
func tried(body question.Body, layout question.Layout, given question.Answer) (*ResultItem, error) {
	if given.Empty() || len(question.CheckAnswer(body, given)) > 0 {
		return nil, nil
	}
	answer, err := question.Stored(body, layout, given)
	if err != nil || len(question.CheckAnswer(body, answer)) > 0 {
		return nil, nil
	}
	points, err := question.Score(body, layout, answer)
	if err != nil {
		return nil, err
	}
	review, err := question.ReviewOf(body, layout, answer)
	return &ResultItem{Position: 1, Review: review, Points: int(points), MaxPoints: int(body.MaxPoints), Waits: len(question.ToMark(body, layout, answer)) > 0}, err
}

func byID(a, b media.File) int { return bytes.Compare(a.ID[:], b.ID[:]) }
