package organizationhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type agencyListInput struct {
	web.Paging
	Parent string `query:"parent" format:"uuid" maxLength:"36"`
	AsOf   string `query:"asOf" format:"date" maxLength:"10" doc:"Day; today when absent"`
	Query  string `query:"q" maxLength:"100"`
}

// Agency is one agency in a list.
type Agency struct {
	ID         uuid.UUID  `json:"id"`
	Name       string     `json:"name"`
	Kind       string     `json:"kind"`
	Code       string     `json:"code"`
	ParentID   *uuid.UUID `json:"parentId,omitempty"`
	ChildCount int        `json:"childCount"`
	ParentName string     `json:"parentName,omitempty"`
}

func listAgencies(svc *organization.Service) func(context.Context, access.Principal, *agencyListInput) (*web.Body[web.List[Agency]], error) {
	return func(ctx context.Context, _ access.Principal, in *agencyListInput) (*web.Body[web.List[Agency]], error) {
		q := organization.ListAgencies{Query: in.Query, AsOf: svc.Today(), Limit: in.Limit(), Offset: in.Offset()}
		var err error
		if in.Parent != "" {
			if q.ParentID, err = uuid.Parse(in.Parent); err != nil {
				return nil, fault.ErrInvalid.At("query.parent", "invalid", fault.TextInvalid)
			}
		}
		if in.AsOf != "" {
			if q.AsOf, err = time.Parse(time.DateOnly, in.AsOf); err != nil {
				return nil, fault.ErrInvalid.At("query.asOf", "not_a_date", fault.TextInvalid)
			}
		}
		agencies, total, err := svc.ListAgencies(ctx, q)
		return web.Respond(web.ListOf(agencies, total, in.Paging, agencyOf)), err
	}
}

func agencyOf(a organization.Agency) Agency {
	return Agency{ID: a.ID, Name: a.Name, Kind: string(a.Kind), Code: a.Code, ParentID: a.ParentID, ChildCount: a.ChildCount, ParentName: a.ParentName}
}
