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
	rosterRoutes(s, svc)
	tokenRoutes(s, svc)
	accountRoutes(s, svc)
	personRoutes(s, svc)
}

// rosterRoutes adds lists of people: columns, dry run, commit, undo, history.
func rosterRoutes(s *web.Server, svc *organization.Service) {
	handle := func(method, path, name, summary string) web.Route {
		return web.Route{Method: method, Path: path, Permission: access.ManageRoster, Name: name, Summary: summary}
	}
	upload := func(path, name, summary string, status int) web.Route {
		r := handle(http.MethodPost, path, name, summary)
		r.Status, r.MaxBody = status, maxUpload
		return r
	}
	web.Handle(s, upload("/agencies/{id}/rosters/columns", "find-roster-columns", "What the columns of a list (.xlsx or .csv) are taken for; nothing is stored", http.StatusOK), findRosterColumns(svc))
	web.Handle(s, upload("/agencies/{id}/rosters", "check-roster", "Dry run of a list of students or officers (.xlsx or .csv)", http.StatusCreated), checkRoster(svc))
	push := handle(http.MethodPost, "/agencies/{id}/rosters/rows", "push-roster", "Check and write a list that a program pushes, once per Idempotency-Key")
	push.Status, push.MaxBody = http.StatusCreated, maxPush
	web.Handle(s, push, pushRoster(svc))
	web.Handle(s, handle(http.MethodGet, "/roster-templates/{kind}", "get-roster-template", "An empty list to fill in, .xlsx"), rosterTemplate(svc))
	web.Handle(s, handle(http.MethodGet, "/agencies/{id}/rosters", "list-rosters", "Lists that an agency has uploaded, the newest first"), listRosters(svc))
	web.Handle(s, handle(http.MethodGet, "/rosters/{id}", "find-roster", "A list with its progress and a page of its rows"), findRoster(svc))
	web.Handle(s, handle(http.MethodPost, "/rosters/{id}/commit", "commit-roster", "Write a list; a second time changes nothing"), commitRoster(svc))
	web.Handle(s, handle(http.MethodPost, "/rosters/{id}/undo", "undo-roster", "Take a list back within 24 hours; rows on which something rests stay"), undoRoster(svc))
	web.Handle(s, handle(http.MethodGet, "/rosters/{id}/file", "get-roster-file", "The rows of a list as .xlsx, with what to correct"), rosterFile(svc))
	web.Handle(s, upload("/rosters/{id}/file", "annotate-roster-file", "The uploaded file itself with the verdict of each row", http.StatusOK), annotateRoster(svc))
	describeUploads(s)
}
