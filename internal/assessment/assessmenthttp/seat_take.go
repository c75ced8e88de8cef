package assessmenthttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

type seatInput struct {
	ID   uuid.UUID `path:"id" format:"uuid"`
	Body struct {
		Seat uuid.UUID `json:"seat" format:"uuid" doc:"The window in which the test is taken from now on, any id that it keeps"`
	}
}

func takeSeat(s *web.Server, svc *assessment.Service) {
	route := web.Route{Method: http.MethodPut, Path: "/attempts/{id}/seat", Permission: access.Learn,
		Name: "take-seat", Summary: "Go on with a running attempt in another window or on another device"}
	web.Handle(s, route, func(ctx context.Context, who access.Principal, in *seatInput) (*struct{}, error) {
		return nil, svc.TakeSeat(ctx, who, in.ID, in.Body.Seat)
	})
}
