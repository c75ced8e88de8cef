package learninghttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// Absence is a time in which a person is away. Why is never kept.
type Absence struct {
	ID       uuid.UUID `json:"id"`
	PersonID uuid.UUID `json:"personId"`
	FullName string    `json:"fullName"`
	FromOn   string    `json:"fromOn" format:"date"`
	ToOn     string    `json:"toOn,omitempty" format:"date" doc:"First day back"`
	Document string    `json:"document"`
}

type absenceListInput struct {
	web.Paging
	AgencyID uuid.UUID `query:"agencyId" required:"true"`
}

func listAbsences(p Parts) func(context.Context, access.Principal, *absenceListInput) (*web.Body[web.List[Absence]], error) {
	return func(ctx context.Context, who access.Principal, in *absenceListInput) (*web.Body[web.List[Absence]], error) {
		found, total, err := p.Learning.ListAbsences(ctx, who, in.AgencyID, in.Limit(), in.Offset())
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(found, total, in.Paging, func(a learning.Absence) Absence {
			return Absence{ID: a.ID, PersonID: a.PersonID, FullName: a.FullName, FromOn: web.Date(&a.FromOn), ToOn: web.Date(a.ToOn), Document: a.Document}
		})), nil
	}
}

type absenceInput struct {
	Body struct {
		PersonID uuid.UUID `json:"personId"`
		FromOn   string    `json:"fromOn" format:"date" maxLength:"10"`
		ToOn     string    `json:"toOn,omitempty" format:"date" maxLength:"10" doc:"First day back; none: not known yet"`
		Document string    `json:"document" maxLength:"300"`
	}
}

func recordAbsence(p Parts) func(context.Context, access.Principal, *absenceInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *absenceInput) (*struct{}, error) {
		from, err := requiredDay(in.Body.FromOn, "body.fromOn")
		if err != nil {
			return nil, err
		}
		to, err := optionalDay(in.Body.ToOn, "body.toOn")
		if err != nil {
			return nil, err
		}
		return nil, p.Learning.RecordAbsence(ctx, who, in.Body.PersonID, from, to, in.Body.Document)
	}
}

type absenceEndInput struct {
	ID uuid.UUID `path:"id"`
}

func endAbsence(p Parts) func(context.Context, access.Principal, *absenceEndInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *absenceEndInput) (*struct{}, error) {
		return nil, p.Learning.EndAbsence(ctx, who, in.ID)
	}
}
