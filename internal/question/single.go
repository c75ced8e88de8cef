package question

import "taphuan/internal/fault"

// single (một lựa chọn) has exactly one right option: all points or none. By the rule weighted the other options may
// earn a share of the points.
type single struct{ choice }

// Validate wants exactly one right option; weighted, it alone earns all points.
func (single) Validate(b Body) []fault.Field {
	found := validateOptions(b, MaxOptions)
	found.weights(b)
	if countCorrect(b.Options) != 1 {
		found.add("options", "question.one_correct", fault.Text{
			VI: "Phải có đúng một phương án đúng.",
			EN: "Exactly one option must be correct."})
	}
	if b.Scoring != "" && b.Scoring != Weighted {
		found.add("scoring", "question.scoring", fault.Text{
			VI: "Câu một lựa chọn chỉ có cách chấm weighted; nếu không dùng, hãy bỏ mục này.",
			EN: "A question with one choice knows the scoring rule weighted only; if it is not used, remove this."})
	}
	if b.Scoring == Weighted && !rightAloneIsFull(b.Options) {
		found.add("options", "question.full_weight", fault.Text{
			VI: "Phương án đúng phải có trọng số 10000, các phương án khác phải thấp hơn.",
			EN: "The correct option must weigh 10000, the others less."})
	}
	return found
}

func rightAloneIsFull(options []Option) bool {
	for _, o := range options {
		if o.Correct != (o.Weight == FullWeight) {
			return false
		}
	}
	return true
}

// Score gives all points for the one right option, or what the chosen one weighs.
func (single) Score(b Body, _ Layout, a Answer) Points {
	switch {
	case len(a.Choices) != 1:
		return 0
	case b.Scoring == Weighted:
		return weigh(b, a.Choices)
	case b.correct(a.Choices[0]):
		return b.MaxPoints
	}
	return 0
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
