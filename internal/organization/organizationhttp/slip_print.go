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
		RosterID      *uuid.UUID  `json:"rosterId,omitempty" doc:"Everybody whom this list has added"`
		UnitID        *uuid.UUID  `json:"unitId,omitempty" doc:"Officers of the agency or of a unit below it who have never signed in"`
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
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/slips/unused", Permission: access.PrintSlips, Name: "list-unused-slips",
		Summary: "Slips of the agency's subtree that were printed and not used; every opening is shown to the people"}, listUnusedSlips(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/slips/unused/file", Permission: access.PrintSlips, Name: "export-unused-slips",
		Summary: "The unused slips as .xlsx, without their passwords"}, unusedSlipFile(svc))
}

func printSlips(svc *organization.Service, form SlipForm) func(context.Context, access.Principal, *slipInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *slipInput) (*web.File, error) {
		cmd := organization.PrintSlips{AgencyID: in.ID, PersonIDs: in.Body.PersonIDs, Address: form.Address, Demo: form.Demo}
		for to, from := range map[*uuid.UUID]*uuid.UUID{&cmd.SchoolClassID: in.Body.SchoolClassID, &cmd.RosterID: in.Body.RosterID, &cmd.UnitID: in.Body.UnitID} {
			if from != nil {
				*to = *from
			}
		}
		sheet, err := svc.PrintSlips(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		return web.Download("application/pdf", "phieu-dang-nhap.pdf", sheet), nil
	}
}
