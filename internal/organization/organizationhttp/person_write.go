package organizationhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// Naming is what a person is called and known by.
type Naming struct {
	FullName   string `json:"fullName" minLength:"1" maxLength:"120"`
	FamilyName string `json:"familyName,omitempty" maxLength:"60" doc:"With middleName and givenName: overrides how the name is parted"`
	MiddleName string `json:"middleName,omitempty" maxLength:"80"`
	GivenName  string `json:"givenName,omitempty" maxLength:"60"`
	Code       string `json:"code,omitempty" maxLength:"40"`
	BirthYear  *int   `json:"birthYear,omitempty" minimum:"1920" maximum:"2100" doc:"Only to part namesakes"`
}

func (n Naming) parts() organization.NameParts {
	return organization.NameParts{Family: n.FamilyName, Middle: n.MiddleName, Given: n.GivenName}
}

// Terms is what is agreed about a posting.
type Terms struct {
	Position      string `json:"position,omitempty" maxLength:"200"`
	PositionGroup string `json:"positionGroup,omitempty" enum:"leader,officer,teacher,commune_staff,clerk,youth_union" default:"officer"`
	Staffing      string `json:"staffing,omitempty" enum:"none,dedicated,dual_role" default:"none"`
	Counts        bool   `json:"counts,omitempty" doc:"Counts for reporting"`
	From          string `json:"from,omitempty" format:"date" maxLength:"10" doc:"Today when absent"`
	To            string `json:"to,omitempty" format:"date" maxLength:"10" doc:"First day on which it no longer holds"`
}

func (t Terms) at(agency uuid.UUID, today time.Time) (organization.PostingTerms, error) {
	terms := organization.PostingTerms{AgencyID: agency, Position: t.Position, PositionGroup: t.PositionGroup, Staffing: t.Staffing, Counts: t.Counts}
	var err error
	if terms.From, err = parseDayOr("from", t.From, today); err != nil {
		return terms, err
	}
	terms.To, err = parseDay("to", t.To)
	return terms, err
}

// Made names what was made.
type Made struct {
	ID uuid.UUID `json:"id"`
}

// Entered names the person or the posting that was made, and says what became of the entry.
type Entered struct {
	Made
	PostingEntry
}

type addPersonInput struct {
	AgencyInput
	Body struct {
		Naming
		Terms
		Kind      string     `json:"kind" enum:"officer,student"`
		ClassID   *uuid.UUID `json:"classId,omitempty" doc:"A student's class"`
		Confirmed bool       `json:"confirmed,omitempty" doc:"Namesakes in the agency are other people"`
	}
}

func addPerson(svc *organization.Service) func(context.Context, access.Principal, *addPersonInput) (*web.Body[Entered], error) {
	return func(ctx context.Context, who access.Principal, in *addPersonInput) (*web.Body[Entered], error) {
		terms, err := in.Body.Terms.at(in.ID, svc.Today())
		if err != nil {
			return nil, err
		}
		id, done, err := svc.AddPerson(ctx, who, organization.AddPerson{Kind: organization.PersonKind(in.Body.Kind), FullName: in.Body.FullName, Parts: in.Body.parts(),
			Code: in.Body.Code, BirthYear: in.Body.BirthYear, Terms: terms, ClassID: idOf(in.Body.ClassID), Confirmed: in.Body.Confirmed})
		return web.Respond(Entered{Made: Made{ID: id}, PostingEntry: enteredOf(ctx, done)}), err
	}
}

type correctInput struct {
	PersonInput
	Body struct {
		Naming
		Reason string `json:"reason" maxLength:"500"`
	}
}

func correctPerson(svc *organization.Service) func(context.Context, access.Principal, *correctInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *correctInput) (*struct{}, error) {
		return nil, svc.CorrectPerson(ctx, who, organization.CorrectPerson{PersonID: in.PersonID, FullName: in.Body.FullName, Parts: in.Body.parts(),
			Code: in.Body.Code, BirthYear: in.Body.BirthYear, Reason: in.Body.Reason})
	}
}

type addPostingInput struct {
	PersonInput
	Body struct {
		Terms
		AgencyID uuid.UUID `json:"agencyId"`
		Reason   string    `json:"reason" maxLength:"500"`
	}
}

func addPosting(svc *organization.Service) func(context.Context, access.Principal, *addPostingInput) (*web.Body[Entered], error) {
	return func(ctx context.Context, who access.Principal, in *addPostingInput) (*web.Body[Entered], error) {
		terms, err := in.Body.Terms.at(in.Body.AgencyID, svc.Today())
		if err != nil {
			return nil, err
		}
		id, done, err := svc.AddPosting(ctx, who, organization.AddPosting{PersonID: in.PersonID, Terms: terms, Reason: in.Body.Reason})
		return web.Respond(Entered{Made: Made{ID: id}, PostingEntry: enteredOf(ctx, done)}), err
	}
}

