package assessment

import "taphuan/internal/question"

// ResponseLabel is one way to answer a question: an option, or right and wrong of a statement. Text is HTML.
type ResponseLabel struct {
	Text  question.LocalText
	Right bool
}

// responseLabels returns the ways in which a question can be answered and which of them an answer took. A type whose
// answers have no few ways (numbers, texts) has none; a new type gets its figures of options by a case here.
func responseLabels(body question.Body) (labels []ResponseLabel, taken func(question.Answer) []int) {
	switch body.Type {
	case question.Single, question.Multiple:
		for _, o := range body.Options {
			labels = append(labels, ResponseLabel{Text: o.Text, Right: o.Correct})
		}
		return labels, func(a question.Answer) []int { return a.Choices }
	case question.TrueFalse:
		for _, truth := range []bool{true, false} {
			text := question.RightAnswer(question.Body{Type: question.TrueFalse, Truth: &truth}, question.Layout{})
			labels = append(labels, ResponseLabel{Text: text, Right: body.Truth != nil && *body.Truth == truth})
		}
		return labels, takenTruth
	}
	return nil, func(question.Answer) []int { return nil }
}

func takenTruth(a question.Answer) []int {
	switch {
	case a.Truth == nil:
		return nil
	case *a.Truth:
		return []int{0}
	}
	return []int{1}
}
