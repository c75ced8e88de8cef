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

// AttemptResult is an attempt that was handed in. Items are there when the test shows them. While answers wait for
// people there is no result yet: score is what the platform has scored by itself, where the test shows it.
type AttemptResult struct {
	AttemptID    uuid.UUID    `json:"attemptId" format:"uuid"`
	EnrollmentID uuid.UUID    `json:"enrollmentId" format:"uuid"`
	TestKind     string       `json:"testKind" enum:"pre_test,self_check,final"`
	State        string       `json:"state" enum:"started,submitted,under_review,graded,expired"`
	Waiting      int          `json:"waiting" doc:"Answers that people still mark; above 0: scaled and passed say nothing yet"`
	Score        int          `json:"score" doc:"Hundredths of a point"`
	MaxScore     int          `json:"maxScore"`
	Scaled       int          `json:"scaled" doc:"Hundredths of 10"`
	Passed       bool         `json:"passed"`
	PassMark     int          `json:"passMark" doc:"Hundredths of 10"`
	SubmittedAt  time.Time    `json:"submittedAt"`
	Items        []ResultItem `json:"items,omitempty"`
	Completed    bool         `json:"completed" doc:"The course is complete"`
	Again        Again        `json:"again" doc:"Whether and when the test may be taken again"`
	AppealsUntil *time.Time   `json:"appealsUntil,omitempty" doc:"Absent: the test takes no appeals"`
	MayAppeal    bool         `json:"mayAppeal"`
	Appeals      []OwnAppeal  `json:"appeals,omitempty"`
	Changed      bool         `json:"changed" doc:"The result came or changed after the paper was handed in: it has a history"`
}

// Again is where a test stands for its learner, as the page of the course says it.
type Again struct {
	State       string        `json:"state" enum:"locked,closed,open,running,marking,cooling_off,exhausted,passed"`
	OpensAt     *time.Time    `json:"opensAt,omitempty" doc:"When cooling off ends, or the next sitting opens"`
	Sitting     *AgainSitting `json:"sitting,omitempty" doc:"The sitting that is open, or else opens next; while cooling off the one that is open when it ends"`
	LessonsLeft int           `json:"lessonsLeft,omitempty" doc:"Above zero while the test waits for them"`
}

// AgainSitting is a sitting in which the test may be taken again.
type AgainSitting struct {
	Title     string    `json:"title"`
	OpensAt   time.Time `json:"opensAt"`
	ClosesAt  time.Time `json:"closesAt"`
	NeedsCode bool      `json:"needsCode" doc:"A start in it asks for its access code"`
}

// ResultItem is a graded question with its key.
type ResultItem struct {
	Position int `json:"position"`
	QuestionReview
	Parts     []QuestionReview `json:"parts,omitempty" doc:"The questions of a case study"`
	Waits     bool             `json:"waits,omitempty" doc:"People still mark it"`
	StruckOut bool             `json:"struckOut,omitempty" doc:"It counts for nobody"`
	Marked    []MarkedPart     `json:"marked,omitempty" doc:"What people gave"`
	Correct   bool             `json:"correct" doc:"All points were earned"`
	Points    int              `json:"points" doc:"Hundredths of a point; below zero where a wrong answer costs"`
	MaxPoints int              `json:"maxPoints"`
}

// MarkedPart is what people gave an answer, or a part of a case study.
type MarkedPart struct {
	Part     int               `json:"part" doc:"Of a case study, from 1; 0: the question"`
	Points   int               `json:"points" doc:"Hundredths of a point"`
	Comments []string          `json:"comments,omitempty"`
	Criteria []MarkedCriterion `json:"criteria,omitempty"`
}

// MarkedCriterion is a line of the rubric with the levels that were given.
type MarkedCriterion struct {
	Text      string           `json:"text"`
	MaxPoints int              `json:"maxPoints" doc:"Hundredths of a point"`
	Given     []CriterionLevel `json:"given" doc:"By each marker on whose mark the points rest, without their names"`
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
	shape := AttemptResult{AttemptID: a.ID, EnrollmentID: a.EnrollmentID, TestKind: string(a.Kind), State: string(a.State), Waiting: r.Waiting,
		MaxScore: a.MaxScore, PassMark: r.Test.PassMark, SubmittedAt: a.SubmittedAt.UTC(), Completed: r.Completed,
		Again: againOf(r.Standing), AppealsUntil: inUTC(r.AppealsUntil), MayAppeal: r.AppealsUntil != nil && r.AppealsUntil.After(a.ReadAt)}
	if a.State == assessment.Graded {
		shape.Scaled, shape.Passed = *a.Scaled, *a.Passed
		shape.Changed = a.DecidedAt().After(*a.SubmittedAt)
	}
	if a.State == assessment.Graded || r.Test.Feedback == assessment.AfterSubmit {
		shape.Score = *a.Score
	}
	for _, appeal := range r.Appeals {
		shape.Appeals = append(shape.Appeals, ownAppealOf(appeal))
	}
	words := viewer{locale: web.Locale(ctx), address: address}
	for _, item := range r.Items {
		shape.Items = append(shape.Items, words.result(item))
	}
	return shape
}

func againOf(st assessment.TestStanding) Again {
	again := Again{State: string(st.State), OpensAt: inUTC(st.OpensAt), LessonsLeft: st.LessonsLeft}
	if in := st.Door.Sitting; in != nil {
		again.Sitting = &AgainSitting{Title: in.Title, OpensAt: in.OpensAt.UTC(), ClosesAt: in.ClosesAt.UTC(), NeedsCode: in.NeedsCode()}
	}
	return again
}

func inUTC(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	utc := at.UTC()
	return &utc
}
