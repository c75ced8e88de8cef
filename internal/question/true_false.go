package question

import "taphuan/internal/fault"

// trueFalse (đúng, sai) asks whether a statement is true: all points or none.
type trueFalse struct{ plain }

// Validate wants the truth of the statement.
func (trueFalse) Validate(b Body) []fault.Field {
	if b.Truth != nil {
		return nil
	}
	return []fault.Field{field("truth", "question.truth_required", fault.Text{
		VI: "Đáp án phải là true (đúng) hoặc false (sai).",
		EN: "The answer must be true or false."})}
}

// Score gives all points for the right judgment.
func (trueFalse) Score(b Body, _ Layout, a Answer) Points {
	if a.Truth == nil || b.Truth == nil || *a.Truth != *b.Truth {
		return 0
	}
	return b.MaxPoints
}

// Redact shows the statement; there is nothing to order.
func (trueFalse) Redact(b Body, _ Layout) View { return viewOf(b) }

// RightAnswer is Đúng or Sai.
func (trueFalse) RightAnswer(b Body, _ Layout) LocalText { return truthText(b.Truth) }

// Review says the truth in words.
func (trueFalse) Review(b Body, _ Layout, a Answer) Review {
	review := Review{Right: truthText(b.Truth)}
	if a.Truth != nil {
		review.Given = truthText(a.Truth)
	}
	return review
}

func truthText(truth *bool) LocalText {
	if truth != nil && *truth {
		return LocalText{VI: "Đúng", EN: "True"}
	}
	return LocalText{VI: "Sai", EN: "False"}
}
