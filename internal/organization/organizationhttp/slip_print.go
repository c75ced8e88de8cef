package organizationhttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
)

type slipInput struct {
	AgencyInput
	Body struct {
		SchoolClassID *uuid.UUID  `json:"schoolClassId,omitempty" doc:"Everybody in the class today"`
		PersonIDs     []uuid.UUID `json:"personIds,omitempty" maxItems:"2000"`
	}
}

func printSlips(p Parts) func(context.Context, access.Principal, *slipInput) (*File, error) {
	return func(ctx context.Context, who access.Principal, in *slipInput) (*File, error) {
		cmd := organization.PrintSlips{AgencyID: in.ID, PersonIDs: in.Body.PersonIDs, Address: p.Address, Demo: p.Demo}
		if in.Body.SchoolClassID != nil {
			cmd.SchoolClassID = *in.Body.SchoolClassID
		}
		sheet, err := p.Organization.PrintSlips(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		return download("application/pdf", "phieu-dang-nhap.pdf", sheet), nil
	}
}
