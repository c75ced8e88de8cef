package assessmenthttp

import (
	"context"
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

func submitAttempt(s *web.Server, svc *assessment.Service, address Address) {
	route := web.Route{Method: http.MethodPost, Path: "/attempts/{id}/submit", Permission: access.Learn,
		Name: "submit-attempt", Summary: "Submit an attempt; again returns the same result"}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *byAttempt) (*web.Body[AttemptResult], error) {
		result, err := svc.SubmitAttempt(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		return web.Respond(resultOf(ctx, result, address)), nil
	})
}
