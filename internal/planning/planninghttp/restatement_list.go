package planninghttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/planning"
	"taphuan/internal/web"
)

// NamesOf returns the names of people by id.
type NamesOf func(ctx context.Context, people, agencies []uuid.UUID) (map[uuid.UUID]string, error)

// RestatementRoutes adds the list of what reaches into closed periods.
func RestatementRoutes(s *web.Server, svc *planning.Service, names NamesOf) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/restatements", Permission: access.ReadReport, Name: "list-restatements",
		Summary: "Changes that reach into closed periods, the latest first; sealed figures stay as they are"}, listRestatements(svc, names))
}

type restatementInput struct {
	web.Paging
	PeriodID string `query:"periodId" format:"uuid" maxLength:"36" doc:"Of one period; all when absent"`
}

// RestatedAgency names an agency that a restatement is about.
type RestatedAgency struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// Restatement is a change that reaches into a closed period.
type Restatement struct {
	ID         uuid.UUID        `json:"id"`
	Act        string           `json:"act" enum:"apply,reverse,add_person,add_posting,change_posting,remove_posting,move_person,leave_person,return_person,commit_roster,merge_people,undo_merge"`
	PeriodID   uuid.UUID        `json:"periodId"`
	Period     web.LocalText    `json:"period"`
	EventKind  string           `json:"eventKind,omitempty" doc:"Absent: postings"`
	People     int              `json:"people,omitempty" doc:"Of a list: for how many"`
	OccurredOn string           `json:"occurredOn,omitempty" format:"date"`
	Agencies   []RestatedAgency `json:"agencies" doc:"Sources first, then targets"`
	Document   string           `json:"document"`
	Reason     string           `json:"reason"`
	ActorName  string           `json:"actorName,omitempty" doc:"Who changed the tree; for those who may change it"`
	CreatedAt  time.Time        `json:"createdAt"`
}

func listRestatements(svc *planning.Service, names NamesOf) func(context.Context, access.Principal, *restatementInput) (*web.Body[web.List[Restatement]], error) {
	return func(ctx context.Context, who access.Principal, in *restatementInput) (*web.Body[web.List[Restatement]], error) {
		period, _ := uuid.Parse(in.PeriodID) // its form was checked; absent: all
		lines, total, err := svc.ListRestatements(ctx, who, planning.ListRestatements{PeriodID: period, Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		actors, err := actorsOf(ctx, who, lines, names)
		return web.Respond(web.ListOf(lines, total, in.Paging, func(l planning.RestatementLine) Restatement { return restatementOf(l, actors) })), err
	}
}

// actorsOf names who changed the tree, for those who may change it themselves. Who keeps the people of an
// agency is a person of that agency and is not named.
func actorsOf(ctx context.Context, who access.Principal, lines []planning.RestatementLine, names NamesOf) (map[uuid.UUID]string, error) {
	if !who.Can(access.ManageAgencies) {
		return nil, nil
	}
	var people []uuid.UUID
	for _, l := range lines {
		if l.EventID != nil {
			people = append(people, l.ActorID)
		}
	}
	return names(ctx, people, nil)
}

func restatementOf(l planning.RestatementLine, actors map[uuid.UUID]string) Restatement {
	r := Restatement{ID: l.ID, Act: l.Act, PeriodID: l.PeriodID, People: l.People, Period: web.LocalText{VI: l.Period.VI, EN: l.Period.EN}, Agencies: []RestatedAgency{},
		Document: l.LegalDocument, Reason: l.Reason, CreatedAt: l.CreatedAt}
	for _, a := range l.Agencies {
		r.Agencies = append(r.Agencies, RestatedAgency(a))
	}
	if l.EventID != nil {
		r.ActorName = actors[l.ActorID]
	}
	if l.Event != nil {
		r.EventKind, r.OccurredOn = string(l.Event.Kind), l.Event.OccurredOn.Format(time.DateOnly)
	}
	return r
}
