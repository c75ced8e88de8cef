package assessmenthttp

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

func observationRoutes(s *web.Server, g Grading) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/attempts/{id}/observation", Permission: access.Learn, Name: "find-own-observation",
		Summary: "What is noted about an own attempt beside its answers"}, findOwnObservation(g))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/attempts/{id}/observation/reply", Permission: access.Learn, Name: "reply-to-observation",
		Summary: "Say something to what is noted about an own attempt"}, replyToObservation(g))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/grading/observations", Permission: access.ManageGrading, Name: "list-observations",
		Summary: "What is noted about final attempts, without names; each opening is recorded"}, listObservations(g))
}

// OwnObservation is what is noted about an attempt, for its learner. It decides nothing.
type OwnObservation struct {
	Noted       bool        `json:"noted" doc:"False: nothing is noted, and the rest is empty"`
	AwayTimes   int         `json:"awayTimes" doc:"How often the page of the test was left for more than two seconds"`
	AwaySeconds int         `json:"awaySeconds"`
	Similar     []AlikeWith `json:"similar" doc:"Papers with far more identical wrong answers than chance gives"`
	Reply       string      `json:"reply,omitempty"`
	RepliedAt   *time.Time  `json:"repliedAt,omitempty"`
}

// AlikeWith says how alike another paper is.
type AlikeWith struct {
	Code      string  `json:"code,omitempty" doc:"Of the other paper, for examiners"`
	BothWrong int     `json:"bothWrong" doc:"Questions that both got wrong"`
	Identical int     `json:"identical" doc:"Of these with the same wrong answer"`
	Chance    float64 `json:"chance" doc:"Of so many or more, for two people who answer on their own"`
}

func ownObservationOf(o assessment.Observation) OwnObservation {
	shape := OwnObservation{Noted: true, AwayTimes: o.AwayTimes, AwaySeconds: o.AwaySeconds, Similar: alikeOf(o.Similar), Reply: o.Reply, RepliedAt: inUTC(o.RepliedAt)}
	for i := range shape.Similar { // whose paper it is must not be found out by comparing codes
		shape.Similar[i].Code = ""
	}
	return shape
}

func alikeOf(list []assessment.Similarity) []AlikeWith {
	shapes := make([]AlikeWith, len(list))
	for i, s := range list {
		shapes[i] = AlikeWith{Code: assessment.Code(s.OtherAttemptID), BothWrong: s.BothWrong, Identical: s.Identical, Chance: s.Chance}
	}
	return shapes
}

func findOwnObservation(g Grading) func(context.Context, access.Principal, *byAttempt) (*web.Body[OwnObservation], error) {
	return func(ctx context.Context, who access.Principal, in *byAttempt) (*web.Body[OwnObservation], error) {
		found, err := g.Assessment.FindOwnObservation(ctx, who, in.ID)
		if errors.Is(err, assessment.ErrNothingNoted) {
			return web.Respond(OwnObservation{Similar: []AlikeWith{}}), nil
		}
		return web.Respond(ownObservationOf(found)), err
	}
}

type observationReplyInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		Reply string `json:"reply" minLength:"1" maxLength:"2000"`
	}
}

func replyToObservation(g Grading) func(context.Context, access.Principal, *observationReplyInput) (*web.Body[OwnObservation], error) {
	return func(ctx context.Context, who access.Principal, in *observationReplyInput) (*web.Body[OwnObservation], error) {
		found, err := g.Assessment.ReplyToObservation(ctx, who, in.ID, in.Body.Reply)
		return web.Respond(ownObservationOf(found)), err
	}
}

// Observation is what is noted about an attempt, for examiners: a code, never a name.
type Observation struct {
	Code        string        `json:"code" doc:"Of the paper"`
	CourseTitle web.LocalText `json:"courseTitle"`
	AwayTimes   int           `json:"awayTimes"`
	AwaySeconds int           `json:"awaySeconds"`
	Similar     []AlikeWith   `json:"similar"`
	Reply       string        `json:"reply,omitempty" doc:"The learner's own words"`
	RepliedAt   *time.Time    `json:"repliedAt,omitempty"`
}

func listObservations(g Grading) func(context.Context, access.Principal, *web.Paging) (*web.Body[web.List[Observation]], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[Observation]], error) {
		list, total, err := g.Assessment.ListObservations(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(list))
		for i, o := range list {
			ids[i] = o.CourseID
		}
		courses, err := g.Courses(ctx, ids)
		return web.Respond(web.ListOf(list, total, *in, func(o assessment.Observation) Observation {
			return Observation{Code: assessment.Code(o.AttemptID), CourseTitle: web.LocalText(courses[o.CourseID].Title), AwayTimes: o.AwayTimes, AwaySeconds: o.AwaySeconds,
				Similar: alikeOf(o.Similar), Reply: o.Reply, RepliedAt: inUTC(o.RepliedAt)}
		})), err
	}
}
