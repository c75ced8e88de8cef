// Package reportinghttp is figures and reports over HTTP.
//
// report.read is the coarse right of every figure: agency roles and province roles share it. The
// services decide which agency, and that no province role sees a person.
package reportinghttp

import (
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/reporting"
	"taphuan/internal/web"
)

const (
	mimeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	mimeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// Routes adds the routes of figures and reports.
func Routes(s *web.Server, svc *reporting.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/figures/completion", Permission: access.ReadReport, Name: "count-completion",
		Summary: "Completion of required learning by unit"}, countCompletion(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/figures/matrix", Permission: access.ReadReport, Name: "count-matrix",
		Summary: "Duties by position group and course today, in numbers"}, countMatrix(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/figures/comparable", Permission: access.ReadReport, Name: "compare-agency",
		Summary: "An agency as of a day with the sum of its predecessors, and the year before"}, compareAgency(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/figures/people", Permission: access.ReadPeople, Name: "list-figure-people",
		Summary: "The people behind a completion figure of the own agency; each opening is recorded"}, listPeople(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/reports/training-results", Permission: access.ReadReport, Name: "find-training-results",
		Summary: "Indicators of an agency in a period"}, findResults(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/figures/targets", Permission: access.ReadReport, Name: "compare-targets",
		Summary: "Targets of an agency's units in a period beside what was reached and what the units plan"}, compareTargets(svc))
	s.Stream(http.MethodGet, web.Prefix+"/figures/targets.xlsx", access.ReadReport, targetFile(svc))
	s.Stream(http.MethodGet, web.Prefix+"/figures/completion.xlsx", access.ReadReport, completionFile(svc))
	s.Stream(http.MethodGet, web.Prefix+"/figures/people.xlsx", access.ReadPeople, peopleFile(svc))
	s.Stream(http.MethodGet, web.Prefix+"/reports/training-results.docx", access.ReadReport, reportFile(svc.WriteReport, mimeDOCX))
	s.Stream(http.MethodGet, web.Prefix+"/reports/training-results.xlsx", access.ReadReport, reportFile(svc.WriteAnnexes, mimeXLSX))
}
