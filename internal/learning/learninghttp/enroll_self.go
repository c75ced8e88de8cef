package learninghttp

import (
	"context"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/web"
)

type enrollInput struct {
	Key string `path:"key" maxLength:"40" pattern:"^[a-z0-9-]+$"`
}

// Enrolled names the enrollment.
type Enrolled struct {
	EnrollmentID uuid.UUID `json:"enrollmentId"`
}

func enrollSelf(p Parts) func(context.Context, access.Principal, *enrollInput) (*web.Body[Enrolled], error) {
	return func(ctx context.Context, who access.Principal, in *enrollInput) (*web.Body[Enrolled], error) {
		course, _, err := p.Courses.FindCourse(ctx, in.Key)
		if err != nil {
			return nil, err
		}
		id, err := p.Learning.EnrollSelf(ctx, who, course)
		return web.Respond(Enrolled{EnrollmentID: id}), err
	}
}
