package learninghttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/web"
)

// ClassRoutes adds what a school does with its classes.
func ClassRoutes(s *web.Server, p Parts) {
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agencies/{id}/school-classes/{classId}/enrollments", Permission: access.ManageRoster,
		Name: "enroll-class", Summary: "Enroll everybody who is in a class today; again: those who have come since"}, enrollClass(p))
}

type classInput struct {
	ID      uuid.UUID `path:"id"`
	ClassID uuid.UUID `path:"classId"`
	Body    struct {
		CourseKey string `json:"courseKey" maxLength:"40" pattern:"^[a-z0-9-]+$"`
		DueOn     string `json:"dueOn,omitempty" format:"date" maxLength:"10" doc:"Last day in time"`
		Document  string `json:"document,omitempty" maxLength:"200" doc:"Number of the document that asks for it"`
	}
}

// ClassEnrolled counts what was done.
type ClassEnrolled struct {
	Enrolled int `json:"enrolled"`
	Already  int `json:"already" doc:"Had an enrollment in the course"`
}

func enrollClass(p Parts) func(context.Context, access.Principal, *classInput) (*web.Body[ClassEnrolled], error) {
	return func(ctx context.Context, who access.Principal, in *classInput) (*web.Body[ClassEnrolled], error) {
		cmd := learning.EnrollClass{AgencyID: in.ID, SchoolClassID: in.ClassID, Document: in.Body.Document}
		var err error
		if cmd.DueOn, err = optionalDay(in.Body.DueOn, "body.dueOn"); err != nil {
			return nil, err
		}
		if cmd.Course, _, err = p.Courses.FindCourse(ctx, in.Body.CourseKey); err != nil {
			return nil, err
		}
		done, err := p.Learning.EnrollClass(ctx, who, cmd)
		return web.Respond(ClassEnrolled{Enrolled: done.Enrolled, Already: done.Already}), err
	}
}
