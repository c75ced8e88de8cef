package organizationhttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// PersonInput names the person in the path; exported, because huma does not read into embedded
// structs that are not.
type PersonInput struct {
	PersonID uuid.UUID `path:"personId"`
}

type disableInput struct {
	PersonInput
	Body struct {
		Disabled bool   `json:"disabled"`
		Reason   string `json:"reason" minLength:"3" maxLength:"500" doc:"Stands in the audit log"`
	}
}

type reasonInput struct {
	PersonInput
	Body struct {
		Reason string `json:"reason" minLength:"3" maxLength:"500" doc:"Stands in the audit log; the person sees it"`
	}
}

// accountRoutes adds what a system administrator does with accounts and roles.
func accountRoutes(s *web.Server, svc *organization.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/accounts", Permission: access.ManageAccounts, Name: "list-accounts",
		Summary: "Accounts by name or user name; without a query those who hold a role"}, listAccounts(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/people/{personId}/account", Permission: access.ManageAccounts, Name: "find-account",
		Summary: "One account: person, agency, state and roles; no marks, no results"}, findAccount(svc))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/people/{personId}/account/disabled", Permission: access.ManageAccounts,
		Name: "set-account-disabled", Summary: "Disable an account at once, or enable it again"},
		func(ctx context.Context, who access.Principal, in *disableInput) (*struct{}, error) {
			act := organization.EnableAccount
			if in.Body.Disabled {
				act = organization.DisableAccount
			}
			return nil, svc.ChangeAccount(ctx, who, organization.ChangeAccount{PersonID: in.PersonID, Act: act, Reason: in.Body.Reason})
		})
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/account/end-sessions", Permission: access.ManageAccounts,
		Name: "end-account-sessions", Status: http.StatusNoContent, Summary: "Sign a person out everywhere"}, changeAccount(svc, organization.EndSessions))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/account/reset-factors", Permission: access.ManageAccounts,
		Name: "reset-account-factors", Status: http.StatusNoContent, Summary: "Take a person's second factors away"}, changeAccount(svc, organization.ResetSecondSteps))
	grantRoutes(s, svc)
}

func changeAccount(svc *organization.Service, act organization.AccountAct) func(context.Context, access.Principal, *reasonInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *reasonInput) (*struct{}, error) {
		return nil, svc.ChangeAccount(ctx, who, organization.ChangeAccount{PersonID: in.PersonID, Act: act, Reason: in.Body.Reason})
	}
}
