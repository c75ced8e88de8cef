package app

import (
	"taphuan/internal/assessment"
	"taphuan/internal/certificate"
	"taphuan/internal/gathering"
	"taphuan/internal/learning"
	"taphuan/internal/notify"
	"taphuan/internal/organization"
)

// personFacts is the table of what belongs to people in every domain: it follows them when two entries
// of one person are merged. Tables that refer to another domain's stand before it.
func personFacts() []organization.PersonFacts {
	return []organization.PersonFacts{certificate.PersonFacts(), gathering.PersonFacts(), assessment.PersonFacts(), learning.PersonFacts(), notify.PersonFacts()}
}
