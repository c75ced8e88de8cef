package certificate

import "taphuan/internal/organization"

// PersonFacts are this domain's facts about people, for merging two entries of one person.
func PersonFacts() organization.PersonFacts {
	return organization.PersonFacts{Tables: []organization.PersonTable{
		{Name: "certificate.former_documents", Key: []string{"certificate_id", "copy"}},
		{Name: "certificate.signed_files", Key: []string{"id"}},
		{Name: "certificate.waiting", Key: []string{"enrollment_id"}},
		{Name: "certificate.acts", Key: []string{"id"}},
		{Name: "certificate.lines", Key: []string{"issuer_id", "year", "number"}},
		{Name: "certificate.documents", Key: []string{"certificate_id"}, Where: "certificate_id IN (SELECT id FROM certificate.certificates WHERE person_id = ?0)"},
		{Name: "certificate.shares", Key: []string{"id"}},
		{Name: "certificate.certificates", Key: []string{"id"}, Label: "certificates"},
	}}
}
