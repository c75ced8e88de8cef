// Package planninghttp is plans, periods, targets and yearly training plans over HTTP.
package planninghttp

import (
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/planning"
	"taphuan/internal/web"
)

// Routes adds the routes of plans and periods, targets and yearly training plans.
func Routes(s *web.Server, svc *planning.Service, courses *catalog.Service) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/periods", Permission: access.ReadReport, Name: "list-periods",
		Summary: "List the reporting periods, the latest first"}, listPeriods(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/targets", Permission: access.ManagePlan, Name: "set-target",
		Summary: "Give agencies one target, or its next version; all of them or none", Status: http.StatusNoContent}, setTarget(svc, courses))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/targets/{targetId}/versions", Permission: access.ReadReport, Name: "list-target-versions",
		Summary: "Every value that a target ever had, the latest first"}, listTargetVersions(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/training-plans/{year}", Permission: access.ReadAgencyFigure, Name: "find-training-plan",
		Summary: "The own agency's training plan of a year: the draft and the last one submitted"}, findTrainingPlan(svc, courses))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/agencies/{id}/training-plans/{year}", Permission: access.ManageTrainingPlan, Name: "save-training-plan",
		Summary: "Write the whole draft of the yearly training plan"}, saveTrainingPlan(svc, courses))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agencies/{id}/training-plans/{year}/submission", Permission: access.ManageTrainingPlan, Name: "submit-training-plan",
		Summary: "Hand the draft in; from then on it never changes"}, submitTrainingPlan(svc, courses))
}
