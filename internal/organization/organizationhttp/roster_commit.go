package organizationhttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type commitInput struct {
	ID   uuid.UUID `path:"id"`
	Body *struct {
		Rows   string `json:"rows,omitempty" enum:"valid,all" default:"valid" doc:"valid leaves refused rows out; all refuses the list while there are any"`
		Only   []int  `json:"only,omitempty" minItems:"1" maxItems:"50000" doc:"Only these rows, by number"`
		Except []int  `json:"except,omitempty" maxItems:"50000" doc:"All but these rows, by number"`
	} `required:"false"`
}

func commitRoster(svc *organization.Service) func(context.Context, access.Principal, *commitInput) (*web.Body[Roster], error) {
	return func(ctx context.Context, who access.Principal, in *commitInput) (*web.Body[Roster], error) {
		cmd := organization.CommitRoster{ID: in.ID}
		if in.Body != nil {
			cmd.All, cmd.Only, cmd.Except = in.Body.Rows == "all", in.Body.Only, in.Body.Except
		}
		if _, err := svc.CommitRoster(ctx, who, cmd); err != nil {
			return nil, err
		}
		return showRoster(ctx, svc, who, &rosterInput{ID: in.ID, Paging: firstPage})
	}
}

type rosterFileInput struct {
	ID uuid.UUID `path:"id"`
}

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func rosterFile(svc *organization.Service) func(context.Context, access.Principal, *rosterFileInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *rosterFileInput) (*web.File, error) {
		file, roster, err := svc.RosterFile(ctx, who, in.ID, web.Locale(ctx))
		if err != nil {
			return nil, err
		}
		return web.Download(xlsx, "ket-qua-kiem-tra-"+roster.CreatedAt.In(organization.HoChiMinh).Format("20060102-1504")+".xlsx", file), nil
	}
}
