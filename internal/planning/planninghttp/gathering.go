package planninghttp

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
	"taphuan/internal/web"
)

// GatheringRoutes adds the routes of who owes reports and who collects from whom; today is the current day.
func GatheringRoutes(s *web.Server, svc *planning.Service, today func() time.Time) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/plans", Permission: access.ReadReport, Name: "list-plans", Summary: "List the plans, the latest first"}, listPlans(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/plans/{id}/gathering", Permission: access.ReadReport, Name: "list-gathering",
		Summary: "Who owes reports under a plan on a day, and who collects from whom"}, listGathering(svc, today))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/plans/{id}/collectors/{agencyId}", Permission: access.ManagePlan, Name: "set-collector",
		Summary: "Say from a day on who collects from an agency, by a document"}, setCollector(svc))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/plans/{id}/reporters/{agencyId}", Permission: access.ManagePlan, Name: "set-reporter",
		Summary: "Say from a day on whether an agency owes reports, by a document"}, setReporter(svc))
}

// Plan is a plan in a list.
type Plan struct {
	ID     uuid.UUID `json:"id"`
	Number string    `json:"number"`
	Title  string    `json:"title"`
	From   string    `json:"from" format:"date"`
	To     string    `json:"to" format:"date" doc:"Last day, included"`
}

// Plans are every plan.
type Plans struct {
	Items []Plan `json:"items"`
}

func listPlans(svc *planning.Service) func(context.Context, access.Principal, *struct{}) (*web.Body[Plans], error) {
	return func(ctx context.Context, _ access.Principal, _ *struct{}) (*web.Body[Plans], error) {
		found, err := svc.ListPlans(ctx)
		list := Plans{Items: []Plan{}}
		for _, p := range found {
			list.Items = append(list.Items, Plan{ID: p.ID, Number: p.Number, Title: p.Title, From: p.ValidFrom.Format(time.DateOnly), To: p.ValidTo.Format(time.DateOnly)})
		}
		return web.Respond(list), err
	}
}

type gatheringInput struct {
	web.Paging
	ID   uuid.UUID `path:"id"`
	AsOf string    `query:"asOf" format:"date" maxLength:"10" doc:"Day; today when absent"`
}

// GatheringLine is a unit of a plan on a day.
type GatheringLine struct {
	AgencyID          uuid.UUID  `json:"agencyId"`
	AgencyName        string     `json:"agencyName"`
	Owes              bool       `json:"owes" doc:"It owes reports"`
	ReporterFrom      string     `json:"reporterFrom,omitempty" format:"date"`
	ReporterDocument  string     `json:"reporterDocument,omitempty"`
	CollectorID       *uuid.UUID `json:"collectorId,omitempty"`
	CollectorName     string     `json:"collectorName,omitempty"`
	CollectorFrom     string     `json:"collectorFrom,omitempty" format:"date"`
	CollectorDocument string     `json:"collectorDocument,omitempty"`
}

func listGathering(svc *planning.Service, today func() time.Time) func(context.Context, access.Principal, *gatheringInput) (*web.Body[web.List[GatheringLine]], error) {
	return func(ctx context.Context, who access.Principal, in *gatheringInput) (*web.Body[web.List[GatheringLine]], error) {
		day := today()
		if in.AsOf != "" {
			var err error
			if day, err = time.Parse(time.DateOnly, in.AsOf); err != nil {
				return nil, fault.ErrInvalid.At("query.asOf", "not_a_date", fault.TextInvalid)
			}
		}
		lines, total, err := svc.ListGathering(ctx, who, planning.ListGathering{PlanID: in.ID, Day: day, Limit: in.Limit(), Offset: in.Offset()})
		return web.Respond(web.ListOf(lines, total, in.Paging, lineOf)), err
	}
}

func lineOf(l planning.GatheringLine) GatheringLine {
	return GatheringLine{AgencyID: l.AgencyID, AgencyName: l.AgencyName, Owes: l.Owes, ReporterFrom: web.Date(l.ReporterFrom), ReporterDocument: l.ReporterDocument,
		CollectorID: l.CollectorID, CollectorName: l.CollectorName, CollectorFrom: web.Date(l.CollectorFrom), CollectorDocument: l.CollectorDocument}
}

type collectorInput struct {
	ID       uuid.UUID `path:"id"`
	AgencyID uuid.UUID `path:"agencyId"`
	Body     struct {
		CollectorID *uuid.UUID `json:"collectorId,omitempty" doc:"Absent: the line ends"`
		From        string     `json:"from" format:"date" maxLength:"10"`
		Document    string     `json:"document" maxLength:"300"`
	}
}

func setCollector(svc *planning.Service) func(context.Context, access.Principal, *collectorInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *collectorInput) (*struct{}, error) {
		from, err := time.Parse(time.DateOnly, in.Body.From)
		if err != nil {
			return nil, fault.ErrInvalid.At("from", "not_a_date", fault.TextInvalid)
		}
		cmd := planning.SetCollector{PlanID: in.ID, AgencyID: in.AgencyID, From: from, Document: in.Body.Document}
		if in.Body.CollectorID != nil {
			cmd.CollectorID = *in.Body.CollectorID
		}
		return nil, svc.SetCollector(ctx, who, cmd)
	}
}

type reporterInput struct {
	ID       uuid.UUID `path:"id"`
	AgencyID uuid.UUID `path:"agencyId"`
	Body     struct {
		Owes     bool   `json:"owes"`
		From     string `json:"from" format:"date" maxLength:"10"`
		Document string `json:"document" maxLength:"300"`
	}
}

func setReporter(svc *planning.Service) func(context.Context, access.Principal, *reporterInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *reporterInput) (*struct{}, error) {
		from, err := time.Parse(time.DateOnly, in.Body.From)
		if err != nil {
			return nil, fault.ErrInvalid.At("from", "not_a_date", fault.TextInvalid)
		}
		return nil, svc.SetReporter(ctx, who, planning.SetReporter{PlanID: in.ID, AgencyID: in.AgencyID, Owes: in.Body.Owes, From: from, Document: in.Body.Document})
	}
}
