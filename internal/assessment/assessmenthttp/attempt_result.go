package assessmenthttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

// AttemptResult is a graded attempt. Items are there when the test shows them.
type AttemptResult struct {
	AttemptID     uuid.UUID    `json:"attemptId" format:"uuid"`
	EnrollmentID  uuid.UUID    `json:"enrollmentId" format:"uuid"`
	TestKind      string       `json:"testKind" enum:"pre_test,final"`
	State         string       `json:"state" enum:"started,submitted,graded,expired"`
	Score         int          `json:"score" doc:"Hundredths of a point"`
	MaxScore      int          `json:"maxScore"`
	Scaled        int          `json:"scaled" doc:"Hundredths of 10"`
	Passed        bool         `json:"passed"`
	PassMark      int          `json:"passMark" doc:"Hundredths of 10"`
	SubmittedAt   time.Time    `json:"submittedAt"`
	Items         []ResultItem `json:"items,omitempty"`
	Completed     bool         `json:"completed" doc:"The course is complete"`
	NextAttemptAt *time.Time   `json:"nextAttemptAt,omitempty"`
}

// ResultItem is a graded question with its key.
type ResultItem struct {
	Position    int            `json:"position"`
	Type        string         `json:"type" enum:"single,multiple,true_false,numeric,short_answer"`
	StemHTML    string         `json:"stemHtml"`
	Options     []ResultOption `json:"options,omitempty"`
	AnswerText  string         `json:"answerText,omitempty" doc:"Plain text"`
	CorrectText string         `json:"correctText,omitempty" doc:"Plain text"`
	Correct     bool           `json:"correct"`
	Points      int            `json:"points" doc:"Hundredths of a point"`
	MaxPoints   int            `json:"maxPoints"`
	ExplainHTML string         `json:"explainHtml"`
}

// ResultOption is an option of a graded question.
type ResultOption struct {
	Index       int    `json:"index"`
	HTML        string `json:"html"`
	Correct     bool   `json:"correct"`
	Chosen      bool   `json:"chosen"`
	ExplainHTML string `json:"explainHtml"`
}

func findResult(s *web.Server, svc *assessment.Service) {
	route := web.Route{Method: http.MethodGet, Path: "/attempts/{id}/result", Permission: access.Learn,
		Name: "find-attempt-result", Summary: "The result of a graded attempt of one's own"}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *byAttempt) (*web.Body[AttemptResult], error) {
		result, err := svc.FindResult(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		return web.Respond(resultOf(ctx, result)), nil
	})
}

func resultOf(ctx context.Context, r assessment.Result) AttemptResult {
	a := r.Attempt
	shape := AttemptResult{AttemptID: a.ID, EnrollmentID: a.EnrollmentID, TestKind: string(a.Kind), State: string(a.State),
		Score: *a.Score, MaxScore: a.MaxScore, Scaled: *a.Scaled, Passed: *a.Passed, PassMark: r.Test.PassMark,
		SubmittedAt: a.SubmittedAt.UTC(), Completed: r.Completed}
	if r.NextAttemptAt != nil {
		next := r.NextAttemptAt.UTC()
		shape.NextAttemptAt = &next
	}
	for _, item := range r.Items {
		shape.Items = append(shape.Items, resultItemOf(item, web.Locale(ctx)))
	}
	return shape
}

func resultItemOf(item assessment.ResultItem, locale string) ResultItem {
	shape := ResultItem{Position: item.Position, Type: string(item.Type), StemHTML: item.Stem.In(locale), AnswerText: item.GivenText.In(locale),
		CorrectText: item.RightText.In(locale), Correct: item.Correct(), Points: item.Points, MaxPoints: item.MaxPoints, ExplainHTML: item.Explain.In(locale)}
	for index, o := range item.Options {
		shape.Options = append(shape.Options, ResultOption{Index: index, HTML: o.Text.In(locale), Correct: o.Correct, Chosen: o.Chosen, ExplainHTML: o.Explain.In(locale)})
	}
	return shape
}
