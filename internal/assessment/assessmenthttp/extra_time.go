package assessmenthttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/assessment"
	"taphuan/internal/fault"
	"taphuan/internal/web"
)

// ExtraTime is more time at tests that a person was given.
type ExtraTime struct {
	Percent    int       `json:"percent" doc:"Of a test's minutes"`
	AskedBy    string    `json:"askedBy" enum:"learner,agency" doc:"At whose request; nothing more is kept about why"`
	Until      string    `json:"until" format:"date" doc:"The last day"`
	AgencyName string    `json:"agencyName" doc:"Which gave it"`
	GivenAt    time.Time `json:"givenAt"`
	Holds      bool      `json:"holds" doc:"A test that starts today gets it"`
}

// extraTimeRoutes adds what the people of an agency are given.
func extraTimeRoutes(s *web.Server, k Keeping) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/people/{personId}/extra-time", Permission: access.ManagePeople, Name: "list-extra-time",
		Summary: "The extra time of one of the own people; they see that it was opened"}, listExtraTime(k))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/people/{personId}/extra-time", Permission: access.ManagePeople, Name: "give-extra-time",
		Summary: "Give one of the own people more time at tests that are started from now on"}, giveExtraTime(k))
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/people/{personId}/extra-time", Permission: access.ManagePeople, Name: "end-extra-time",
		Summary: "Take it back from tests that are not started yet"}, endExtraTime(k))
}

func (k Keeping) extraTimes(ctx context.Context, given []assessment.ExtraTime) ([]ExtraTime, error) {
	agencies := make([]uuid.UUID, len(given))
	for i, e := range given {
		agencies[i] = e.AgencyID
	}
	names, err := k.Agencies(ctx, agencies)
	times := make([]ExtraTime, len(given))
	for i, e := range given {
		times[i] = ExtraTime{Percent: e.Percent, AskedBy: string(e.AskedBy), Until: e.ValidUntil.Format(time.DateOnly), AgencyName: names[e.AgencyID],
			GivenAt: e.GivenAt.UTC(), Holds: e.HoldsOn(k.Today())}
	}
	return times, err
}

type personInput struct {
	PersonID uuid.UUID `path:"personId" format:"uuid"`
}

// GivenExtraTime lists what a person was given, the newest first.
type GivenExtraTime struct {
	Items []ExtraTime `json:"items"`
}

func listExtraTime(k Keeping) func(context.Context, access.Principal, *personInput) (*web.Body[GivenExtraTime], error) {
	return func(ctx context.Context, who access.Principal, in *personInput) (*web.Body[GivenExtraTime], error) {
		given, err := k.Assessment.ListExtraTimes(ctx, who, in.PersonID)
		if err != nil {
			return nil, err
		}
		times, err := k.extraTimes(ctx, given)
		return web.Respond(GivenExtraTime{Items: times}), err
	}
}

type extraTimeInput struct {
	PersonID uuid.UUID `path:"personId" format:"uuid"`
	Body     struct {
		Percent int    `json:"percent" minimum:"10" maximum:"200"`
		AskedBy string `json:"askedBy" enum:"learner,agency"`
		Until   string `json:"until" format:"date"`
	}
}

func giveExtraTime(k Keeping) func(context.Context, access.Principal, *extraTimeInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *extraTimeInput) (*struct{}, error) {
		until, err := time.Parse(time.DateOnly, in.Body.Until)
		if err != nil {
			return nil, fault.ErrInvalid.At("body.until", "invalid", fault.TextInvalid)
		}
		return nil, k.Assessment.GiveExtraTime(ctx, who, assessment.GiveExtraTime{PersonID: in.PersonID, Percent: in.Body.Percent,
			AskedBy: assessment.AskedBy(in.Body.AskedBy), ValidUntil: until})
	}
}

func endExtraTime(k Keeping) func(context.Context, access.Principal, *personInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *personInput) (*struct{}, error) {
		return nil, k.Assessment.EndExtraTime(ctx, who, in.PersonID)
	}
}
