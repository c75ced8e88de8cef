package organizationhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// AgencyRef names an agency that another refers to.
type AgencyRef struct {
	ID    uuid.UUID `json:"id"`
	Name  string    `json:"name"`
	Share *int      `json:"share,omitempty" doc:"Declared share in hundredths of a percent"`
}

// AgencyVersion is what an agency was from one day to another.
type AgencyVersion struct {
	From      string `json:"from" format:"date"`
	To        string `json:"to,omitempty" format:"date" doc:"First day on which it no longer held"`
	Name      string `json:"name"`
	ShortName string `json:"shortName,omitempty"`
	Kind      string `json:"kind"`
	Code      string `json:"code"`

	Parent       *AgencyRef    `json:"parent,omitempty" doc:"As it was called on the first day"`
	Professional *AgencyRef    `json:"professionalParent,omitempty"`
	Contact      AgencyContact `json:"contact"`
}

// AgencyPastEvent is an event in the history of an agency.
type AgencyPastEvent struct {
	ID         uuid.UUID   `json:"id"`
	Kind       string      `json:"kind"`
	OccurredOn string      `json:"occurredOn" format:"date"`
	Document   string      `json:"document"`
	Note       string      `json:"note,omitempty"`
	Sources    []AgencyRef `json:"sources"`
	Targets    []AgencyRef `json:"targets"`
	Reversible bool        `json:"reversible"`
}

// AgencyPastReversal is an event that was taken back.
type AgencyPastReversal struct {
	Kind       string    `json:"kind"`
	OccurredOn string    `json:"occurredOn" format:"date"`
	Document   string    `json:"document"`
	Reason     string    `json:"reason"`
	ReversedAt time.Time `json:"reversedAt"`
}

// AgencyPage is all that is known of an agency as of a day.
type AgencyPage struct {
	ID           uuid.UUID            `json:"id"`
	AsOf         string               `json:"asOf" format:"date"`
	Stands       bool                 `json:"stands" doc:"It stands on the day"`
	Details      AgencyDetails        `json:"details"`
	From         string               `json:"from" format:"date" doc:"First day of all"`
	To           string               `json:"to,omitempty" format:"date" doc:"First day on which it no longer existed"`
	Parent       *AgencyRef           `json:"parent,omitempty"`
	Professional *AgencyRef           `json:"professionalParent,omitempty"`
	ChildCount   int                  `json:"childCount"`
	Officers     *int                 `json:"officers,omitempty"`
	Students     *int                 `json:"students,omitempty"`
	SeesPeople   bool                 `json:"seesPeople"`
	Duties       int                  `json:"duties" doc:"Requirements that name it on the day"`
	Versions     []AgencyVersion      `json:"versions" doc:"The latest first"`
	Events       []AgencyPastEvent    `json:"events" doc:"The latest first"`
	Reversals    []AgencyPastReversal `json:"reversals"`
	Predecessors []AgencyRef          `json:"predecessors"`
	Successors   []AgencyRef          `json:"successors"`
	MayRearrange bool                 `json:"mayRearrange" doc:"The person may enter events"`
}

type agencyViewInput struct {
	ID   uuid.UUID `path:"id"`
	AsOf string    `query:"asOf" format:"date" maxLength:"10" doc:"Day; today when absent"`
}

// dayOf reads a day of a query; today when it is absent.
func dayOf(text string, today time.Time) (time.Time, error) {
	if text == "" {
		return today, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, fault.ErrInvalid.At("query.asOf", "not_a_date", fault.TextInvalid)
	}
	return day, nil
}

func viewAgency(p AgencyParts) func(context.Context, access.Principal, *agencyViewInput) (*web.Body[AgencyPage], error) {
	return func(ctx context.Context, who access.Principal, in *agencyViewInput) (*web.Body[AgencyPage], error) {
		day, err := dayOf(in.AsOf, p.Events.Today())
		if err != nil {
			return nil, err
		}
		view, err := p.Events.ViewAgency(ctx, who, in.ID, day)
		if err != nil {
			return nil, err
		}
		page := pageOf(view, day)
		if page.MayRearrange, err = p.Events.MayRearrange(ctx, who); err != nil {
			return nil, err
		}
		page.Duties, err = p.CountDuties(ctx, in.ID, day)
		return web.Respond(page), err
	}
}

