package planninghttp

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
	"taphuan/internal/web"
)

// YearInput names an agency's year in the path; exported for huma.
type YearInput struct {
	ID   uuid.UUID `path:"id"`
	Year int       `path:"year" minimum:"2022" maximum:"2100"`
}

// PlannedTraining is one course or class that an agency intends.
type PlannedTraining struct {
	CourseKey string `json:"courseKey,omitempty" maxLength:"40" pattern:"^[a-z0-9-]*$"`
	Title     string `json:"title,omitempty" maxLength:"200" doc:"Of what is no course of the platform"`
	Form      string `json:"form" enum:"online,in_person,blended"`
	People    int    `json:"people" minimum:"1" maximum:"1000000"`
	Month     int    `json:"month" minimum:"1" maximum:"12"`
	Budget    *int64 `json:"budget,omitempty" minimum:"0" maximum:"1000000000000" doc:"Đồng, as the agency declares it; without it: no figure"`
}

// TrainingPlan is one version of an agency's training plan of a year.
type TrainingPlan struct {
	Number      int               `json:"number"`
	State       string            `json:"state" enum:"draft,submitted"`
	Revision    int               `json:"revision"`
	Document    string            `json:"document"`
	SavedAt     time.Time         `json:"savedAt"`
	SubmittedAt *time.Time        `json:"submittedAt,omitempty"`
	Items       []PlannedTraining `json:"items"`
	People      int               `json:"people" doc:"Turns: one person may stand in several lines"`
	Budget      *int64            `json:"budget" doc:"Sum of what was declared; null: no figure"`
}

// YearPlans are an agency's plans of a year.
type YearPlans struct {
	Draft     *TrainingPlan `json:"draft,omitempty"`
	Submitted *TrainingPlan `json:"submitted,omitempty" doc:"The last one submitted"`
	Versions  int           `json:"versions" doc:"How many were submitted"`
}

func findTrainingPlan(svc *planning.Service, courses *catalog.Service) func(context.Context, access.Principal, *YearInput) (*web.Body[YearPlans], error) {
	return func(ctx context.Context, who access.Principal, in *YearInput) (*web.Body[YearPlans], error) {
		found, err := svc.FindTrainingPlans(ctx, who, in.ID, in.Year)
		if err != nil {
			return nil, err
		}
		out := YearPlans{Versions: found.Versions}
		for _, p := range []struct {
			from *planning.TrainingPlan
			to   **TrainingPlan
		}{{found.Draft, &out.Draft}, {found.Submitted, &out.Submitted}} {
			if p.from == nil {
				continue
			}
			shown, err := trainingPlanOf(ctx, courses, *p.from)
			if err != nil {
				return nil, err
			}
			*p.to = &shown
		}
		return web.Respond(out), nil
	}
}

type trainingPlanSaveInput struct {
	YearInput
	Body struct {
		Revision int               `json:"revision" minimum:"0" maximum:"1000000" doc:"Of the draft that was read; 0: there was none"`
		Document string            `json:"document" maxLength:"200" doc:"Number and day of the agency's own plan"`
		Items    []PlannedTraining `json:"items" maxItems:"200"`
	}
}

func saveTrainingPlan(svc *planning.Service, courses *catalog.Service) func(context.Context, access.Principal, *trainingPlanSaveInput) (*web.Body[TrainingPlan], error) {
	return func(ctx context.Context, who access.Principal, in *trainingPlanSaveInput) (*web.Body[TrainingPlan], error) {
		items, err := itemsOf(ctx, courses, in.Body.Items)
		if err != nil {
			return nil, err
		}
		plan, err := svc.SaveTrainingPlan(ctx, who, planning.SaveTrainingPlan{AgencyID: in.ID, Year: in.Year, Revision: in.Body.Revision, Document: in.Body.Document, Items: items})
		return respondPlan(ctx, courses, plan, err)
	}
}

type trainingPlanSubmitInput struct {
	YearInput
	Body struct {
		Revision int `json:"revision" minimum:"1" maximum:"1000000" doc:"Of the draft that was read"`
	}
}

func submitTrainingPlan(svc *planning.Service, courses *catalog.Service) func(context.Context, access.Principal, *trainingPlanSubmitInput) (*web.Body[TrainingPlan], error) {
	return func(ctx context.Context, who access.Principal, in *trainingPlanSubmitInput) (*web.Body[TrainingPlan], error) {
		plan, err := svc.SubmitTrainingPlan(ctx, who, in.ID, in.Year, in.Body.Revision)
		return respondPlan(ctx, courses, plan, err)
	}
}

func respondPlan(ctx context.Context, courses *catalog.Service, plan planning.TrainingPlan, err error) (*web.Body[TrainingPlan], error) {
	if err != nil {
		return nil, err
	}
	shown, err := trainingPlanOf(ctx, courses, plan)
	return web.Respond(shown), err
}

// itemsOf finds the courses of the lines; an unknown one is named by its line.
func itemsOf(ctx context.Context, courses *catalog.Service, lines []PlannedTraining) ([]planning.PlannedTraining, error) {
	var keys []string
	for _, line := range lines {
		if line.CourseKey != "" {
			keys = append(keys, line.CourseKey)
		}
	}
	known, err := courses.CoursesByKey(ctx, keys)
	if err != nil {
		return nil, err
	}
	items, wrong := make([]planning.PlannedTraining, len(lines)), fault.ErrInvalid
	for i, line := range lines {
		items[i] = planning.PlannedTraining{Title: line.Title, Form: line.Form, People: line.People, Month: line.Month, Budget: line.Budget}
		if line.CourseKey == "" {
			continue
		}
		course, exists := known[line.CourseKey]
		if !exists {
			wrong = wrong.At(fmt.Sprintf("body.items[%d].courseKey", i), "not_an_option", errNoCourse)
		}
		items[i].CourseID = &course.ID
	}
	if len(wrong.Fields) > 0 {
		return nil, wrong
	}
	return items, nil
}

func trainingPlanOf(ctx context.Context, courses *catalog.Service, plan planning.TrainingPlan) (TrainingPlan, error) {
	var ids []uuid.UUID
	for _, item := range plan.Items {
		if item.CourseID != nil {
			ids = append(ids, *item.CourseID)
		}
	}
	known, err := courses.CoursesByID(ctx, ids)
	out := TrainingPlan{Number: plan.Number, State: string(plan.State), Revision: plan.Revision, Document: plan.Document, SavedAt: plan.SavedAt.UTC(),
		Items: make([]PlannedTraining, len(plan.Items))}
	if plan.SubmittedAt != nil {
		at := plan.SubmittedAt.UTC()
		out.SubmittedAt = &at
	}
	for i, item := range plan.Items {
		out.Items[i] = PlannedTraining{Title: item.Title, Form: item.Form, People: item.People, Month: item.Month, Budget: item.Budget}
		if item.CourseID != nil {
			out.Items[i].CourseKey = known[*item.CourseID].Key
		}
	}
	out.People, out.Budget = plan.Total()
	return out, err
}
