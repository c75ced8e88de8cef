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

func historyRoutes(s *web.Server, g Grading) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/attempts/{id}/history", Permission: access.Learn, Name: "list-own-result-history",
		Summary: "How an own result came about"}, listOwnHistory(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/grading/attempts/{id}/history", Permission: access.ReadGradeHistory, Name: "list-result-history",
		Summary: "How a result came about; each opening is recorded"}, listHistory(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/people/{personId}/results", Permission: access.ReadGradeHistory, Name: "list-person-results",
		Summary: "What a person of the own reach handed in at tests, the newest first; each opening is recorded"}, listResults(g))
}

// PointChange is one line of a result's history. Who acted is named to examiners and inspectors as an id.
type PointChange struct {
	At           time.Time  `json:"at"`
	Cause        string     `json:"cause" enum:"marking,appeal,correction"`
	Position     int        `json:"position" doc:"0: the whole paper"`
	ScoreBefore  int        `json:"scoreBefore" doc:"Hundredths of a point"`
	ScoreAfter   int        `json:"scoreAfter"`
	ScaledBefore *int       `json:"scaledBefore,omitempty" doc:"Hundredths of 10; absent: there was no result yet"`
	ScaledAfter  int        `json:"scaledAfter"`
	PassedBefore *bool      `json:"passedBefore,omitempty"`
	PassedAfter  bool       `json:"passedAfter"`
	Reason       string     `json:"reason,omitempty"`
	ChangedBy    *uuid.UUID `json:"changedBy,omitempty" format:"uuid"`
	ApprovedBy   *uuid.UUID `json:"approvedBy,omitempty" format:"uuid"`
}

// History is how a result came about, the oldest change first.
type History struct {
	Changes []PointChange `json:"changes"`
}

func changesOf(list []assessment.PointChange) []PointChange {
	changes := make([]PointChange, len(list))
	for i, c := range list {
		changes[i] = PointChange{At: c.CreatedAt.UTC(), Cause: string(c.Cause), Position: c.Position, ScoreBefore: c.ScoreBefore, ScoreAfter: c.ScoreAfter,
			ScaledBefore: c.ScaledBefore, ScaledAfter: c.ScaledAfter, PassedBefore: c.PassedBefore, PassedAfter: c.PassedAfter, Reason: c.Reason,
			ChangedBy: &c.ChangedBy, ApprovedBy: c.ApprovedBy}
	}
	return changes
}

func listOwnHistory(g Grading) func(context.Context, access.Principal, *scriptInput) (*web.Body[History], error) {
	return func(ctx context.Context, who access.Principal, in *scriptInput) (*web.Body[History], error) {
		list, err := g.Assessment.ListOwnHistory(ctx, who, in.ID)
		changes := changesOf(list)
		for i := range changes { // a learner is answered by the office, not by a person
			changes[i].ChangedBy, changes[i].ApprovedBy = nil, nil
		}
		return web.Respond(History{Changes: changes}), err
	}
}

func listHistory(g Grading) func(context.Context, access.Principal, *scriptInput) (*web.Body[History], error) {
	return func(ctx context.Context, who access.Principal, in *scriptInput) (*web.Body[History], error) {
		list, err := g.Assessment.ListHistory(ctx, who, in.ID)
		return web.Respond(History{Changes: changesOf(list)}), err
	}
}

// PersonResult is a test that a person handed in.
type PersonResult struct {
	AttemptID   uuid.UUID     `json:"attemptId" format:"uuid"`
	CourseTitle web.LocalText `json:"courseTitle"`
	Kind        string        `json:"kind" enum:"pre_test,final"`
	SubmittedAt time.Time     `json:"submittedAt"`
	Scaled      *int          `json:"scaled,omitempty" doc:"Hundredths of 10; absent while people still mark it"`
	Passed      *bool         `json:"passed,omitempty"`
	Changes     int           `json:"changes" doc:"Lines of its history"`
}

type resultListInput struct {
	PersonID uuid.UUID `path:"personId" format:"uuid"`
	web.Paging
}

func listResults(g Grading) func(context.Context, access.Principal, *resultListInput) (*web.Body[web.List[PersonResult]], error) {
	return func(ctx context.Context, who access.Principal, in *resultListInput) (*web.Body[web.List[PersonResult]], error) {
		list, total, err := g.Assessment.ListResults(ctx, who, in.PersonID, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(list))
		for i, r := range list {
			ids[i] = r.CourseID
		}
		courses, err := g.Courses(ctx, ids)
		return web.Respond(web.ListOf(list, total, in.Paging, func(r assessment.PersonResult) PersonResult {
			return PersonResult{AttemptID: r.AttemptID, CourseTitle: web.LocalText(courses[r.CourseID].Title), Kind: string(r.Kind),
				SubmittedAt: r.SubmittedAt.UTC(), Scaled: r.Scaled, Passed: r.Passed, Changes: r.Changes}
		})), err
	}
}
