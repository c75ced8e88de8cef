// Package cataloghttp is the public catalogue over HTTP.
package cataloghttp

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/web"
)

// Parts is what the course page is put together from: the tests of a version and the caller's
// own enrollment live in domains above the catalogue, so the composition root hands them in.
type Parts struct {
	Courses       *catalog.Service
	Tests         func(ctx context.Context, versionID uuid.UUID) ([]TestCard, error)
	OwnEnrollment func(ctx context.Context, who access.Principal, courseID uuid.UUID) (*uuid.UUID, error)
}

// Routes adds the routes of the catalogue.
func Routes(s *web.Server, p Parts) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses", Permission: access.Public, Name: "list-courses",
		Summary: "List the current courses"}, listCourses(p.Courses))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/courses/{key}", Permission: access.Public, Name: "find-course",
		Summary: "Show a course with its outline"}, findCourse(p))
}
