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
	Kind string    `path:"kind" enum:"pre_test,self_check,final"`
	Body *struct {
		Seat uuid.UUID `json:"seat,omitempty" format:"uuid" doc:"The window in which the test is taken, any id that it keeps"`
		Code string    `json:"code,omitempty" maxLength:"60" doc:"The access code, where the sitting asks for one"`
	} `required:"false"`
}

func startAttempt(s *web.Server, svc *assessment.Service, address Address) {
	route := web.Route{Method: http.MethodPost, Path: "/enrollments/{id}/tests/{kind}/attempts", Permission: access.Learn,
		Name: "start-attempt", Summary: "Start a test, or return the attempt that runs", Status: http.StatusCreated}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *startInput) (*web.Body[Attempt], error) {
		cmd := assessment.StartAttempt{EnrollmentID: in.ID, Kind: assessment.Kind(in.Kind)}
		if in.Body != nil {
			cmd.Seat, cmd.Code = in.Body.Seat, in.Body.Code
		}
		page, err := svc.StartAttempt(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		return web.Respond(attemptOf(ctx, page, address)), nil
	})
}
