package assessment

import "taphuan/internal/organization"

// PersonFacts are this domain's facts about people, for merging two entries of one person.
func PersonFacts() organization.PersonFacts {
	return organization.PersonFacts{Tables: []organization.PersonTable{
		{Name: "assessment.answers", Key: []string{"attempt_id", "position"}, Where: "attempt_id IN (SELECT id FROM assessment.attempts WHERE person_id = ?0)"},
		{Name: "assessment.answer_files", Key: []string{"id"}},
		{Name: "assessment.learner_settings", Key: []string{"person_id"}, Unique: []string{}},
		{Name: "assessment.extra_times", Key: []string{"id"}},
		{Name: "assessment.marks", Key: []string{"id"}},
		{Name: "assessment.scripts", Key: []string{"id"}},
		{Name: "assessment.appeals", Key: []string{"id"}},
		{Name: "assessment.observations", Key: []string{"attempt_id"}},
		{Name: "assessment.similarities", Key: []string{"id"}},
		{Name: "assessment.point_changes", Key: []string{"id"}},
		{Name: "assessment.correction_effects", Key: []string{"correction_id", "attempt_id"}},
		{Name: "assessment.attempts", Key: []string{"id"}, Label: "attempts"},
	}}
}
