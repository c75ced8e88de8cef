package organizationhttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type slipInput struct {
	AgencyInput
	Body struct {
		SchoolClassID *uuid.UUID  `json:"schoolClassId,omitempty" doc:"Everybody in the class today"`
		PersonIDs     []uuid.UUID `json:"personIds,omitempty" maxItems:"2000"`
	}
}

// SlipForm is what is the same on every slip.
type SlipForm struct {
	Address string // what people type to reach the platform, without a scheme: "taphuan.example.vn"
	Demo    bool   // carries the demonstration mark
}

// SlipRoutes adds the printing of slips.
func SlipRoutes(s *web.Server, svc *organization.Service, form SlipForm) {
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agencies/{id}/slips", Permission: access.PrintSlips, Name: "print-slips",
		Summary: "New one-time passwords as a PDF of slips; older ones are void"}, printSlips(svc, form))
}

func printSlips(svc *organization.Service, form SlipForm) func(context.Context, access.Principal, *slipInput) (*File, error) {
	return func(ctx context.Context, who access.Principal, in *slipInput) (*File, error) {
		cmd := organization.PrintSlips{AgencyID: in.ID, PersonIDs: in.Body.PersonIDs, Address: form.Address, Demo: form.Demo}
		if in.Body.SchoolClassID != nil {
			cmd.SchoolClassID = *in.Body.SchoolClassID
		}
		sheet, err := svc.PrintSlips(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		return download("application/pdf", "phieu-dang-nhap.pdf", sheet), nil
	}
}
