package organizationhttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type personListInput struct {
	web.Paging
	AgencyInput
	Query string `query:"q" maxLength:"100" doc:"Beginnings of name words, accents folded, or a code"`
}

// Person is one person in a list.
type Person struct {
	PersonID     uuid.UUID `json:"personId"`
	FullName     string    `json:"fullName"`
	Code         string    `json:"code"`
	Unit         string    `json:"unit"`
	Position     string    `json:"position"`
	HasAccount   bool      `json:"hasAccount"`
	LastSignInOn string    `json:"lastSignInOn,omitempty" format:"date"`
}

func listPeople(svc *organization.Service) func(context.Context, access.Principal, *personListInput) (*web.Body[web.List[Person]], error) {
	return func(ctx context.Context, who access.Principal, in *personListInput) (*web.Body[web.List[Person]], error) {
		lines, total, err := svc.ListPeople(ctx, who,
			organization.ListPeople{AgencyID: in.ID, Query: in.Query, Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(lines))
		for i, l := range lines {
			ids[i] = l.PersonID
		}
		states, err := svc.ListAccountStates(ctx, who, ids)
		return web.Respond(web.ListOf(lines, total, in.Paging, func(l organization.PersonLine) Person { return personOf(l, states) })), err
	}
}

func personOf(l organization.PersonLine, states map[uuid.UUID]organization.AccountState) Person {
	state, has := states[l.PersonID]
	shown := Person{PersonID: l.PersonID, FullName: l.FullName, Code: l.Code, Unit: l.Unit, Position: l.Position, HasAccount: has}
	if state.LastSignInAt != nil {
		day := organization.Day(*state.LastSignInAt)
		shown.LastSignInOn = web.Date(&day)
	}
	return shown
}
