package learninghttp

import (
	"context"
	"errors"

	"taphuan/internal/access"
	"taphuan/internal/fault"
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
		issued, err := dayOf(in.Body.IssuedOn, "body.issuedOn")
		if err != nil {
			return nil, err
		}
		cmd.IssuedOn = *issued
		if cmd.ValidUntil, err = dayOf(in.Body.ValidUntil, "body.validUntil"); err != nil {
			return nil, err
		}
		course, _, err := p.Courses.FindCourse(ctx, in.Body.CourseKey)
		if errors.Is(err, fault.ErrNotFound) {
			return nil, fault.ErrInvalid.At("body.courseKey", "not_an_option", fault.Text{VI: "Không có khóa học này.", EN: "There is no such course."})
		}
		if err != nil {
			return nil, err
		}
		cmd.CourseID = course.ID
		r, err := p.Learning.SubmitRecognition(ctx, who, cmd)
		return web.Respond(recognitionOf(r, course)), err
	}
}
