package question

import "taphuan/internal/fault"

// single (một lựa chọn) has exactly one right option: all points or none.
type single struct{ choice }

// Validate wants exactly one right option.
func (single) Validate(b Body) []fault.Field {
	found := validateOptions(b)
	if countCorrect(b.Options) != 1 {
		found.add("options", "question.one_correct", fault.Text{
			VI: "Phải có đúng một phương án đúng.",
			EN: "Exactly one option must be correct."})
	}
	return found
}

// Score gives all points for the one right option.
func (single) Score(b Body, _ Layout, a Answer) Points {
	if len(a.Choices) != 1 || !b.correct(a.Choices[0]) {
		return 0
	}
	return b.MaxPoints
}

// Check wants one choice at most.
func (single) Check(b Body, a Answer) []fault.Field {
	var found faults
	if len(a.Choices) > 1 {
		found.add("choices", "answer.one_choice", fault.Text{
			VI: "Chỉ chọn một phương án.", EN: "Choose one option only."})
	}
	found.choices(b, a.Choices)
	return found
}

// correct reports whether the stored index names a right option.
func (b Body) correct(stored int) bool {
	return stored >= 0 && stored < len(b.Options) && b.Options[stored].Correct
}
