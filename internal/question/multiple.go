package question

import "taphuan/internal/fault"

// multiple (nhiều lựa chọn) has one or more right options.
type multiple struct{ choice }

// Validate wants a scoring rule and at least one right option.
func (multiple) Validate(b Body) []fault.Field {
	found := validateOptions(b)
	if countCorrect(b.Options) == 0 {
		found.add("options", "question.some_correct", fault.Text{
			VI: "Phải có ít nhất một phương án đúng.",
			EN: "At least one option must be correct."})
	}
	if b.Scoring != AllOrNothing && b.Scoring != Partial {
		found.add("scoring", "question.scoring", fault.Text{
			VI: "Cách chấm phải là all_or_nothing hoặc partial.",
			EN: "The scoring rule must be all_or_nothing or partial."})
	}
	return found
}

// Score compares the chosen set with the right set. Partial is
// MaxPoints × (right chosen − wrong chosen) / right options, rounded half up, never below zero.
func (multiple) Score(b Body, _ Layout, a Answer) Points {
	right, wrong := 0, 0
	for _, choice := range a.Choices {
		if b.correct(choice) {
			right++
		} else {
			wrong++
		}
	}
	total := countCorrect(b.Options)
	switch {
	case total == 0:
		return 0
	case right == total && wrong == 0:
		return b.MaxPoints
	case b.Scoring == AllOrNothing:
		return 0
	}
	net := max(right-wrong, 0)
	return (2*b.MaxPoints*Points(net) + Points(total)) / Points(2*total)
}
