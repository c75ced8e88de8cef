package organizationhttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

type rolloverPreviewInput struct {
	AgencyInput
	FromYear string `query:"fromYear" required:"true" pattern:"^20[0-9]{2}-20[0-9]{2}$" maxLength:"9"`
}

// RolloverPreview is the classes of a school year with what is proposed for each.
type RolloverPreview struct {
	Classes []RolloverPreviewClass `json:"classes"`
}

// RolloverPreviewClass is one class of the year that ends.
type RolloverPreviewClass struct {
	ClassID      uuid.UUID `json:"classId"`
	Name         string    `json:"name"`
	StudentCount int       `json:"studentCount"`
	ToName       string    `json:"toName" doc:"Proposed; empty: the class finishes school"`
}

func previewRollover(svc *organization.Service) func(context.Context, access.Principal, *rolloverPreviewInput) (*web.Body[RolloverPreview], error) {
	return func(ctx context.Context, who access.Principal, in *rolloverPreviewInput) (*web.Body[RolloverPreview], error) {
		lines, err := svc.PreviewRollover(ctx, who, in.ID, in.FromYear)
		preview := RolloverPreview{Classes: make([]RolloverPreviewClass, len(lines))}
		for i, l := range lines {
			preview.Classes[i] = RolloverPreviewClass{ClassID: l.ID, Name: l.Name, StudentCount: l.StudentCount, ToName: l.ToName}
		}
		return web.Respond(preview), err
	}
}

// RolloverClass is where a class goes.
type RolloverClass struct {
	ClassID uuid.UUID `json:"classId"`
	ToName  string    `json:"toName" maxLength:"40" doc:"Empty: the class finishes school"`
}

// RolloverException is a student who does not go with the class.
type RolloverException struct {
	PersonID uuid.UUID `json:"personId"`
	Outcome  string    `json:"outcome" enum:"repeats,left"`
	ToName   string    `json:"toName,omitempty" maxLength:"40" doc:"The class in which the student repeats"`
}

type rolloverInput struct {
	AgencyInput
	Body struct {
		FromYear   string              `json:"fromYear" pattern:"^20[0-9]{2}-20[0-9]{2}$" maxLength:"9"`
		StartsOn   string              `json:"startsOn" format:"date" maxLength:"10"`
		Classes    []RolloverClass     `json:"classes" minItems:"1" maxItems:"1000"`
		Exceptions []RolloverException `json:"exceptions,omitempty" maxItems:"2000"`
	}
}

// Rollover is one act by which the students of a school went into the next year.
type Rollover struct {
	ID        uuid.UUID `json:"id"`
	FromYear  string    `json:"fromYear"`
	ToYear    string    `json:"toYear"`
	StartsOn  string    `json:"startsOn" format:"date"`
	Moved     int       `json:"moved"`
	Repeats   int       `json:"repeats"`
	Graduated int       `json:"graduated"`
	Left      int       `json:"left"`
	MadeAt    time.Time `json:"madeAt"`
	Undone    bool      `json:"undone"`
}

func rolloverOf(r organization.Rollover) Rollover {
	return Rollover{ID: r.ID, FromYear: r.FromYear, ToYear: r.ToYear, StartsOn: web.Date(&r.StartsOn), Moved: r.Counts.Moved, Repeats: r.Counts.Repeats,
		Graduated: r.Counts.Graduated, Left: r.Counts.Left, MadeAt: r.MadeAt.UTC(), Undone: r.UndoneAt != nil}
}

func rollOver(svc *organization.Service) func(context.Context, access.Principal, *rolloverInput) (*web.Body[Rollover], error) {
	return func(ctx context.Context, who access.Principal, in *rolloverInput) (*web.Body[Rollover], error) {
		on, err := parseDayOr("startsOn", in.Body.StartsOn, svc.Today())
		if err != nil {
			return nil, err
		}
		plan := organization.RolloverPlan{SchoolID: in.ID, FromYear: in.Body.FromYear, StartsOn: on}
		for _, c := range in.Body.Classes {
			plan.Classes = append(plan.Classes, organization.RolloverClass(c))
		}
		for _, e := range in.Body.Exceptions {
			plan.Exceptions = append(plan.Exceptions, organization.RolloverException(e))
		}
		made, err := svc.RollOver(ctx, who, plan)
		return web.Respond(rolloverOf(made)), err
	}
}

// RolloverList is the roll-overs of a school, the newest first; the last twenty.
type RolloverList struct {
	Items []Rollover `json:"items"`
}

func listRollovers(svc *organization.Service) func(context.Context, access.Principal, *AgencyInput) (*web.Body[RolloverList], error) {
	return func(ctx context.Context, who access.Principal, in *AgencyInput) (*web.Body[RolloverList], error) {
		made, err := svc.ListRollovers(ctx, who, in.ID)
		list := RolloverList{Items: make([]Rollover, len(made))}
		for i, r := range made {
			list.Items[i] = rolloverOf(r)
		}
		return web.Respond(list), err
	}
}

type rolloverIDInput struct {
	ID uuid.UUID `path:"id"`
}

func undoRollover(svc *organization.Service) func(context.Context, access.Principal, *rolloverIDInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *rolloverIDInput) (*struct{}, error) {
		return nil, svc.UndoRollover(ctx, who, in.ID)
	}
}
