package learninghttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

type recognitionCheckInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Propose bool   `json:"propose" doc:"false: return it to the officer"`
		Note    string `json:"note" minLength:"3" maxLength:"500" doc:"How it was checked, or what is wrong"`
	}
}

func checkRecognition(p Parts) func(context.Context, access.Principal, *recognitionCheckInput) (*web.Body[Recognition], error) {
	return func(ctx context.Context, who access.Principal, in *recognitionCheckInput) (*web.Body[Recognition], error) {
		r, err := p.Learning.CheckRecognition(ctx, who, learning.CheckRecognition{ID: in.ID, Propose: in.Body.Propose, Note: in.Body.Note})
		return changedRecognition(ctx, p, r, err)
	}
}

type recognitionDecisionInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		Accept bool   `json:"accept"`
		Reason string `json:"reason" minLength:"3" maxLength:"500"`
	}
}

func decideRecognition(p Parts) func(context.Context, access.Principal, *recognitionDecisionInput) (*web.Body[Recognition], error) {
	return func(ctx context.Context, who access.Principal, in *recognitionDecisionInput) (*web.Body[Recognition], error) {
		r, err := p.Learning.DecideRecognition(ctx, who, learning.DecideRecognition{ID: in.ID, Accept: in.Body.Accept, Reason: in.Body.Reason})
		return changedRecognition(ctx, p, r, err)
	}
}

type recognitionWithdrawalInput struct {
	ID   uuid.UUID `path:"id"`
	Body struct {
		FromOn string `json:"fromOn" format:"date" minLength:"1" maxLength:"10" doc:"First day on which it no longer counts"`
		Reason string `json:"reason" minLength:"3" maxLength:"500"`
	}
}

func withdrawRecognition(p Parts) func(context.Context, access.Principal, *recognitionWithdrawalInput) (*web.Body[Recognition], error) {
	return func(ctx context.Context, who access.Principal, in *recognitionWithdrawalInput) (*web.Body[Recognition], error) {
		from, err := requiredDay(in.Body.FromOn, "body.fromOn")
		if err != nil {
			return nil, err
		}
		r, err := p.Learning.WithdrawRecognition(ctx, who, learning.WithdrawRecognition{ID: in.ID, FromOn: from, Reason: in.Body.Reason})
		return changedRecognition(ctx, p, r, err)
	}
}

func changedRecognition(ctx context.Context, p Parts, r learning.Recognition, err error) (*web.Body[Recognition], error) {
	if err != nil {
		return nil, err
	}
	course, err := courseOf(ctx, p, r.CourseID)
	return web.Respond(recognitionOf(r, course)), err
}
