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

// AgencyParts are what the routes of the tree need.
type AgencyParts struct {
	Events *organization.AgencyEvents
	// CountDuties counts the requirements that name an agency on a day.
	CountDuties func(ctx context.Context, agency uuid.UUID, day time.Time) (int, error)
}

// AgencyRoutes adds the routes of an agency's page and of what changes the tree.
func AgencyRoutes(s *web.Server, p AgencyParts) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}", Permission: access.SignedIn, Name: "view-agency",
		Summary: "An agency as of a day with its names over time, events, predecessors and successors"}, viewAgency(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agency-events/preview", Permission: access.ManageAgencies, Name: "preview-agency-event",
		Summary: "What an event will do, in numbers; nothing is written"}, previewEvent(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agency-events", Permission: access.ManageAgencies, Name: "apply-agency-event",
		Summary: "Write an event as it was previewed", Status: http.StatusCreated}, applyEvent(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agency-events/{id}/reverse", Permission: access.ManageAgencies, Name: "reverse-agency-event",
		Summary: "Take an event back row by row; once a period is closed a restatement line is kept instead"}, reverseEvent(p))
	sheetRoutes(s, p)
}

// AgencyContact is how an agency is reached.
type AgencyContact struct {
	Address string `json:"address,omitempty" maxLength:"300"`
	Phone   string `json:"phone,omitempty" maxLength:"40"`
	Email   string `json:"email,omitempty" maxLength:"200"`
	Website string `json:"website,omitempty" maxLength:"200"`
}

// AgencyDetails is what an agency is, as an event writes it.
type AgencyDetails struct {
	Name                 string        `json:"name" maxLength:"200"`
	ShortName            string        `json:"shortName,omitempty" maxLength:"40" doc:"Used in document symbols; unique in a province"`
	Kind                 string        `json:"kind" enum:"province,department,party,mass_organization,police,district,commune,ward,special_zone,university,school,enterprise,unit"`
	Code                 string        `json:"code" maxLength:"40"`
	ParentID             *uuid.UUID    `json:"parentId,omitempty"`
	ProfessionalParentID *uuid.UUID    `json:"professionalParentId,omitempty"`
	HeaderKind           string        `json:"headerKind,omitempty" enum:"department,commune,police,steering_committee,school,plain"`
	FullPlaceName        bool          `json:"fullPlaceName,omitempty"`
	HidesStrength        bool          `json:"hidesStrength,omitempty"`
	Contact              AgencyContact `json:"contact,omitempty"`
}

// AgencyEventTarget is an agency that goes on: one that stands, or a new one.
type AgencyEventTarget struct {
	AgencyID *uuid.UUID     `json:"agencyId,omitempty"`
	New      *AgencyDetails `json:"new,omitempty"`
	Share    *int           `json:"share,omitempty" minimum:"1" maximum:"10000" doc:"Hundredths of a percent"`
}

// AgencyGrantLine names the grants of one role at one ending agency.
type AgencyGrantLine struct {
	AgencyID uuid.UUID `json:"agencyId"`
	Role     string    `json:"role" maxLength:"40"`
}

// AgencyEvent is what happens to agencies on a day under a document.
type AgencyEvent struct {
	Kind       string              `json:"kind" enum:"establish,rename,merge,absorb,split,dissolve,move_parent,transfer_function"`
	OccurredOn string              `json:"occurredOn" format:"date" maxLength:"10"`
	Document   string              `json:"document" maxLength:"300"`
	Note       string              `json:"note,omitempty" maxLength:"1000"`
	Sources    []uuid.UUID         `json:"sources,omitempty" maxItems:"60"`
	Targets    []AgencyEventTarget `json:"targets,omitempty" maxItems:"60"`
	Receiver   int                 `json:"receiver,omitempty" minimum:"0" maximum:"59" doc:"Index of the target that takes people, units below and grants"`
	Details    *AgencyDetails      `json:"details,omitempty"`
	EndGrants  []AgencyGrantLine   `json:"endGrants,omitempty" maxItems:"1200"`
}

// command is the event as the domain takes it.
func (e AgencyEvent) command() (organization.AgencyEvent, error) {
	day, err := time.Parse(time.DateOnly, e.OccurredOn)
	if err != nil {
		return organization.AgencyEvent{}, fault.ErrInvalid.At("occurredOn", "not_a_date", fault.TextInvalid)
	}
	cmd := organization.AgencyEvent{Kind: organization.EventKind(e.Kind), OccurredOn: day, Document: e.Document, Note: e.Note, Sources: e.Sources,
		Receiver: e.Receiver, Details: e.Details.command()}
	for _, t := range e.Targets {
		cmd.Targets = append(cmd.Targets, organization.EventTarget{AgencyID: idOf(t.AgencyID), New: t.New.command(), Share: t.Share})
	}
	for _, g := range e.EndGrants {
		cmd.EndGrants = append(cmd.EndGrants, organization.GrantsOfRole{AgencyID: g.AgencyID, Role: g.Role})
	}
	return cmd, nil
}

