package organizationhttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
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
		parent, err := optionalID("parent", in.Parent)
		if err != nil {
			return nil, err
		}
		day, err := dayOf(in.AsOf, svc.Today())
		if err != nil {
			return nil, err
		}
		agencies, total, err := svc.ListAgencies(ctx, organization.ListAgencies{ParentID: parent, Query: in.Query, AsOf: day, Limit: in.Limit(), Offset: in.Offset()})
		return web.Respond(web.ListOf(agencies, total, in.Paging, agencyOf)), err
	}
}

func agencyOf(a organization.Agency) Agency {
	return Agency{ID: a.ID, Name: a.Name, Kind: string(a.Kind), Code: a.Code, ParentID: a.ParentID, ChildCount: a.ChildCount, ParentName: a.ParentName}
}
