package learninghttp

import (
	"context"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// Exemption is one person taken off one course for some time.
type Exemption struct {
	ID             uuid.UUID     `json:"id"`
	PersonID       uuid.UUID     `json:"personId"`
	FullName       string        `json:"fullName"`
	Unit           string        `json:"unit"`
	CourseTitle    web.LocalText `json:"courseTitle"`
	FromOn         string        `json:"fromOn" format:"date"`
	ToOn           string        `json:"toOn,omitempty" format:"date" doc:"First day on which it no longer holds"`
	Reason         string        `json:"reason"`
	Document       string        `json:"document"`
	State          string        `json:"state" enum:"proposed,approved,refused,withdrawn"`
	ProposedBy     string        `json:"proposedBy"`
	ProposedAt     time.Time     `json:"proposedAt"`
	DecidedOn      string        `json:"decidedOn,omitempty" format:"date"`
	DecisionReason string        `json:"decisionReason,omitempty"`
	MayDecide      bool          `json:"mayDecide"`
}

type exemptionListInput struct {
	web.Paging
	AgencyID uuid.UUID `query:"agencyId" required:"true"`
	State    string    `query:"state" enum:"proposed,approved,refused,withdrawn" doc:"Without it: every state"`
}

func listExemptions(p Parts) func(context.Context, access.Principal, *exemptionListInput) (*web.Body[web.List[Exemption]], error) {
	return func(ctx context.Context, who access.Principal, in *exemptionListInput) (*web.Body[web.List[Exemption]], error) {
		found, total, err := p.Learning.ListExemptions(ctx, who, learning.ListExemptions{AgencyID: in.AgencyID, State: in.State, Limit: in.Limit(), Offset: in.Offset()})
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(found))
		for i, e := range found {
			ids[i] = e.CourseID
		}
		courses, err := p.Courses.CoursesByID(ctx, ids)
		if err != nil {
			return nil, err
		}
		return web.Respond(web.ListOf(found, total, in.Paging, func(e learning.ExemptionLine) Exemption {
			return Exemption{ID: e.ID, PersonID: e.PersonID, FullName: e.FullName, Unit: e.Unit, CourseTitle: textOf(courses[e.CourseID].Title), FromOn: web.Date(&e.FromOn),
				ToOn: web.Date(e.ToOn), Reason: e.Reason, Document: e.Document, State: e.State, ProposedBy: e.ProposedIn, ProposedAt: e.ProposedAt.UTC(),
				DecidedOn: web.Date(e.DecidedOn), DecisionReason: e.DecisionReason, MayDecide: e.MayDecide}
		})), nil
	}
}

type proposeInput struct {
	Body struct {
		People    []uuid.UUID `json:"people" minItems:"1" maxItems:"500"`
		CourseKey string      `json:"courseKey" maxLength:"40" pattern:"^[a-z0-9-]+$"`
		FromOn    string      `json:"fromOn" format:"date" maxLength:"10"`
		ToOn      string      `json:"toOn,omitempty" format:"date" maxLength:"10" doc:"First day on which it no longer holds; none: until withdrawn"`
		Reason    string      `json:"reason" maxLength:"500"`
		Document  string      `json:"document" maxLength:"300"`
	}
}

func proposeExemptions(p Parts) func(context.Context, access.Principal, *proposeInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *proposeInput) (*struct{}, error) {
		course, err := courseByKey(ctx, p, in.Body.CourseKey)
		if err != nil {
			return nil, err
		}
		from, err := requiredDay(in.Body.FromOn, "body.fromOn")
		if err != nil {
			return nil, err
		}
		to, err := optionalDay(in.Body.ToOn, "body.toOn")
		if err != nil {
			return nil, err
		}
		return nil, p.Learning.ProposeExemptions(ctx, who, learning.ProposeExemptions{People: in.Body.People, CourseID: course.ID, FromOn: from, ToOn: to,
			Reason: in.Body.Reason, Document: in.Body.Document})
	}
}

type decisionInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Approve bool   `json:"approve"`
		Reason  string `json:"reason,omitempty" maxLength:"500" doc:"Required for a refusal"`
	}
}

func decideExemption(p Parts) func(context.Context, access.Principal, *decisionInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *decisionInput) (*struct{}, error) {
		return nil, p.Learning.DecideExemption(ctx, who, in.ID, in.Body.Approve, in.Body.Reason)
	}
}

type withdrawInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Reason string `json:"reason" minLength:"3" maxLength:"500"`
	}
}

func withdrawExemption(p Parts) func(context.Context, access.Principal, *withdrawInput) (*struct{}, error) {
	return func(ctx context.Context, who access.Principal, in *withdrawInput) (*struct{}, error) {
		return nil, p.Learning.WithdrawExemption(ctx, who, in.ID, in.Body.Reason)
	}
}
