package gathering

import "taphuan/internal/organization"

const ofParticipants = "participant_id IN (SELECT id FROM gathering.participants WHERE person_id = ?0)"

// PersonFacts are this domain's facts about people, for merging two entries of one person.
func PersonFacts() organization.PersonFacts {
	return organization.PersonFacts{Tables: []organization.PersonTable{
		{Name: "gathering.attendance_marks", Key: []string{"id"}, Where: ofParticipants},
		{Name: "gathering.attendances", Key: []string{"session_id", "participant_id"}, Where: ofParticipants},
		{Name: "gathering.participants", Key: []string{"id"}, Label: "training_classes", Unique: []string{"class_id"}},
		{Name: "gathering.class_staff", Key: []string{"class_id", "person_id"}, Unique: []string{"class_id"}},
	}}
}
