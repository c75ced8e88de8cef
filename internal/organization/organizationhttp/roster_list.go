package organizationhttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type rosterListInput struct {
	web.Paging
	AgencyInput
	Kind string `query:"kind" enum:"students,officers"`
}

func listRosters(svc *organization.Service) func(context.Context, access.Principal, *rosterListInput) (*web.Body[web.List[RosterLine]], error) {
	return func(ctx context.Context, who access.Principal, in *rosterListInput) (*web.Body[web.List[RosterLine]], error) {
		rosters, total, err := svc.ListRosters(ctx, who, organization.ListRosters{
			AgencyID: in.ID, Kind: organization.RosterKind(in.Kind), Limit: in.Limit(), Offset: in.Offset()})
		return web.Respond(web.ListOf(rosters, total, in.Paging, lineOf)), err
	}
}
