package learninghttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

type recognitionInput struct {
	Body struct {
		CourseKey      string `json:"courseKey" maxLength:"40" pattern:"^[a-z0-9-]+$" doc:"The course that it shall stand for"`
		Title          string `json:"title" minLength:"1" maxLength:"200" doc:"As printed on the certificate"`
		Issuer         string `json:"issuer" minLength:"1" maxLength:"200"`
		DocumentNumber string `json:"documentNumber" minLength:"1" maxLength:"60"`
		IssuedOn       string `json:"issuedOn" format:"date" minLength:"1" maxLength:"10"`
		ValidUntil     string `json:"validUntil,omitempty" format:"date" maxLength:"10" doc:"Last valid day; without it: no end"`
		CheckAt        string `json:"checkAt" minLength:"1" maxLength:"300" doc:"An address or an office where it can be checked"`
	}
}

func submitRecognition(p Parts) func(context.Context, access.Principal, *recognitionInput) (*web.Body[Recognition], error) {
	return func(ctx context.Context, who access.Principal, in *recognitionInput) (*web.Body[Recognition], error) {
		cmd := learning.SubmitRecognition{Title: in.Body.Title, Issuer: in.Body.Issuer, DocumentNumber: in.Body.DocumentNumber, CheckAt: in.Body.CheckAt}
		var err error
		if cmd.IssuedOn, err = requiredDay(in.Body.IssuedOn, "body.issuedOn"); err != nil {
			return nil, err
		}
		if cmd.ValidUntil, err = optionalDay(in.Body.ValidUntil, "body.validUntil"); err != nil {
			return nil, err
		}
		course, err := courseByKey(ctx, p, in.Body.CourseKey)
		if err != nil {
			return nil, err
		}
		cmd.CourseID = course.ID
		r, err := p.Learning.SubmitRecognition(ctx, who, cmd)
		return web.Respond(recognitionOf(r, course)), err
	}
}

type ownRecognitionInput struct {
	ID uuid.UUID `path:"id"`
}

func takeBackRecognition(p Parts) func(context.Context, access.Principal, *ownRecognitionInput) (*web.Body[Recognition], error) {
	return func(ctx context.Context, who access.Principal, in *ownRecognitionInput) (*web.Body[Recognition], error) {
		r, err := p.Learning.TakeBackRecognition(ctx, who, in.ID)
		return changedRecognition(ctx, p, r, err)
	}
}