func pageOf(v organization.AgencyView, day time.Time) AgencyPage {
	latest, first := v.Versions[0], v.Versions[len(v.Versions)-1]
	page := AgencyPage{ID: v.Now.AgencyID, AsOf: day.Format(time.DateOnly), Stands: v.Stands, Details: detailsOf(v.Now), From: first.ValidFrom.Format(time.DateOnly),
		To: dateOf(latest.ValidTo), Parent: refOf(v.Parent), Professional: refOf(v.ProfessionalParent), ChildCount: v.ChildCount, SeesPeople: v.SeesPeople,
		Versions: []AgencyVersion{}, Events: []AgencyPastEvent{}, Reversals: []AgencyPastReversal{}, Predecessors: refsOf(v.Predecessors), Successors: refsOf(v.Successors)}
	if v.People != nil {
		page.Officers, page.Students = &v.People.Officers, &v.People.Students
	}
	for _, version := range v.Versions {
		page.Versions = append(page.Versions, AgencyVersion{From: version.ValidFrom.Format(time.DateOnly), To: dateOf(version.ValidTo), Name: version.Name,
			ShortName: version.ShortName, Kind: string(version.Kind), Code: version.Code,
			Parent: refOf(version.Parent), Professional: refOf(version.ProfessionalParent), Contact: contactOf(version.AgencyVersion)})
	}
	for _, e := range v.Events {
		page.Events = append(page.Events, eventOf(e))
	}
	for _, r := range v.Reversals {
		page.Reversals = append(page.Reversals, AgencyPastReversal{Kind: string(r.Kind), OccurredOn: r.OccurredOn.Format(time.DateOnly), Document: r.LegalDocument, Reason: r.Reason, ReversedAt: r.ReversedAt})
	}
	return page
}

func eventOf(e organization.PastEvent) AgencyPastEvent {
	shown := AgencyPastEvent{ID: e.ID, Kind: string(e.Kind), OccurredOn: e.OccurredOn.Format(time.DateOnly), Document: e.LegalDocument, Note: e.Note,
		Sources: refsOf(e.Sources), Targets: []AgencyRef{}, Reversible: e.Reversible}
	for _, t := range e.Targets {
		shown.Targets = append(shown.Targets, AgencyRef{ID: t.ID, Name: t.Name, Share: t.Share})
	}
	return shown
}

func contactOf(v organization.AgencyVersion) AgencyContact {
	part := func(key string) string {
		text, _ := v.Contact[key].(string)
		return text
	}
	return AgencyContact{Address: part("address"), Phone: part("phone"), Email: part("email"), Website: part("website")}
}

func detailsOf(v organization.AgencyVersion) AgencyDetails {
	return AgencyDetails{Name: v.Name, ShortName: v.ShortName, Kind: string(v.Kind), Code: v.Code, ParentID: v.ParentID, ProfessionalParentID: v.ProfessionalParentID,
		HeaderKind: v.HeaderKind, FullPlaceName: v.FullPlaceName, HidesStrength: !v.PublishesStrength,
		Contact: contactOf(v)}
}

func refOf(a *organization.NamedAgency) *AgencyRef {
	if a == nil {
		return nil
	}
	return &AgencyRef{ID: a.ID, Name: a.Name}
}

func refsOf(list []organization.NamedAgency) []AgencyRef {
	refs := make([]AgencyRef, len(list))
	for i, a := range list {
		refs[i] = AgencyRef{ID: a.ID, Name: a.Name}
	}
	return refs
}

func dateOf(day *time.Time) string {
	if day == nil {
		return ""
	}
	return day.Format(time.DateOnly)
}
