// Package assessmenthttp is the wire shape of tests and attempts. Only attempt_result.go knows
// fields for keys, points and explanations.
package assessmenthttp

import (
	"github.com/google/uuid"

	"taphuan/internal/assessment"
	"taphuan/internal/web"
)

// Routes adds the routes of tests and attempts.
func Routes(s *web.Server, svc *assessment.Service) {
	startAttempt(s, svc)
	findAttempt(s, svc)
	saveAnswers(s, svc)
	submitAttempt(s, svc)
	findResult(s, svc)
}

// byAttempt is the input of a route that names an attempt alone.
type byAttempt struct {
	ID uuid.UUID `path:"id" format:"uuid"`
}

// answerPayload is an answer: choices are indexes of options as they are shown.
type answerPayload struct {
	Choices []int  `json:"choices,omitempty" maxItems:"10" nullable:"false" doc:"Indexes of the options shown (single, multiple)"`
	Truth   *bool  `json:"truth,omitempty" doc:"true_false"`
	Text    string `json:"text,omitempty" maxLength:"500" doc:"numeric, short_answer: as typed"`
}
