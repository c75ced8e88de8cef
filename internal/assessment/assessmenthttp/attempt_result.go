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
	Position int `json:"position"`
	QuestionReview
	Parts     []QuestionReview `json:"parts,omitempty" doc:"The questions of a case study"`
	Correct   bool             `json:"correct" doc:"All points were earned"`
	Points    int              `json:"points" doc:"Hundredths of a point; below zero where a wrong answer costs"`
	MaxPoints int              `json:"maxPoints"`
}

func findResult(s *web.Server, svc *assessment.Service, address Address) {
	route := web.Route{Method: http.MethodGet, Path: "/attempts/{id}/result", Permission: access.Learn,
		Name: "find-attempt-result", Summary: "The result of a graded attempt of one's own"}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *byAttempt) (*web.Body[AttemptResult], error) {
		result, err := svc.FindResult(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		return web.Respond(resultOf(ctx, result, address)), nil
	})
}

func resultOf(ctx context.Context, r assessment.Result, address Address) AttemptResult {
	a := r.Attempt
	shape := AttemptResult{AttemptID: a.ID, EnrollmentID: a.EnrollmentID, TestKind: string(a.Kind), State: string(a.State),
		Score: *a.Score, MaxScore: a.MaxScore, Scaled: *a.Scaled, Passed: *a.Passed, PassMark: r.Test.PassMark,
		SubmittedAt: a.SubmittedAt.UTC(), Completed: r.Completed}
	if r.NextAttemptAt != nil {
		next := r.NextAttemptAt.UTC()
		shape.NextAttemptAt = &next
	}
	words := viewer{locale: web.Locale(ctx), address: address}
	for _, item := range r.Items {
		shape.Items = append(shape.Items, words.result(item))
	}
	return shape
}
