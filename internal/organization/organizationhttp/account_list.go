package organizationhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type accountListInput struct {
	web.Paging
	Query string `query:"q" maxLength:"100" doc:"Beginnings of name words, accents folded, a code or a user name"`
	Role  string `query:"role" maxLength:"40" doc:"Only those who hold this role today"`
}

// Account is what an administrator sees of a person.
type Account struct {
	PersonID       uuid.UUID     `json:"personId"`
	FullName       string        `json:"fullName"`
	Kind           string        `json:"kind" enum:"officer,student"`
	AgencyName     string        `json:"agencyName"`
	Username       string        `json:"username"`
	State          string        `json:"state" enum:"none,first_sign_in,active,disabled" doc:"none: no account; first_sign_in: has not chosen a password yet"`
	DisabledReason string        `json:"disabledReason"`
	LastSignInAt   *time.Time    `json:"lastSignInAt,omitempty"`
	SecondFactor   bool          `json:"secondFactor"`
	OpenSessions   int           `json:"openSessions"`
	Self           bool          `json:"self" doc:"The caller's own account, which they cannot change here"`
	Roles          []AccountRole `json:"roles"`
}

// AccountRole is a role held today.
type AccountRole struct {
	Role       string        `json:"role"`
	RoleName   web.LocalText `json:"roleName"`
	AgencyName string        `json:"agencyName" doc:"The agency, or the school class of a class teacher"`
}

func listAccounts(svc *organization.Service) func(context.Context, access.Principal, *accountListInput) (*web.Body[web.List[Account]], error) {
	return func(ctx context.Context, who access.Principal, in *accountListInput) (*web.Body[web.List[Account]], error) {
		cards, total, err := svc.ListAccounts(ctx, who, organization.ListAccounts{Query: in.Query, Role: access.Role(in.Role), Limit: in.Limit(), Offset: in.Offset()})
		return web.Respond(web.ListOf(cards, total, in.Paging, accountOf(who))), err
	}
}

func findAccount(svc *organization.Service) func(context.Context, access.Principal, *PersonInput) (*web.Body[Account], error) {
	return func(ctx context.Context, who access.Principal, in *PersonInput) (*web.Body[Account], error) {
		card, err := svc.FindAccount(ctx, who, in.PersonID)
		return web.Respond(accountOf(who)(card)), err
	}
}

func accountOf(who access.Principal) func(organization.AccountCard) Account {
	return func(c organization.AccountCard) Account {
		shown := Account{PersonID: c.PersonID, FullName: c.FullName, Kind: string(c.Kind), AgencyName: c.AgencyName, Username: c.Username, State: stateOf(c),
			DisabledReason: c.DisabledReason, SecondFactor: c.SecondFactor, OpenSessions: c.OpenSessions, Self: c.PersonID == who.PersonID, Roles: []AccountRole{}}
		if c.LastSignInAt != nil {
			at := c.LastSignInAt.UTC()
			shown.LastSignInAt = &at
		}
		for _, r := range c.Roles {
			place := r.AgencyName
			if r.SchoolClassName != "" {
				place = r.SchoolClassName + ", " + place
			}
			shown.Roles = append(shown.Roles, AccountRole{Role: string(r.Role), RoleName: roleText(r.Role), AgencyName: place})
		}
		return shown
	}
}

func stateOf(c organization.AccountCard) string {
	switch {
	case c.Username == "":
		return "none"
	case c.DisabledAt != nil:
		return "disabled"
	case c.MustChangePassword:
		return "first_sign_in"
	}
	return "active"
}

func roleText(r access.Role) web.LocalText {
	name := r.Name()
	return web.LocalText{VI: name.VI, EN: name.EN}
}
