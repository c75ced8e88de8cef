package learninghttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

type answerQuestionInput struct {
	LessonInput
	QuestionID string `path:"questionId" maxLength:"60"`
	Body       struct {
		Choices []int  `json:"choices,omitempty" maxItems:"10" nullable:"false" doc:"Indexes of the options (single, multiple)"`
		Truth   *bool  `json:"truth,omitempty" doc:"true_false"`
		Text    string `json:"text,omitempty" maxLength:"500" doc:"numeric, short_answer: as typed"`
	}
}

// QuestionFeedback says whether an answer to a question of a video was right, and why. The right answer is told only
// once it was found.
type QuestionFeedback struct {
	Correct     bool             `json:"correct"`
	Solved      bool             `json:"solved" doc:"Now or before: it need not be answered again"`
	ExplainHTML string           `json:"explainHtml" doc:"Empty until the question is answered rightly"`
	CorrectText string           `json:"correctText,omitempty" doc:"Plain text, once found"`
	Options     []FeedbackOption `json:"options,omitempty" doc:"The chosen ones; all of them once the right ones were found"`
}

// FeedbackOption is an option with what is to be said about it.
type FeedbackOption struct {
	Index       int    `json:"index"`
	Correct     bool   `json:"correct"`
	Chosen      bool   `json:"chosen"`
	ExplainHTML string `json:"explainHtml"`
}

func answerQuestion(p Parts) func(context.Context, access.Principal, *answerQuestionInput) (*web.Body[QuestionFeedback], error) {
	return func(ctx context.Context, who access.Principal, in *answerQuestionInput) (*web.Body[QuestionFeedback], error) {
		cmd := learning.AnswerQuestion{EnrollmentID: in.ID, LessonID: in.LessonID, Key: in.QuestionID}
		cmd.Answer.Choices, cmd.Answer.Truth, cmd.Answer.Text = in.Body.Choices, in.Body.Truth, in.Body.Text
		feedback, err := p.Learning.AnswerQuestion(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		return web.Respond(feedbackOf(feedback, web.Locale(ctx))), nil
	}
}

func feedbackOf(f learning.QuestionFeedback, locale string) QuestionFeedback {
	shape := QuestionFeedback{Correct: f.Correct, Solved: f.Correct}
	if f.Correct {
		shape.ExplainHTML, shape.CorrectText = f.Body.Explain.In(locale), f.RightText.In(locale)
	}
	for i, o := range f.Body.Options {
		if f.Correct || f.Chosen[i] {
			shape.Options = append(shape.Options, FeedbackOption{Index: i, Correct: o.Correct, Chosen: f.Chosen[i], ExplainHTML: o.Explain.In(locale)})
		}
	}
	return shape
}
