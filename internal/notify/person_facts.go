package notify

import "taphuan/internal/organization"

// PersonFacts are this domain's facts about people, for merging two entries of one person: what was
// told once is not told again.
func PersonFacts() organization.PersonFacts {
	return organization.PersonFacts{Tables: []organization.PersonTable{
		{Name: "notify.notices", Key: []string{"id"}, Unique: []string{"event", "step"}},
		{Name: "notify.mails", Key: []string{"id"}, Unique: []string{"kind", "day"}},
		{Name: "notify.preferences", Key: []string{"person_id"}, Unique: []string{}},
		{Name: "notify.address_proofs", Key: []string{"person_id"}, Unique: []string{}},
	}}
}
