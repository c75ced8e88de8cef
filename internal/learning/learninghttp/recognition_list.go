package learninghttp

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// OwnRecognitions is a page of the caller's own requests.
type OwnRecognitions struct {
	web.List[OwnRecognition]
	MayAsk bool `json:"mayAsk" doc:"Officers of an agency may send requests"`
}

func listOwnRecognitions(p Parts) func(context.Context, access.Principal, *web.Paging) (*web.Body[OwnRecognitions], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[OwnRecognitions], error) {
		own, err := p.Learning.ListOwnRecognitions(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		courses, err := coursesOf(ctx, p, own.Requests, func(r learning.Recognition) uuid.UUID { return r.CourseID })
		shape := func(r learning.Recognition) OwnRecognition {
			return OwnRecognition{recognitionOf(r, courses[r.CourseID]), r.MayTakeBack(who)}
		}
		return web.Respond(OwnRecognitions{List: web.ListOf(own.Requests, own.Total, *in, shape), MayAsk: own.MayAsk}), err
	}
}

type recognitionListInput struct {
	web.Paging
	State string `query:"state" enum:"submitted,proposed,returned,accepted,refused,withdrawn,taken_back" doc:"Without it: every state"`
}

func listRecognitions(p Parts) func(context.Context, access.Principal, *recognitionListInput) (*web.Body[web.List[RecognitionCase]], error) {
	return func(ctx context.Context, who access.Principal, in *recognitionListInput) (*web.Body[web.List[RecognitionCase]], error) {
		found, total, err := p.Learning.ListRecognitions(ctx, who, learning.ListRecognitions{State: learning.RecognitionState(in.State), Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		courses, err := coursesOf(ctx, p, found, func(c learning.RecognitionCase) uuid.UUID { return c.CourseID })
		shape := func(c learning.RecognitionCase) RecognitionCase {
			return caseOf(c, courses[c.CourseID], who, web.Locale(ctx))
		}
		return web.Respond(web.ListOf(found, total, in.Paging, shape)), err
	}
}

// coursesOf returns the courses that a list names.
func coursesOf[T any](ctx context.Context, p Parts, list []T, course func(T) uuid.UUID) (map[uuid.UUID]catalog.Course, error) {
	ids := make([]uuid.UUID, len(list))
	for i, item := range list {
		ids[i] = course(item)
	}
	return p.Courses.CoursesByID(ctx, ids)
}

func caseOf(c learning.RecognitionCase, course catalog.Course, who access.Principal, locale string) RecognitionCase {
	check, decide, withdraw := c.MayCheck(who), c.MayDecide(who), c.MayWithdraw(who)
	shown := RecognitionCase{Recognition: recognitionOf(c.Recognition, course), FullName: c.Person.FullName, Unit: c.Person.Unit, Position: c.Person.Position,
		MayCheck: check == nil, MayDecide: decide == nil, MayWithdraw: withdraw == nil}
	for _, why := range []error{check, decide} {
		if errors.Is(why, learning.ErrRecognitionOwn) || errors.Is(why, learning.ErrRecognitionSecond) {
			shown.Blocked = fault.From(why).Text.In(locale)
		}
	}
	return shown
}
