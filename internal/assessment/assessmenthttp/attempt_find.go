package assessmenthttp

import (
	"context"
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

func findAttempt(s *web.Server, svc *assessment.Service, address Address) {
	route := web.Route{Method: http.MethodGet, Path: "/attempts/{id}", Permission: access.Learn,
		Name: "find-attempt", Summary: "An attempt of one's own with its questions and saved answers"}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *byAttempt) (*web.Body[Attempt], error) {
		page, err := svc.FindAttempt(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		return web.Respond(attemptOf(ctx, page, address)), nil
	})
}