func (d *AgencyDetails) command() *organization.AgencyDetails {
	if d == nil {
		return nil
	}
	return &organization.AgencyDetails{Name: d.Name, ShortName: d.ShortName, Kind: organization.AgencyKind(d.Kind), Code: d.Code, ParentID: idOf(d.ParentID),
		ProfessionalParentID: idOf(d.ProfessionalParentID), HeaderKind: d.HeaderKind, FullPlaceName: d.FullPlaceName, HidesStrength: d.HidesStrength,
		Contact: map[string]string{"address": d.Contact.Address, "phone": d.Contact.Phone, "email": d.Contact.Email, "website": d.Contact.Website}}
}

func idOf(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

// AgencyEventPreview is what an event will do.
type AgencyEventPreview struct {
	Digest    string              `json:"digest" doc:"Sent back to apply exactly this"`
	Counts    AgencyEventCounts   `json:"counts"`
	Grants    []AgencyEventGrants `json:"grants"`
	Following map[string]int      `json:"following" doc:"requirements redirected; lines of reporters and gathering that name an ended agency, which are not changed"`
	Closed    []string            `json:"closed" doc:"Closed periods that keep a restatement line"`
	Deferred  bool                `json:"deferred" doc:"People follow on the day, which is still to come"`
}

// AgencyEventCounts are what an event does, in numbers.
type AgencyEventCounts struct {
	AgenciesEnded       int `json:"agenciesEnded"`
	AgenciesEstablished int `json:"agenciesEstablished"`
	UnitsMoved          int `json:"unitsMoved"`
	PostingsClosed      int `json:"postingsClosed"`
	PostingsOpened      int `json:"postingsOpened"`
	PeopleMoved         int `json:"peopleMoved"`
	StudentsMoved       int `json:"studentsMoved"`
	ClassesOpened       int `json:"classesOpened"`
	CodesChanged        int `json:"codesChanged"`
	GrantsContinued     int `json:"grantsContinued"`
	GrantsEnded         int `json:"grantsEnded"`
	RostersWaiting      int `json:"rostersWaiting"`
}

// AgencyEventGrants are the grants of one role at one ending agency.
type AgencyEventGrants struct {
	AgencyID uuid.UUID     `json:"agencyId"`
	Role     string        `json:"role"`
	RoleName web.LocalText `json:"roleName"`
	Count    int           `json:"count"`
	Ends     bool          `json:"ends"`
}

type eventInput struct{ Body AgencyEvent }

func previewEvent(p AgencyParts) func(context.Context, access.Principal, *eventInput) (*web.Body[AgencyEventPreview], error) {
	return func(ctx context.Context, who access.Principal, in *eventInput) (*web.Body[AgencyEventPreview], error) {
		cmd, err := in.Body.command()
		if err != nil {
			return nil, err
		}
		preview, err := p.Events.PreviewAgencyEvent(ctx, who, cmd)
		if err != nil {
			return nil, err
		}
		shown := AgencyEventPreview{Digest: preview.Digest, Counts: AgencyEventCounts(preview.Counts), Following: preview.Following, Deferred: preview.Deferred,
			Grants: []AgencyEventGrants{}, Closed: labels(preview.Closed, web.Locale(ctx))}
		for _, g := range preview.Grants {
			name := access.Role(g.Role).Name()
			shown.Grants = append(shown.Grants, AgencyEventGrants{AgencyID: g.AgencyID, Role: g.Role, RoleName: web.LocalText{VI: name.VI, EN: name.EN}, Count: g.Count, Ends: g.Ends})
		}
		return web.Respond(shown), nil
	}
}

func labels(closed []organization.ClosedPeriod, locale string) []string {
	names := make([]string, len(closed))
	for i, c := range closed {
		names[i] = c.Label.In(locale)
	}
	return names
}

type applyInput struct {
	Body struct {
		Event  AgencyEvent `json:"event"`
		Digest string      `json:"digest" minLength:"64" maxLength:"64"`
	}
}

// AppliedEvent names an event that was written.
type AppliedEvent struct {
	ID uuid.UUID `json:"id"`
}

func applyEvent(p AgencyParts) func(context.Context, access.Principal, *applyInput) (*web.Body[AppliedEvent], error) {
	return func(ctx context.Context, who access.Principal, in *applyInput) (*web.Body[AppliedEvent], error) {
		cmd, err := in.Body.Event.command()
		if err != nil {
			return nil, err
		}
		id, err := p.Events.ApplyAgencyEvent(ctx, who, organization.ApplyAgencyEvent{Event: cmd, Digest: in.Body.Digest})
		return web.Respond(AppliedEvent{ID: id}), err
	}
}

type reverseInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Reason string `json:"reason" minLength:"3" maxLength:"500"`
	}
}

// EventReversal says what became of the wish to take an event back.
type EventReversal struct {
	Restated []string `json:"restated" doc:"Closed periods for which a line was kept; nothing was changed"`
}

func reverseEvent(p AgencyParts) func(context.Context, access.Principal, *reverseInput) (*web.Body[EventReversal], error) {
	return func(ctx context.Context, who access.Principal, in *reverseInput) (*web.Body[EventReversal], error) {
		done, err := p.Events.ReverseAgencyEvent(ctx, who, organization.ReverseAgencyEvent{EventID: in.ID, Reason: in.Body.Reason})
		return web.Respond(EventReversal{Restated: labels(done.Restated, web.Locale(ctx))}), err
	}
}
