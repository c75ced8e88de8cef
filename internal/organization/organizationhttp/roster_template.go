package organizationhttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type templateInput struct {
	Kind string `path:"kind" enum:"students,officers"`
}

var templateNames = map[organization.RosterKind]string{
	organization.StudentRoster: "mau-danh-sach-lop.xlsx",
	organization.OfficerRoster: "mau-danh-sach-can-bo.xlsx",
}

func rosterTemplate(svc *organization.Service) func(context.Context, access.Principal, *templateInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *templateInput) (*web.File, error) {
		kind := organization.RosterKind(in.Kind)
		file, err := svc.RosterTemplate(who, kind, web.Locale(ctx))
		if err != nil {
			return nil, err
		}
		return web.Download(xlsx, templateNames[kind], file), nil
	}
}
