package organizationhttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// APIToken is a token by which a program pushes lists; the token itself is shown once.
type APIToken struct {
	ID         uuid.UUID  `json:"id"`
	Name       string     `json:"name"`
	Hint       string     `json:"hint" doc:"Its last letters"`
	CreatedAt  time.Time  `json:"createdAt"`
	ExpiresAt  time.Time  `json:"expiresAt"`
	LastUsedAt *time.Time `json:"lastUsedAt,omitempty"`
	RevokedAt  *time.Time `json:"revokedAt,omitempty"`
}

// NewAPIToken is a token at its making.
type NewAPIToken struct {
	APIToken
	Token string `json:"token" doc:"Shown once; it is kept nowhere"`
}

type tokenInput struct {
	AgencyInput
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"80"`
		Days int    `json:"days" minimum:"1" maximum:"366" doc:"How long it works"`
	}
}

type tokenListInput struct {
	web.Paging
	AgencyInput
}

type tokenPath struct {
	AgencyInput
	TokenID uuid.UUID `path:"tokenId"`
}

// tokenRoutes adds what focal points do with tokens.
func tokenRoutes(s *web.Server, svc *organization.Service) {
	route := func(method, path, name, summary string) web.Route {
		return web.Route{Method: method, Path: path, Permission: access.ManageRoster, Name: name, Summary: summary}
	}
	web.Handle(s, route(http.MethodGet, "/agencies/{id}/api-tokens", "list-api-tokens", "Tokens by which programs push lists of the agency"),
		func(ctx context.Context, who access.Principal, in *tokenListInput) (*web.Body[web.List[APIToken]], error) {
			tokens, total, err := svc.ListAPITokens(ctx, who, in.ID, in.Limit(), in.Offset())
			return web.Respond(web.ListOf(tokens, total, in.Paging, tokenOf)), err
		})
	create := route(http.MethodPost, "/agencies/{id}/api-tokens", "create-api-token", "Make a token that may push lists of this agency and nothing else")
	create.Status = http.StatusCreated
	web.Handle(s, create, func(ctx context.Context, who access.Principal, in *tokenInput) (*web.Body[NewAPIToken], error) {
		token, secret, err := svc.CreateAPIToken(ctx, who, organization.CreateAPIToken{AgencyID: in.ID, Name: in.Body.Name, Days: in.Body.Days})
		return web.Respond(NewAPIToken{APIToken: tokenOf(token), Token: secret}), err
	})
	web.Handle(s, route(http.MethodDelete, "/agencies/{id}/api-tokens/{tokenId}", "revoke-api-token", "End a token at once"),
		func(ctx context.Context, who access.Principal, in *tokenPath) (*struct{}, error) {
			return nil, svc.RevokeAPIToken(ctx, who, in.ID, in.TokenID)
		})
}

func tokenOf(t organization.APIToken) APIToken {
	return APIToken{ID: t.ID, Name: t.Name, Hint: t.Hint, CreatedAt: t.CreatedAt, ExpiresAt: t.ExpiresAt, LastUsedAt: t.LastUsedAt, RevokedAt: t.RevokedAt}
}
