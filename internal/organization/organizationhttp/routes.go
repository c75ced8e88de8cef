// Package organizationhttp is agencies, people, class lists and sign-in slips over HTTP.
package organizationhttp

import (
	"net/http"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// AgencyInput names the agency in the path; exported, because huma does not read into embedded
// structs that are not.
type AgencyInput struct {
	ID uuid.UUID `path:"id"`
}

// Routes adds the routes of agencies and schools; SlipRoutes adds the slips.
func Routes(s *web.Server, svc *organization.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies", Permission: access.SignedIn, Name: "list-agencies",
		Summary: "Agencies below a parent, or those whose name holds the query, as of a day"}, listAgencies(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/people", Permission: access.ReadPeople, Name: "list-people",
		Summary: "People of the agency and its subtree; every opening is shown to them"}, listPeople(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/school-classes", Permission: access.PrintSlips, Name: "list-school-classes",
		Summary: "Classes of a school; a class teacher sees the own class"}, listSchoolClasses(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agencies/{id}/rosters", Permission: access.ManageRoster, Name: "check-roster",
		Summary: "Dry run of a class list (.xlsx or .csv)", Status: http.StatusCreated, MaxBody: maxUpload}, checkRoster(svc))
	describeUpload(s)
	accountRoutes(s, svc)
	personRoutes(s, svc)
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/rosters/{id}", Permission: access.ManageRoster, Name: "find-roster",
		Summary: "A checked or committed class list with a page of its rows"}, findRoster(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/rosters/{id}/commit", Permission: access.ManageRoster, Name: "commit-roster",
		Summary: "Write a class list; a second time changes nothing"}, commitRoster(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/rosters/{id}/file", Permission: access.ManageRoster, Name: "get-roster-file",
		Summary: "The rows of a class list as .xlsx, with what to correct"}, rosterFile(svc))
}

// File is a download that cannot run in the page.
type File struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	Policy             string `header:"Content-Security-Policy"`
	CacheControl       string `header:"Cache-Control"`
	Body               []byte
}
