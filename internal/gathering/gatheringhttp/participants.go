package gatheringhttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/gathering"
	"taphuan/internal/web"
)

func participantRoutes(s *web.Server, p Parts) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/training-classes/{id}/participants", Permission: access.Learn, Name: "list-class-participants",
		Summary: "People of a class, for who runs it and for the own agency; every opening is shown to them"}, listParticipants(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/training-classes/{id}/participants", Permission: access.ManageClasses, Name: "call-people",
		Summary: "Name people of an agency: picked, by codes, or those who owe the course"}, callPeople(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/training-classes/{id}/participants/{participantId}/decision", Permission: access.Learn,
		Name: "decide-participant", Summary: "Approve or refuse a registration, or withdraw somebody"}, decide(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/training-classes/{id}/registration", Permission: access.Learn, Name: "register-for-class",
		Summary: "Ask for a place"}, register(p))
	web.Handle(s, web.Route{Method: http.MethodDelete, Path: "/training-classes/{id}/registration", Permission: access.Learn, Name: "unregister-from-class",
		Summary: "Take the own registration back"}, unregister(p))
}

type participantsInput struct {
	web.Paging
	ID    uuid.UUID `path:"id"`
	State string    `query:"state" enum:"registered,waiting,confirmed,refused,withdrawn" doc:"Without it: all who have a place or want one"`
}

// ClassParticipant is somebody in a class.
type ClassParticipant struct {
	ID       uuid.UUID `json:"id"`
	FullName string    `json:"fullName"`
	Code     string    `json:"code"`
	Unit     string    `json:"unit"`
	Position string    `json:"position"`
	State    string    `json:"state" enum:"registered,waiting,confirmed,refused,withdrawn"`
	Source   string    `json:"source" enum:"list,requirement,registration"`
	Turn     int       `json:"turn,omitempty" doc:"Place in the queue of those who wait"`
	Attended int       `json:"attended" doc:"Sessions, on time or late"`
	Reason   string    `json:"reason,omitempty"`
}

func listParticipants(p Parts) func(context.Context, access.Principal, *participantsInput) (*web.Body[web.List[ClassParticipant]], error) {
	return func(ctx context.Context, who access.Principal, in *participantsInput) (*web.Body[web.List[ClassParticipant]], error) {
		people, total, err := p.Gathering.ListParticipants(ctx, who, gathering.ListParticipants{ClassID: in.ID,
			State: gathering.ParticipantState(in.State), Limit: int(in.Limit()), Offset: int(in.Offset())})
		return web.Respond(web.ListOf(people, total, in.Paging, participantOf)), err
	}
}

func participantOf(a gathering.Attendee) ClassParticipant {
	return ClassParticipant{ID: a.ID, FullName: a.FullName, Code: a.Code, Unit: a.Unit, Position: a.Position, State: string(a.State), Source: string(a.Source),
		Turn: a.Turn, Attended: a.Attended, Reason: a.Reason}
}

type callInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		AgencyID uuid.UUID   `json:"agencyId" doc:"Whose focal point names them"`
		People   []uuid.UUID `json:"people,omitempty" maxItems:"500"`
		Codes    []string    `json:"codes,omitempty" maxItems:"500"`
		Owing    bool        `json:"owing,omitempty" doc:"Everybody who still owes the course"`
	}
}

// PeopleCalled counts what was done.
type PeopleCalled struct {
	Joined  int `json:"joined"`
	Already int `json:"already"`
}

func callPeople(p Parts) func(context.Context, access.Principal, *callInput) (*web.Body[PeopleCalled], error) {
	return func(ctx context.Context, who access.Principal, in *callInput) (*web.Body[PeopleCalled], error) {
		done, err := p.Gathering.CallPeople(ctx, who, gathering.CallPeople{ClassID: in.ID, AgencyID: in.Body.AgencyID, People: in.Body.People,
			Codes: in.Body.Codes, Owing: in.Body.Owing})
		return web.Respond(PeopleCalled(done)), err
	}
}

type decideParticipantInput struct {
	ID            uuid.UUID `path:"id"`
	ParticipantID uuid.UUID `path:"participantId"`
	Body          struct {
		Decision string `json:"decision" enum:"approve,refuse,withdraw"`
		Reason   string `json:"reason,omitempty" maxLength:"300" doc:"Required to refuse and to withdraw"`
	}
}

func decide(p Parts) func(context.Context, access.Principal, *decideParticipantInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *decideParticipantInput) (*struct{}, error) {
		return nil, p.Gathering.Decide(ctx, who, gathering.Decide{ClassID: in.ID, ParticipantID: in.ParticipantID,
			Decision: gathering.Decision(in.Body.Decision), Reason: in.Body.Reason})
	}
}

func register(p Parts) func(context.Context, access.Principal, *ClassInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *ClassInput) (*struct{}, error) {
		return nil, p.Gathering.Register(ctx, who, in.ID)
	}
}

func unregister(p Parts) func(context.Context, access.Principal, *ClassInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *ClassInput) (*struct{}, error) {
		return nil, p.Gathering.Unregister(ctx, who, in.ID)
	}
}
