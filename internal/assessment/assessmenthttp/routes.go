// Package assessmenthttp is the wire shape of tests, attempts and their figures. To learners only attempt_result.go
// tells keys, points and explanations; item_figures.go tells keys to authors.
package assessmenthttp

import (
	"github.com/google/uuid"

	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

// Routes adds the routes of tests and attempts. Address gives the addresses of the images in questions.
func Routes(s *web.Server, svc *assessment.Service, address Address) {
	startAttempt(s, svc, address)
	findAttempt(s, svc, address)
	saveAnswers(s, svc)
	takeSeat(s, svc)
	uploadFile(s, svc)
	openFile(s, svc)
	submitAttempt(s, svc, address)
	findResult(s, svc, address)
	countMarks(s, svc)
	countItems(s, svc, address)
	countPassRates(s, svc)
}

// byAttempt is the input of a route that names an attempt alone.
type byAttempt struct {
	ID uuid.UUID `path:"id" format:"uuid"`
}
