package organizationhttp

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type numberInput struct {
	PersonInput
	Body struct {
		Number string `json:"number" maxLength:"40" doc:"Empty deletes it"`
		Reason string `json:"reason" maxLength:"500"`
	}
}

// NumberStored warns, never refuses: the digits may not fit the year of birth.
type NumberStored struct {
	Doubtful bool `json:"doubtful" doc:"The digits that tell the year of birth do not fit the known one"`
}

func setNumber(svc *organization.Service) func(context.Context, access.Principal, *numberInput) (*web.Body[NumberStored], error) {
	return func(ctx context.Context, who access.Principal, in *numberInput) (*web.Body[NumberStored], error) {
		doubtful, err := svc.SetNationalNumber(ctx, who, in.PersonID, in.Body.Number, in.Body.Reason)
		return web.Respond(NumberStored{Doubtful: doubtful}), err
	}
}

// NationalNumber is a number that was opened.
type NationalNumber struct {
	Number string `json:"number"`
}

func revealNumber(svc *organization.Service) func(context.Context, access.Principal, *reasonInput) (*web.Body[NationalNumber], error) {
	return func(ctx context.Context, who access.Principal, in *reasonInput) (*web.Body[NationalNumber], error) {
		number, err := svc.RevealNationalNumber(ctx, who, in.PersonID, in.Body.Reason)
		return web.Respond(NationalNumber{Number: number}), err
	}
}

// PeopleSettings is what an agency has decided about the data of its people.
type PeopleSettings struct {
	KeepsNationalNumbers bool   `json:"keepsNationalNumbers"`
	Document             string `json:"document" maxLength:"300" doc:"Why the numbers are needed, or no longer"`
}

func findSettings(svc *organization.Service) func(context.Context, access.Principal, *AgencyInput) (*web.Body[PeopleSettings], error) {
	return func(ctx context.Context, who access.Principal, in *AgencyInput) (*web.Body[PeopleSettings], error) {
		set, err := svc.FindPeopleSettings(ctx, who, in.ID)
		return web.Respond(PeopleSettings{KeepsNationalNumbers: set.KeepsNationalNumbers, Document: set.Document}), err
	}
}

type settingsInput struct {
	AgencyInput
	Body PeopleSettings
}

func setSettings(svc *organization.Service) func(context.Context, access.Principal, *settingsInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *settingsInput) (*struct{}, error) {
		return nil, svc.SetPeopleSettings(ctx, who, organization.PeopleSettings{AgencyID: in.ID, KeepsNationalNumbers: in.Body.KeepsNationalNumbers, Document: in.Body.Document})
	}
}
