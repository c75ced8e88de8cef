package assessmenthttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

type startInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"Enrollment"`
	Kind string    `path:"kind" enum:"pre_test,final"`
}

func startAttempt(s *web.Server, svc *assessment.Service, address Address) {
	route := web.Route{Method: http.MethodPost, Path: "/enrollments/{id}/tests/{kind}/attempts", Permission: access.Learn,
		Name: "start-attempt", Summary: "Start a test, or return the attempt that runs", Status: http.StatusCreated}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *startInput) (*web.Body[Attempt], error) {
		page, err := svc.StartAttempt(ctx, who, in.ID, assessment.Kind(in.Kind))
		if err != nil {
			return nil, err
		}
		return web.Respond(attemptOf(ctx, page, address)), nil
	})
}
