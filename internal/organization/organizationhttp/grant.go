package organizationhttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// grantRoutes adds giving and taking away roles.
func grantRoutes(s *web.Server, svc *organization.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/people/{personId}/grants", Permission: access.ManageAccounts, Name: "list-grants",
		Summary: "The roles of a person, held, to come and ended, newest first"}, listGrants(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/grants", Permission: access.ManageAccounts, Name: "grant-role",
		Status: http.StatusCreated, Summary: "Give a person a role in an agency's subtree, by a document"}, grantRole(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/grants/{id}/revoke", Permission: access.ManageAccounts, Name: "revoke-role",
		Status: http.StatusNoContent, Summary: "End a role at once, or from a day on"}, revokeRole(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/grants/roles", Permission: access.ManageAccounts, Name: "list-grantable-roles",
		Summary: "The roles that the caller may give in an agency's subtree"}, listGrantable(svc))
}

type grantListInput struct {
	web.Paging
	PersonInput
}

// Grant is one role of a person with its history.
type Grant struct {
	ID         uuid.UUID     `json:"id"`
	Role       string        `json:"role"`
	RoleName   web.LocalText `json:"roleName"`
	AgencyName string        `json:"agencyName"`
	ClassName  string        `json:"className,omitempty"`
	From       string        `json:"from" format:"date"`
	To         string        `json:"to,omitempty" format:"date" doc:"First day on which it no longer holds"`
	Held       bool          `json:"held" doc:"Today"`
	Document   string        `json:"document"`
	GrantedBy  string        `json:"grantedBy"`
	EndedBy    string        `json:"endedBy"`
	EndReason  string        `json:"endReason"`
	MayRevoke  bool          `json:"mayRevoke"`
}

func listGrants(svc *organization.Service) func(context.Context, access.Principal, *grantListInput) (*web.Body[web.List[Grant]], error) {
	return func(ctx context.Context, who access.Principal, in *grantListInput) (*web.Body[web.List[Grant]], error) {
		lines, total, err := svc.ListGrants(ctx, who, organization.ListGrants{PersonID: in.PersonID, Limit: in.Limit(), Offset: in.Offset()})
		return web.Respond(web.ListOf(lines, total, in.Paging, grantOf)), err
	}
}

func grantOf(g organization.GrantLine) Grant {
	return Grant{ID: g.ID, Role: string(g.Role), RoleName: roleText(g.Role), AgencyName: g.AgencyName, ClassName: g.SchoolClassName,
		From: web.Date(&g.ValidFrom), To: web.Date(g.ValidTo), Held: g.Held, Document: g.Document, GrantedBy: g.GrantedByName,
		EndedBy: g.EndedByName, EndReason: g.EndReason, MayRevoke: g.MayRevoke}
}

type grantInput struct {
	PersonInput
	Body struct {
		Role     string    `json:"role" maxLength:"40"`
		AgencyID uuid.UUID `json:"agencyId"`
		From     string    `json:"from,omitempty" format:"date" maxLength:"10" doc:"Today when absent"`
		To       string    `json:"to,omitempty" format:"date" maxLength:"10" doc:"First day on which it no longer holds; until revoked when absent"`
		Document string    `json:"document" minLength:"3" maxLength:"200" doc:"Number and date of the document"`
		Reason   string    `json:"reason,omitempty" maxLength:"500"`
	}
}

// Granted is a role that was just given.
type Granted struct {
	ID uuid.UUID `json:"id"`
}

func grantRole(svc *organization.Service) func(context.Context, access.Principal, *grantInput) (*web.Body[Granted], error) {
	return func(ctx context.Context, who access.Principal, in *grantInput) (*web.Body[Granted], error) {
		from, err := optionalDay(in.Body.From, "body.from")
		if err != nil {
			return nil, err
		}
		cmd := organization.GrantRole{PersonID: in.PersonID, Role: access.Role(in.Body.Role), AgencyID: in.Body.AgencyID, Document: in.Body.Document, Reason: in.Body.Reason}
		if from != nil {
			cmd.From = *from
		}
		if cmd.To, err = optionalDay(in.Body.To, "body.to"); err != nil {
			return nil, err
		}
		id, err := svc.GrantRole(ctx, who, cmd)
		return web.Respond(Granted{ID: id}), err
	}
}

type revokeInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		On       string `json:"on,omitempty" format:"date" maxLength:"10" doc:"First day on which it no longer holds; at once when absent"`
		Reason   string `json:"reason" minLength:"3" maxLength:"500"`
		Document string `json:"document,omitempty" maxLength:"200"`
	}
}

func revokeRole(svc *organization.Service) func(context.Context, access.Principal, *revokeInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *revokeInput) (*struct{}, error) {
		on, err := optionalDay(in.Body.On, "body.on")
		if err != nil {
			return nil, err
		}
		return nil, svc.RevokeRole(ctx, who, organization.RevokeRole{GrantID: in.ID, On: on, Reason: in.Body.Reason, Document: in.Body.Document})
	}
}

type grantableInput struct {
	AgencyID uuid.UUID `query:"agencyId" required:"true"`
}

// GrantableRole is a role that the caller may give.
type GrantableRole struct {
	Role     string        `json:"role"`
	RoleName web.LocalText `json:"roleName"`
	NeedsEnd bool          `json:"needsEnd"`
}

// GrantableRoles lists them.
type GrantableRoles struct {
	Items []GrantableRole `json:"items"`
}

func listGrantable(svc *organization.Service) func(context.Context, access.Principal, *grantableInput) (*web.Body[GrantableRoles], error) {
	return func(ctx context.Context, who access.Principal, in *grantableInput) (*web.Body[GrantableRoles], error) {
		roles, err := svc.ListGrantable(ctx, who, in.AgencyID)
		if err != nil {
			return nil, err
		}
		list := GrantableRoles{Items: make([]GrantableRole, len(roles))}
		for i, r := range roles {
			list.Items[i] = GrantableRole{Role: string(r), RoleName: roleText(r), NeedsEnd: r.NeedsEnd()}
		}
		return web.Respond(list), nil
	}
}

func optionalDay(text, at string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, fault.ErrInvalid.At(at, "not_a_date", fault.TextInvalid)
	}
	return &day, nil
}
