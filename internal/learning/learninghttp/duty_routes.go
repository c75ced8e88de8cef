package learninghttp

import (
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/web"
)

// DutyRoutes adds what agencies and the province do with required learning. Reading and writing a
// requirement share the coarse right report.read: focal points hold requirement.manage in their own
// subtree, the standing agency requirement.province, and the services tell them apart.
func DutyRoutes(s *web.Server, p Parts) {
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/requirements", Permission: access.ReadReport, Name: "list-requirements",
		Summary: "Requirements that concern an agency, in words"}, listRequirements(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/requirements/{id}", Permission: access.ReadReport, Name: "find-requirement",
		Summary: "A requirement with its versions"}, findRequirement(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/requirements/preview", Permission: access.ReadReport, Name: "preview-requirement",
		Summary: "Who would enter and leave; nothing is saved"}, previewRequirement(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/requirements", Permission: access.ReadReport, Name: "create-requirement",
		Summary: "Ask people to learn", Status: http.StatusCreated}, createRequirement(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/requirements/{id}/versions", Permission: access.ReadReport, Name: "change-requirement",
		Summary: "Change a requirement from a day on; past days keep what was asked"}, changeRequirement(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/requirements/{id}/end", Permission: access.ReadReport, Name: "end-requirement",
		Summary: "End a requirement from a day on"}, endRequirement(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/exemptions", Permission: access.ReadPeople, Name: "list-exemptions",
		Summary: "Exemptions of the people of an agency; each opening is shown to them"}, listExemptions(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/exemptions", Permission: access.ManageDuties, Name: "propose-exemptions",
		Summary: "Propose to exempt people from a course"}, proposeExemptions(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/exemptions/{id}/decision", Permission: access.ApproveExemption, Name: "decide-exemption",
		Summary: "Approve or refuse as the second person"}, decideExemption(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/exemptions/{id}/withdrawal", Permission: access.ManageDuties, Name: "withdraw-exemption",
		Summary: "Withdraw an exemption from today on"}, withdrawExemption(p))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/absences", Permission: access.ReadPeople, Name: "list-absences",
		Summary: "Long absences of the people of an agency; each opening is shown to them"}, listAbsences(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/absences", Permission: access.ManageDuties, Name: "record-absence",
		Summary: "Note that a person is away and owes nothing"}, recordAbsence(p))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/absences/{id}/end", Permission: access.ManageDuties, Name: "end-absence",
		Summary: "Note that a person is back"}, endAbsence(p))
}
