package assessment

import (
	"taphuan/internal/assessment/psychometrics"
	"taphuan/internal/question"
)

// ResponseLabel is one way to answer a question, or a row of it. Text is HTML.
type ResponseLabel = question.Way

// responseLabels returns the ways in which a question can be answered and which of them an answer took. A question
// whose answers have no few ways (numbers, texts, large tables) has none.
func responseLabels(body question.Body) (labels []ResponseLabel, taken func(question.Answer) []int) {
	labels = question.Ways(body)
	if len(labels) == 0 || len(labels) > psychometrics.MaxLabels {
		return nil, func(question.Answer) []int { return nil }
	}
	return labels, func(a question.Answer) []int { return question.WaysTaken(body, a) }
}
