package organizationhttp

import (
	"net/http"

	"taphuan/internal/access"
	"taphuan/internal/organization"
	"taphuan/internal/web"
)

// personRoutes adds what is done with single people.
func personRoutes(s *web.Server, svc *organization.Service) {
	manage := access.ManagePeople
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/people/{personId}", Permission: access.ReadPeople, Name: "find-person",
		Summary: "A person's page; every opening is shown to them"}, findPerson(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agencies/{id}/people", Permission: manage, Name: "add-person", Status: http.StatusCreated,
		Summary: "Add one person by hand, with a posting or a class"}, addPerson(svc))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/people/{personId}/name", Permission: manage, Name: "correct-person",
		Summary: "Correct a name, its parts, the code or the year of birth"}, correctPerson(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/postings", Permission: manage, Name: "add-posting", Status: http.StatusCreated,
		Summary: "Give a person another posting"}, addPosting(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/move", Permission: manage, Name: "move-person",
		Summary: "Move a person at once within the caller's reach, else ask the other agency"}, movePerson(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/leave", Permission: manage, Name: "leave-person",
		Summary: "End every posting or class by a day; lock the account if asked"}, leavePerson(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/return", Permission: manage, Name: "return-person",
		Summary: "Give somebody who left a posting or a class again"}, returnPerson(svc))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/people/{personId}/school-class", Permission: manage, Name: "join-class",
		Summary: "Put a student into another class of the school"}, joinClass(svc))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/people/{personId}/guardian-basis", Permission: manage, Name: "set-guardian-basis",
		Summary: "Record or withdraw the guardian's basis of a student under 16"}, setBasis(svc))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/people/{personId}/national-number", Permission: manage, Name: "set-national-number",
		Summary: "Store or delete a national number, encrypted"}, setNumber(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/people/{personId}/national-number/reveal", Permission: manage, Name: "reveal-national-number",
		Summary: "Open a national number with a reason; shown to the person"}, revealNumber(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/people-settings", Permission: manage, Name: "find-people-settings",
		Summary: "What the agency has decided about the data of its people"}, findSettings(svc))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/agencies/{id}/people-settings", Permission: manage, Name: "set-people-settings",
		Summary: "Decide whether national numbers are kept; turning it off deletes them"}, setSettings(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/transfers", Permission: manage, Name: "list-transfers",
		Summary: "Moves into and out of the agency that wait for an answer"}, listTransfers(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/transfers/{id}/decision", Permission: manage, Name: "decide-transfer",
		Summary: "Accept, decline or withdraw a move"}, decideTransfer(svc))
	postingRoutes(s, svc)
	duplicateRoutes(s, svc)
	schoolYearRoutes(s, svc)
}

// duplicateRoutes adds the finding and merging of duplicates.
func duplicateRoutes(s *web.Server, svc *organization.Service) {
	manage := access.ManagePeople
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/duplicates", Permission: manage, Name: "list-duplicates",
		Summary: "Pairs of entries that may be one person, with the evidence"}, listDuplicates(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/duplicates/{firstId}/{secondId}", Permission: manage, Name: "find-pair",
		Summary: "Two entries side by side with what each holds"}, findPair(svc))
	web.Handle(s, web.Route{Method: http.MethodPut, Path: "/duplicates/{firstId}/{secondId}/distinct", Permission: manage, Name: "tell-apart",
		Summary: "Note that two entries are two people"}, tellApart(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/merges", Permission: manage, Name: "merge-people", Status: http.StatusCreated,
		Summary: "Make one person of two entries; it can be undone"}, mergePeople(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/merges", Permission: manage, Name: "list-merges",
		Summary: "Merges of the agency, with the counts before and after"}, listMerges(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/merges/{id}/undo", Permission: manage, Name: "undo-merge",
		Summary: "Part two entries again"}, undoMerge(svc))
}

// schoolYearRoutes adds class teachers and the roll-over of a school year.
func schoolYearRoutes(s *web.Server, svc *organization.Service) {
	manage := access.ManagePeople
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/class-teachers", Permission: manage, Name: "list-class-teachers",
		Summary: "Who teaches which class of the school"}, listTeachers(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agencies/{id}/class-teachers", Permission: manage, Name: "give-class", Status: http.StatusCreated,
		Summary: "Make somebody a class teacher until the school year ends"}, giveClass(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/class-teachers/{id}/end", Permission: manage, Name: "take-class",
		Summary: "End a class teacher's grant at once"}, takeClass(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/rollover", Permission: manage, Name: "preview-rollover",
		Summary: "Where each class of a school year would go; nothing is written"}, previewRollover(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/agencies/{id}/rollovers", Permission: manage, Name: "roll-over", Status: http.StatusCreated,
		Summary: "Take the students of a school year into the next"}, rollOver(svc))
	web.Handle(s, web.Route{Method: http.MethodGet, Path: "/agencies/{id}/rollovers", Permission: manage, Name: "list-rollovers",
		Summary: "The roll-overs of the school"}, listRollovers(svc))
	web.Handle(s, web.Route{Method: http.MethodPost, Path: "/rollovers/{id}/undo", Permission: manage, Name: "undo-rollover",
		Summary: "Put everybody back into the class of the year before"}, undoRollover(svc))
}
