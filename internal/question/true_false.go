package question

import "taphuan/internal/fault"

// trueFalse (đúng, sai) asks whether a statement is true: all points or none.
type trueFalse struct{}

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
func (trueFalse) Score(b Body, a Answer) Points {
	if a.Truth == nil || b.Truth == nil || *a.Truth != *b.Truth {
		return 0
	}
	return b.MaxPoints
}

// Redact shows the statement; there is nothing to order.
func (trueFalse) Redact(b Body, _ []int) View { return viewOf(b) }

// RightAnswer is Đúng or Sai.
func (trueFalse) RightAnswer(b Body) LocalText {
	if b.Truth != nil && *b.Truth {
		return LocalText{VI: "Đúng", EN: "True"}
	}
	return LocalText{VI: "Sai", EN: "False"}
}
