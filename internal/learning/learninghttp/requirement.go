package learninghttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// Requirement is one version of a requirement in the words of the caller's language.
type Requirement struct {
	ID           uuid.UUID        `json:"id" doc:"The same for every version"`
	Version      int              `json:"version"`
	Owner        FigureOwner      `json:"owner"`
	Who          string           `json:"who" doc:"Whom it names, in words"`
	By           string           `json:"by" doc:"By when, in words"`
	Courses      [][]CourseName   `json:"courses" doc:"Every list is asked for; any course of a list does it"`
	InOrder      bool             `json:"inOrder"`
	GraceDays    int              `json:"graceDays"`
	StartsOn     string           `json:"startsOn" format:"date"`
	EndsOn       string           `json:"endsOn,omitempty" format:"date" doc:"First day on which it no longer holds"`
	Document     string           `json:"document"`
	Reason       web.LocalText    `json:"reason"`
	ChangeReason string           `json:"changeReason,omitempty"`
	ChangedAt    time.Time        `json:"changedAt"`
	MayChange    bool             `json:"mayChange"`
	Agencies     []FigureOwner    `json:"agencies" doc:"The agencies that the draft names"`
	Draft        RequirementDraft `json:"draft" doc:"To start a change from"`
}

// FigureOwner names an agency.
type FigureOwner struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// CourseName names a course.
type CourseName struct {
	Key   string        `json:"key"`
	Title web.LocalText `json:"title"`
}

type requirementListInput struct {
	web.Paging
	AgencyID uuid.UUID `query:"agencyId" required:"true"`
	Ended    bool      `query:"ended" doc:"With those that have ended"`
	Binding  bool      `query:"binding" doc:"Only those that hold today and name the agency or one above it"`
}

func listRequirements(p Parts) func(context.Context, access.Principal, *requirementListInput) (*web.Body[web.List[Requirement]], error) {
	return func(ctx context.Context, who access.Principal, in *requirementListInput) (*web.Body[web.List[Requirement]], error) {
		found, total, err := p.Learning.ListRequirements(ctx, who, learning.ListRequirements{AgencyID: in.AgencyID, Ended: in.Ended, Binding: in.Binding, Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		shape, err := p.requirementShape(ctx, found)
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(found, total, in.Paging, shape)), nil
	}
}

// RequirementHistory is a requirement with its versions.
type RequirementHistory struct {
	Requirement
	Versions []Requirement `json:"versions" doc:"The last first"`
}

type requirementInput struct {
	ID uuid.UUID `path:"id"`
}

func findRequirement(p Parts) func(context.Context, access.Principal, *requirementInput) (*web.Body[RequirementHistory], error) {
	return func(ctx context.Context, who access.Principal, in *requirementInput) (*web.Body[RequirementHistory], error) {
		found, err := p.Learning.FindRequirement(ctx, who, in.ID)
		if err != nil {
			return nil, err
		}
		shape, err := p.requirementShape(ctx, found.Versions)
		if err != nil {
			return nil, err
		}
		h := RequirementHistory{Requirement: shape(found.RequirementLine)}
		for _, version := range found.Versions {
			h.Versions = append(h.Versions, shape(version))
		}
		return web.Respond(h), nil
	}
}

// requirementShape knows the courses that requirements name.
func (p Parts) requirementShape(ctx context.Context, lines []learning.RequirementLine) (func(learning.RequirementLine) Requirement, error) {
	var ids []uuid.UUID
	for _, line := range lines {
		for _, slot := range line.Slots {
			ids = append(ids, slot...)
		}
	}
	courses, err := p.Courses.CoursesByID(ctx, ids)
	locale := web.Locale(ctx)
	return func(line learning.RequirementLine) Requirement { return requirementOf(line, courses, locale) }, err
}

func requirementOf(line learning.RequirementLine, courses map[uuid.UUID]catalog.Course, locale string) Requirement {
	r := Requirement{ID: line.Series(), Version: line.Version, Owner: FigureOwner{line.AgencyID, line.Owner}, Who: line.Who.In(locale), By: line.By.In(locale),
		Courses: [][]CourseName{}, InOrder: line.InOrder, GraceDays: line.GraceDays, StartsOn: web.Date(&line.StartsOn), EndsOn: web.Date(line.EndsOn),
		Document: line.Document, Reason: web.LocalText{VI: line.ReasonVI, EN: line.ReasonEN}, ChangeReason: line.ChangeReason,
		ChangedAt: line.CreatedAt.UTC(), MayChange: line.MayChange}
	r.Draft = RequirementDraft{AgencyID: line.AgencyID, Rules: []RequirementRule{}, Courses: [][]string{}, GraceDays: line.GraceDays, InOrder: line.InOrder,
		StartsOn: r.StartsOn, Document: line.Document, Reason: line.ReasonVI, ReasonEN: line.ReasonEN,
		Due: RequirementDue{Kind: string(line.DueKind), On: web.Date(line.DueOn), Days: line.DueDays, Month: line.DueMonth, Day: line.DueDay,
			OpenDays: line.OpenDays, ValidityMonths: line.ValidityMonths}}
	r.Agencies = []FigureOwner{}
	for _, rule := range line.Rules {
		for _, id := range append([]uuid.UUID{rule.AgencyID}, rule.Excluded...) {
			r.Agencies = append(r.Agencies, FigureOwner{id, line.Agencies[id]})
		}
		shown := RequirementRule{AgencyID: rule.AgencyID, Excluded: rule.Excluded, PositionGroups: rule.PositionGroups, SchoolClassID: rule.SchoolClassID}
		if rule.Staffing != nil {
			shown.Staffing = *rule.Staffing
		}
		r.Draft.Rules = append(r.Draft.Rules, shown)
	}
	for _, slot := range line.Slots {
		shown, keys := []CourseName{}, []string{}
		for _, id := range slot {
			course := courses[id]
			shown, keys = append(shown, CourseName{course.Key, textOf(course.Title)}), append(keys, course.Key)
		}
		r.Courses, r.Draft.Courses = append(r.Courses, shown), append(r.Draft.Courses, keys)
	}
	return r
}

type createRequirementInput struct{ Body RequirementDraft }

// CreatedRequirement names what was made.
type CreatedRequirement struct {
	ID uuid.UUID `json:"id"`
}

func createRequirement(p Parts) func(context.Context, access.Principal, *createRequirementInput) (*web.Body[CreatedRequirement], error) {
	return func(ctx context.Context, who access.Principal, in *createRequirementInput) (*web.Body[CreatedRequirement], error) {
		draft, err := draftOf(ctx, p, in.Body)
		if err != nil {
			return nil, err
		}
		id, err := p.Learning.CreateRequirement(ctx, who, draft)
		return web.Respond(CreatedRequirement{id}), err
	}
}

type changeRequirementInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Version      int              `json:"version" minimum:"1" doc:"The version that was read"`
		ChangeReason string           `json:"changeReason" minLength:"3" maxLength:"500"`
		Draft        RequirementDraft `json:"draft"`
	}
}

