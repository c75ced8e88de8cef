package organizationhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type unusedSlipsInput struct {
	web.Paging
	AgencyInput
}

// UnusedSlip is a printed slip that nobody has used.
type UnusedSlip struct {
	PersonID  uuid.UUID `json:"personId"`
	FullName  string    `json:"fullName"`
	Code      string    `json:"code"`
	Group     string    `json:"group" doc:"School class or unit"`
	Username  string    `json:"username"`
	PrintedAt time.Time `json:"printedAt"`
	ExpiresAt time.Time `json:"expiresAt"`
}

func listUnusedSlips(svc *organization.Service) func(context.Context, access.Principal, *unusedSlipsInput) (*web.Body[web.List[UnusedSlip]], error) {
	return func(ctx context.Context, who access.Principal, in *unusedSlipsInput) (*web.Body[web.List[UnusedSlip]], error) {
		slips, total, err := svc.ListUnusedSlips(ctx, who, organization.ListUnusedSlips{AgencyID: in.ID, Limit: int(in.Limit()), Offset: int(in.Offset())})
		return web.Respond(web.ListOf(slips, total, in.Paging, func(s organization.UnusedSlip) UnusedSlip { return UnusedSlip(s) })), err
	}
}

func unusedSlipFile(svc *organization.Service) func(context.Context, access.Principal, *AgencyInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *AgencyInput) (*web.File, error) {
		file, err := svc.UnusedSlipFile(ctx, who, in.ID, web.Locale(ctx))
		if err != nil {
			return nil, err
		}
		return web.Download(xlsx, "phieu-chua-dung.xlsx", file), nil
	}
}
