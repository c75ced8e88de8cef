package organizationhttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

func undoRoster(svc *organization.Service) func(context.Context, access.Principal, *rosterFileInput) (*web.Body[Roster], error) {
	return func(ctx context.Context, who access.Principal, in *rosterFileInput) (*web.Body[Roster], error) {
		if _, err := svc.UndoRoster(ctx, who, in.ID); err != nil {
			return nil, err
		}
		return showRoster(ctx, svc, who, &rosterInput{ID: in.ID, Paging: firstPage})
	}
}

func annotateRoster(svc *organization.Service) func(context.Context, access.Principal, *uploadInput) (*web.File, error) {
	return func(ctx context.Context, who access.Principal, in *uploadInput) (*web.File, error) {
		if _, _, _, err := svc.FindRoster(ctx, who, organization.FindRoster{ID: in.ID, Limit: 1}); err != nil { // before the body is read
			return nil, err
		}
		f, err := in.read()
		if err != nil {
			return nil, err
		}
		file, err := svc.AnnotateRoster(ctx, who, organization.AnnotateRoster{
			ID: in.ID, FileName: f.fileName, File: f.file, Sheet: f.fields["sheet"], Locale: web.Locale(ctx)})
		if err != nil {
			return nil, err
		}
		return web.Download(xlsx, "ket-qua-kiem-tra.xlsx", file), nil
	}
}