func changeRequirement(p Parts) func(context.Context, access.Principal, *changeRequirementInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *changeRequirementInput) (*struct{}, error) {
		draft, err := draftOf(ctx, p, in.Body.Draft)
		if err != nil {
			return nil, err
		}
		draft.ChangeReason = in.Body.ChangeReason
		return nil, p.Learning.ChangeRequirement(ctx, who, in.ID, in.Body.Version, draft)
	}
}

type previewInput struct {
	Body struct {
		RequirementID *uuid.UUID       `json:"requirementId,omitempty" doc:"The requirement that would change; none: a new one"`
		Version       int              `json:"version,omitempty" minimum:"0"`
		Draft         RequirementDraft `json:"draft"`
	}
}

// RequirementPreview tells what a draft would do.
type RequirementPreview struct {
	On             string   `json:"on" format:"date"`
	Named          int      `json:"named" doc:"People whom it names"`
	Done           int      `json:"done" doc:"Of them, have done everything already"`
	Entering       int      `json:"entering"`
	Leaving        int      `json:"leaving"`
	EnteringPeople []string `json:"enteringPeople" doc:"The first hundred by name, for those who may see persons"`
	LeavingPeople  []string `json:"leavingPeople"`
}

func previewRequirement(p Parts) func(context.Context, access.Principal, *previewInput) (*web.Body[RequirementPreview], error) {
	return func(ctx context.Context, who access.Principal, in *previewInput) (*web.Body[RequirementPreview], error) {
		draft, err := draftOf(ctx, p, in.Body.Draft)
		if err != nil {
			return nil, err
		}
		series := uuid.Nil
		if in.Body.RequirementID != nil {
			series = *in.Body.RequirementID
		}
		found, err := p.Learning.PreviewRequirement(ctx, who, series, in.Body.Version, draft)
		if err != nil {
			return nil, err
		}
		return web.Respond(RequirementPreview{On: web.Date(&found.On), Named: found.Named, Done: found.Done, Entering: found.Entering, Leaving: found.Leaving,
			EnteringPeople: namesOf(found.EnteringPeople), LeavingPeople: namesOf(found.LeavingPeople)}), nil
	}
}

func namesOf(people []learning.PreviewPerson) []string {
	names := make([]string, len(people))
	for i, person := range people {
		names[i] = person.FullName
	}
	return names
}

type endRequirementInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Version int    `json:"version" minimum:"1"`
		On      string `json:"on" format:"date" maxLength:"10" doc:"First day on which nobody owes it"`
		Reason  string `json:"reason" minLength:"3" maxLength:"500"`
	}
}

func endRequirement(p Parts) func(context.Context, access.Principal, *endRequirementInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *endRequirementInput) (*struct{}, error) {
		on, err := requiredDay(in.Body.On, "body.on")
		if err != nil {
			return nil, err
		}
		return nil, p.Learning.EndRequirement(ctx, who, in.ID, in.Body.Version, on, in.Body.Reason)
	}
}
