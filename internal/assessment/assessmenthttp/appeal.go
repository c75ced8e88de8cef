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

func appealRoutes(s *web.Server, g Grading) {
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/attempts/{id}/appeals", Permission: access.Learn, Name: "submit-appeal",
		Summary: "Ask that a question, or the whole paper, of an own result be looked at again", Status: http.StatusCreated}, submitAppeal(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/appeals", Permission: access.ManageGrading, Name: "list-appeals",
		Summary: "Appeals without names, the oldest first"}, listAppeals(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/appeals/{id}", Permission: access.ManageGrading, Name: "find-appeal",
		Summary: "An appeal with the graded paper, without a name"}, findAppeal(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/appeals/{id}/files/{file}", Permission: access.ManageGrading, Name: "open-appeal-file",
		Summary: "A file that was handed in with what the appeal is about; each opening is recorded"}, openAppealFile(g))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/appeals/{id}/answer", Permission: access.ManageGrading, Name: "answer-appeal",
		Summary: "Keep the result with an answer, or propose other points"}, answerAppeal(g))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/appeals/{id}/decision", Permission: access.ManageGrading, Name: "decide-appeal",
		Summary: "Give the proposed points, or keep the old ones; a second person's word"}, decideAppeal(g))
}

// OwnAppeal is an appeal as its learner sees it.
type OwnAppeal struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Position  int       `json:"position" doc:"0: the whole paper"`
	Reason    string    `json:"reason"`
	State     string    `json:"state" enum:"open,proposed,changed,kept"`
	CreatedAt time.Time `json:"createdAt"`
	Answer    string    `json:"answer,omitempty" doc:"Once it is decided"`
}

func ownAppealOf(a assessment.Appeal) OwnAppeal {
	shape := OwnAppeal{ID: a.ID, Position: a.Position, Reason: a.Reason, State: string(a.State), CreatedAt: a.CreatedAt.UTC()}
	switch {
	case a.State == assessment.AppealProposed:
		shape.State = string(assessment.AppealOpen) // nothing is decided yet
	case a.State == assessment.AppealKept && a.Decision != "":
		shape.Answer = a.Decision
	case a.State != assessment.AppealOpen:
		shape.Answer = a.Answer
	}
	return shape
}

type appealInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		Position int    `json:"position" minimum:"0" maximum:"500" doc:"0: the whole paper"`
		Reason   string `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

func submitAppeal(g Grading) func(context.Context, access.Principal, *appealInput) (*web.Body[OwnAppeal], error) {
	return func(ctx context.Context, who access.Principal, in *appealInput) (*web.Body[OwnAppeal], error) {
		a, err := g.Assessment.SubmitAppeal(ctx, who, assessment.SubmitAppeal{AttemptID: in.ID, Position: in.Body.Position, Reason: in.Body.Reason})
		return web.Respond(ownAppealOf(a)), err
	}
}

// Appeal is an appeal as whoever handles it sees it: a code, never a name.
type Appeal struct {
	ID             uuid.UUID     `json:"id" format:"uuid"`
	Code           string        `json:"code" doc:"Of the paper"`
	AttemptID      uuid.UUID     `json:"attemptId" format:"uuid"`
	CourseTitle    web.LocalText `json:"courseTitle"`
	Position       int           `json:"position" doc:"0: the whole paper"`
	Reason         string        `json:"reason"`
	State          string        `json:"state" enum:"open,proposed,changed,kept"`
	CreatedAt      time.Time     `json:"createdAt"`
	Answer         string        `json:"answer,omitempty"`
	PointsPosition *int          `json:"pointsPosition,omitempty" doc:"Whose points change"`
	Points         *int          `json:"points,omitempty" doc:"Hundredths that are proposed"`
	Decision       string        `json:"decision,omitempty"`
	MayAnswer      bool          `json:"mayAnswer"`
	MayDecide      bool          `json:"mayDecide"`
}

func appealOf(a assessment.Appeal, title web.LocalText, who access.Principal) Appeal {
	return Appeal{ID: a.ID, Code: assessment.Code(a.AttemptID), AttemptID: a.AttemptID, CourseTitle: title, Position: a.Position, Reason: a.Reason, State: string(a.State),
		CreatedAt: a.CreatedAt.UTC(), Answer: a.Answer, PointsPosition: a.PointsPosition, Points: a.Points, Decision: a.Decision,
		MayAnswer: a.MayAnswer(who) == nil, MayDecide: a.MayDecide(who) == nil}
}

type appealListInput struct {
	web.Paging
	State string `query:"state" enum:"open,proposed,changed,kept" doc:"Without it: those that wait for somebody"`
}

func listAppeals(g Grading) func(context.Context, access.Principal, *appealListInput) (*web.Body[web.List[Appeal]], error) {
	return func(ctx context.Context, who access.Principal, in *appealListInput) (*web.Body[web.List[Appeal]], error) {
		list, total, err := g.Assessment.ListAppeals(ctx, who, assessment.ListAppeals{State: assessment.AppealState(in.State), Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(list))
		for i, a := range list {
			ids[i] = a.CourseID
		}
		courses, err := g.Courses(ctx, ids)
		return web.Respond(web.ListOf(list, total, in.Paging, func(a assessment.Appeal) Appeal {
			return appealOf(a, web.LocalText(courses[a.CourseID].Title), who)
		})), err
	}
}

// AppealPage is an appeal with the paper that it is about.
type AppealPage struct {
	Appeal
	Scaled  int           `json:"scaled" doc:"Hundredths of 10"`
	Items   []ResultItem  `json:"items"`
	History []PointChange `json:"history"`
}

func findAppeal(g Grading) func(context.Context, access.Principal, *scriptInput) (*web.Body[AppealPage], error) {
	return func(ctx context.Context, who access.Principal, in *scriptInput) (*web.Body[AppealPage], error) {
		page, err := g.Assessment.FindAppeal(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		shape := AppealPage{Appeal: appealOf(page.Appeal, web.LocalText(page.Test.Title), who), Items: []ResultItem{}, History: changesOf(page.History)}
		if page.Attempt.Scaled != nil {
			shape.Scaled = *page.Attempt.Scaled
		}
		words := viewer{locale: web.Locale(ctx), address: g.Address}
		for _, item := range page.Items {
			shape.Items = append(shape.Items, words.result(item))
		}
		return web.Respond(shape), nil
	}
}

type appealAnswerInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		Answer   string `json:"answer" minLength:"1" maxLength:"500" doc:"For the learner"`
		Position int    `json:"position,omitempty" minimum:"0" maximum:"500" doc:"Whose points change; 0: the question of the appeal"`
		Points   *int   `json:"points,omitempty" minimum:"0" maximum:"100000" doc:"Hundredths; without it the result stays"`
	}
}

func answerAppeal(g Grading) func(context.Context, access.Principal, *appealAnswerInput) (*web.Body[Appeal], error) {
	return func(ctx context.Context, who access.Principal, in *appealAnswerInput) (*web.Body[Appeal], error) {
		a, err := g.Assessment.AnswerAppeal(ctx, who, assessment.AnswerAppeal{ID: in.ID, Position: in.Body.Position, Points: in.Body.Points, Answer: in.Body.Answer})
		return g.changedAppeal(ctx, who, a, err)
	}
}

type secondWordInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		Approve bool   `json:"approve"`
		Reason  string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

func decideAppeal(g Grading) func(context.Context, access.Principal, *secondWordInput) (*web.Body[Appeal], error) {
	return func(ctx context.Context, who access.Principal, in *secondWordInput) (*web.Body[Appeal], error) {
		a, err := g.Assessment.DecideAppeal(ctx, who, assessment.DecideAppeal{ID: in.ID, Approve: in.Body.Approve, Reason: in.Body.Reason})
		return g.changedAppeal(ctx, who, a, err)
	}
}

func (g Grading) changedAppeal(ctx context.Context, who access.Principal, a assessment.Appeal, err error) (*web.Body[Appeal], error) {
	if err != nil {
		return nil, err
	}
	courses, err := g.Courses(ctx, []uuid.UUID{a.CourseID})
	return web.Respond(appealOf(a, web.LocalText(courses[a.CourseID].Title), who)), err
}