// Moved says whether a move happened or waits for the other agency.
type Moved struct {
	PostingEntry
	TransferID *uuid.UUID `json:"transferId,omitempty" doc:"The other agency is asked; absent: the person has moved"`
}

func movePerson(svc *organization.Service) func(context.Context, access.Principal, *addPostingInput) (*web.Body[Moved], error) {
	return func(ctx context.Context, who access.Principal, in *addPostingInput) (*web.Body[Moved], error) {
		terms, err := in.Body.Terms.at(in.Body.AgencyID, svc.Today())
		if err != nil {
			return nil, err
		}
		id, done, err := svc.MovePerson(ctx, who, organization.MovePerson{PersonID: in.PersonID, Terms: terms, Reason: in.Body.Reason})
		return web.Respond(Moved{TransferID: web.OptionalID(id), PostingEntry: enteredOf(ctx, done)}), err
	}
}

type leaveInput struct {
	PersonInput
	Body struct {
		On          string `json:"on,omitempty" format:"date" maxLength:"10" doc:"First day on which the person is no longer there; today when absent"`
		LockAccount bool   `json:"lockAccount,omitempty"`
		Reason      string `json:"reason" maxLength:"500"`
	}
}

func leavePerson(svc *organization.Service) func(context.Context, access.Principal, *leaveInput) (*web.Body[PostingEntry], error) {
	return func(ctx context.Context, who access.Principal, in *leaveInput) (*web.Body[PostingEntry], error) {
		on, err := parseDayOr("on", in.Body.On, svc.Today())
		if err != nil {
			return nil, err
		}
		done, err := svc.LeavePerson(ctx, who, organization.LeavePerson{PersonID: in.PersonID, On: on, LockAccount: in.Body.LockAccount, Reason: in.Body.Reason})
		return web.Respond(enteredOf(ctx, done)), err
	}
}

type returnInput struct {
	PersonInput
	Body struct {
		Terms
		AgencyID    uuid.UUID  `json:"agencyId"`
		ClassID     *uuid.UUID `json:"classId,omitempty"`
		OpenAccount bool       `json:"openAccount,omitempty"`
		Reason      string     `json:"reason" maxLength:"500"`
	}
}

func returnPerson(svc *organization.Service) func(context.Context, access.Principal, *returnInput) (*web.Body[PostingEntry], error) {
	return func(ctx context.Context, who access.Principal, in *returnInput) (*web.Body[PostingEntry], error) {
		terms, err := in.Body.Terms.at(in.Body.AgencyID, svc.Today())
		if err != nil {
			return nil, err
		}
		done, err := svc.ReturnPerson(ctx, who, organization.ReturnPerson{PersonID: in.PersonID, Terms: terms, ClassID: idOf(in.Body.ClassID),
			OpenAccount: in.Body.OpenAccount, Reason: in.Body.Reason})
		return web.Respond(enteredOf(ctx, done)), err
	}
}

type joinClassInput struct {
	PersonInput
	Body struct {
		ClassID uuid.UUID `json:"classId"`
		On      string    `json:"on,omitempty" format:"date" maxLength:"10" doc:"Today when absent"`
		Reason  string    `json:"reason" maxLength:"500"`
	}
}

func joinClass(svc *organization.Service) func(context.Context, access.Principal, *joinClassInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *joinClassInput) (*struct{}, error) {
		on, err := parseDayOr("on", in.Body.On, svc.Today())
		if err != nil {
			return nil, err
		}
		return nil, svc.JoinClass(ctx, who, organization.JoinClass{PersonID: in.PersonID, ClassID: in.Body.ClassID, On: on, Reason: in.Body.Reason})
	}
}

type basisInput struct {
	PersonInput
	Body struct {
		GivenBy   string `json:"givenBy,omitempty" enum:"father,mother,guardian" default:"guardian"`
		Document  string `json:"document,omitempty" maxLength:"300"`
		GivenOn   string `json:"givenOn,omitempty" format:"date" maxLength:"10"`
		Withdrawn bool   `json:"withdrawn,omitempty"`
		Reason    string `json:"reason,omitempty" maxLength:"500" doc:"Of withdrawing"`
	}
}

func setBasis(svc *organization.Service) func(context.Context, access.Principal, *basisInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *basisInput) (*struct{}, error) {
		on, err := parseDayOr("givenOn", in.Body.GivenOn, svc.Today())
		if err != nil {
			return nil, err
		}
		return nil, svc.SetGuardianBasis(ctx, who, organization.SetGuardianBasis{PersonID: in.PersonID, GivenBy: in.Body.GivenBy, Document: in.Body.Document,
			GivenOn: on, Withdrawn: in.Body.Withdrawn, Reason: in.Body.Reason})
	}
}
