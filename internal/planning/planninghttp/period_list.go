package planninghttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/planning"
	"taphuan/internal/web"
)

type listInput struct{ web.Paging }

// Period is a reporting period of a plan.
type Period struct {
	ID         uuid.UUID `json:"id"`
	PlanNumber string    `json:"planNumber"`
	Kind       string    `json:"kind" enum:"half_year,year,interim_review,final_review"`
	Year       int       `json:"year"`
	Label      string    `json:"label"`
	FromOn     string    `json:"fromOn" format:"date"`
	ToOn       string    `json:"toOn" format:"date" doc:"Last day, included"`
	DueOn      string    `json:"dueOn" format:"date" doc:"Last valid day, working days considered where the plan says so"`
}

func listPeriods(svc *planning.Service) func(context.Context, access.Principal, *listInput) (*web.Body[web.List[Period]], error) {
	return func(ctx context.Context, _ access.Principal, in *listInput) (*web.Body[web.List[Period]], error) {
		found, total, err := svc.ListPeriods(ctx, planning.ListPeriods{Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		shape := func(p planning.Period) Period { return periodOf(p, web.Locale(ctx)) }
		return web.Respond(web.ListOf(found, total, in.Paging, shape)), nil
	}
}

// periodOf is a period as the wire carries it, its label in the given language.
func periodOf(p planning.Period, locale string) Period {
	return Period{ID: p.ID, PlanNumber: p.Plan.Number, Kind: string(p.Kind), Year: p.Year, Label: p.Label().In(locale),
		FromOn: p.FromOn.Format(time.DateOnly), ToOn: p.ToOn.Format(time.DateOnly), DueOn: p.Deadline().Format(time.DateOnly)}
}
