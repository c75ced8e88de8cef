package organizationhttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type personListInput struct {
	web.Paging
	AgencyInput
	Query         string `query:"q" maxLength:"100" doc:"Beginnings of name words in any order, accents folded, or a code; those written just so come first"`
	PositionGroup string `query:"positionGroup" enum:"leader,officer,teacher,commune_staff,clerk,youth_union"`
	Staffing      string `query:"staffing" enum:"none,dedicated,dual_role"`
	SchoolClassID string `query:"schoolClassId" format:"uuid" maxLength:"36"`
	State         string `query:"state" enum:"working,left"`
	After         string `query:"after" format:"uuid" maxLength:"36" doc:"Without q: the list from behind this person on"`
}

// Person is one person in a list.
type Person struct {
	PersonID     uuid.UUID `json:"personId"`
	FullName     string    `json:"fullName"`
	Code         string    `json:"code"`
	Kind         string    `json:"kind" enum:"officer,student"`
	Unit         string    `json:"unit"`
	Position     string    `json:"position"`
	Staffing     string    `json:"staffing"`
	ClassName    string    `json:"className"`
	Working      bool      `json:"working" doc:"Holds a posting or is in a class today"`
	HasAccount   bool      `json:"hasAccount"`
	LastSignInOn string    `json:"lastSignInOn,omitempty" format:"date"`
}

// PersonList is a page of people; more says that there are more than total: a list goes on after its last
// person, a search wants another word.
type PersonList struct {
	web.List[Person]
	More bool `json:"more"`
}

func listPeople(svc *organization.Service) func(context.Context, access.Principal, *personListInput) (*web.Body[PersonList], error) {
	return func(ctx context.Context, who access.Principal, in *personListInput) (*web.Body[PersonList], error) {
		q := organization.ListPeople{AgencyID: in.ID, Query: in.Query, PositionGroup: in.PositionGroup, Staffing: in.Staffing, State: in.State,
			Limit: in.Limit(), Offset: in.Offset()}
		var err error
		if q.SchoolClassID, err = optionalID("schoolClassId", in.SchoolClassID); err != nil {
			return nil, err
		}
		if q.After, err = optionalID("after", in.After); err != nil {
			return nil, err
		}
		found, err := svc.ListPeople(ctx, who, q)
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(found.Lines))
		for i, l := range found.Lines {
			ids[i] = l.PersonID
		}
		states, err := svc.ListAccountStates(ctx, who, ids)
		list := web.ListOf(found.Lines, found.Total, in.Paging, func(l organization.PersonLine) Person { return personOf(l, states) })
		return web.Respond(PersonList{List: list, More: found.More}), err
	}
}

// optionalID reads an id from a query; uuid.Nil when it is not given.
func optionalID(name, text string) (uuid.UUID, error) {
	if text == "" {
		return uuid.Nil, nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, fault.ErrInvalid.At("query."+name, "invalid", fault.TextInvalid)
	}
	return id, nil
}

func personOf(l organization.PersonLine, states map[uuid.UUID]organization.AccountState) Person {
	state, has := states[l.PersonID]
	shown := Person{PersonID: l.PersonID, FullName: l.FullName, Code: l.Code, Kind: string(l.Kind), Unit: l.Unit, Position: l.Position,
		Staffing: l.Staffing, ClassName: l.ClassName, Working: l.Working, HasAccount: has}
	if state.LastSignInAt != nil {
		day := organization.Day(*state.LastSignInAt)
		shown.LastSignInOn = web.Date(&day)
	}
	return shown
}
