package certificatehttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/certificate"
	"taphuan/internal/web"
)

// Share is a link of the caller to some of their certificates.
type Share struct {
	ID           uuid.UUID   `json:"id"`
	URL          string      `json:"url"`
	Certificates []uuid.UUID `json:"certificates" nullable:"false"`
	ShowsResult  bool        `json:"showsResult" doc:"Score and classification"`
	Note         string      `json:"note" doc:"For its owner alone: for whom it is"`
	MadeAt       time.Time   `json:"madeAt"`
	ExpiresOn    string      `json:"expiresOn" format:"date" doc:"The last day on which it opens"`
	Open         bool        `json:"open"`
	Opened       int         `json:"opened" doc:"How often; by whom is not kept"`
	LastOpenedOn string      `json:"lastOpenedOn,omitempty" format:"date"`
}

type makeShareInput struct {
	Body struct {
		Certificates []uuid.UUID `json:"certificates" minItems:"1" maxItems:"50" nullable:"false"`
		ShowsResult  bool        `json:"showsResult"`
		Note         string      `json:"note,omitempty" maxLength:"100"`
		Days         int         `json:"days" minimum:"1" maximum:"365"`
	}
}

type shareInput struct {
	ID uuid.UUID `path:"id" format:"uuid"`
}

func shareRoutes(s *web.Server, certificates *certificate.Service) {
	const path = "/me/shares"
	web.Handle(s, web.Route{Method: http.MethodGet, Path: path, Permission: access.Learn, Name: "list-own-shares",
		Summary: "The caller's links to certificates, the newest first"}, listShares(certificates))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: path, Permission: access.Learn, Name: "make-share", Status: http.StatusCreated,
		Summary: "Make a link that shows some of the caller's certificates"}, makeShare(certificates))
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: path + "/{id}", Permission: access.Learn, Name: "end-share",
		Summary: "End a link at once"}, endShare(certificates))
}

func wireShare(s *certificate.Service) func(certificate.Share) Share {
	return func(share certificate.Share) Share {
		return Share{ID: share.ID, URL: s.ShareURL(share.Token), Certificates: share.Certificates, ShowsResult: share.ShowsResult, Note: share.Note,
			MadeAt: share.MadeAt, ExpiresOn: web.Date(&share.ExpiresOn), Open: share.IsOpen(s.Today()), Opened: share.Opened, LastOpenedOn: web.Date(share.LastOpenedOn)}
	}
}

func listShares(s *certificate.Service) func(context.Context, access.Principal, *web.Paging) (*web.Body[web.List[Share]], error) {
	return func(ctx context.Context, who access.Principal, in *web.Paging) (*web.Body[web.List[Share]], error) {
		list, total, err := s.ListShares(ctx, who, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(list, total, *in, wireShare(s))), nil
	}
}

func makeShare(s *certificate.Service) func(context.Context, access.Principal, *makeShareInput) (*web.Body[Share], error) {
	return func(ctx context.Context, who access.Principal, in *makeShareInput) (*web.Body[Share], error) {
		made, err := s.MakeShare(ctx, who, certificate.MakeShare(in.Body))
		if err != nil {
			return nil, err
		}
		return web.Respond(wireShare(s)(made)), nil
	}
}

func endShare(s *certificate.Service) func(context.Context, access.Principal, *shareInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *shareInput) (*struct{}, error) {
		return nil, s.EndShare(ctx, who, in.ID)
	}
}
