package organizationhttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type accountInput struct {
	PersonID uuid.UUID `path:"personId"`
	Body     struct {
		Disabled bool   `json:"disabled"`
		Reason   string `json:"reason" minLength:"3" maxLength:"500" doc:"Stands in the audit log"`
	}
}

// accountRoutes adds what a system administrator does with accounts.
func accountRoutes(s *web.Server, svc *organization.Service) {
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/people/{personId}/account/disabled", Permission: access.ManageAccounts,
		Name: "set-account-disabled", Summary: "Disable an account at once, or enable it again"},
		func(ctx context.Context, who access.Principal, in *accountInput) (*struct{}, error) {
			return nil, svc.SetAccountDisabled(ctx, who, organization.SetAccountDisabled{PersonID: in.PersonID, Disabled: in.Body.Disabled, Reason: in.Body.Reason})
		})
}
