// Package gatheringhttp is training classes over HTTP.
package gatheringhttp

import (
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/gathering"
	"taphuan/internal/web"
)

// Parts is what the pages of classes are put together from.
type Parts struct {
	Gathering *gathering.Service
	Courses   *catalog.Service
	Demo      bool // papers carry the demonstration mark
}

// maxMarksBody is a batch of marks as JSON.
const maxMarksBody = 512 << 10

// Routes adds the routes of training classes. Those of Learn ask the fine right in the service: who runs
// or attends a class holds no role for it.
func Routes(s *web.Server, p Parts) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/training-classes", Permission: access.ManageClasses, Name: "list-training-classes",
		Summary: "Classes that the caller's agencies host or are invited to: numbers, never persons"}, listClasses(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/training-classes", Permission: access.ManageClasses, Name: "create-training-class",
		Summary: "Plan a class", Status: http.StatusCreated}, createClass(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/training-classes/{id}", Permission: access.Learn, Name: "find-training-class",
		Summary: "A class as the caller may see it"}, findClass(p))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/training-classes/{id}", Permission: access.ManageClasses, Name: "change-training-class",
		Summary: "Change what the host says about a class"}, changeClass(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/training-classes/{id}/state", Permission: access.Learn, Name: "set-training-class-state",
		Summary: "Open, start, finish or cancel a class"}, setState(p))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/training-classes/{id}/sessions", Permission: access.ManageClasses, Name: "set-class-sessions",
		Summary: "The sessions of a class, the whole list"}, setSessions(p))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/training-classes/{id}/staff", Permission: access.ManageClasses, Name: "set-class-staff",
		Summary: "Who runs a class, the whole list"}, setStaff(p))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/training-classes/{id}/invitations", Permission: access.ManageClasses, Name: "set-class-invitations",
		Summary: "How many people each agency may name, the whole list"}, setInvitations(p))
	participantRoutes(s, p)
	rollCallRoutes(s, p)
	ownRoutes(s, p)
}

// ClassInput names the class in the path; exported, because huma does not read into embedded structs
// that are not.
type ClassInput struct {
	ID uuid.UUID `path:"id"`
}
