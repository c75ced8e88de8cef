package question

import (
	"slices"

	"taphuan/internal/fault"
)

// multiple (nhiều lựa chọn) has one or more right options.
type multiple struct{ choice }

// Validate wants a scoring rule and at least one right option. By the rule weighted the right options earn, together
// all points (thirds may miss a hundredth of a percent each), and the wrong ones earn nothing.
func (multiple) Validate(b Body) []fault.Field {
	found := validateOptions(b, MaxOptions)
	found.weights(b)
	if countCorrect(b.Options) == 0 {
		found.add("options", "question.some_correct", fault.Text{
			VI: "Phải có ít nhất một phương án đúng.",
			EN: "At least one option must be correct."})
	}
	if !slices.Contains([]ScoringRule{AllOrNothing, Partial, PerOption, Weighted}, b.Scoring) {
		found.add("scoring", "question.scoring", fault.Text{
			VI: "Cách chấm phải là all_or_nothing, partial, per_option hoặc weighted.",
			EN: "The scoring rule must be all_or_nothing, partial, per_option or weighted."})
	}
	if b.Scoring == Weighted && !rightWeighAll(b.Options) {
		found.add("options", "question.full_weight", fault.Text{
			VI: "Trọng số của các phương án đúng phải dương và cộng lại bằng 10000; phương án sai không được có trọng số dương.",
			EN: "The weights of the correct options must be positive and add up to 10000; a wrong option must not have a positive weight."})
	}
	return found
}

func rightWeighAll(options []Option) bool {
	sum := 0
	for _, o := range options {
		if o.Correct != (o.Weight > 0) {
			return false
		}
		sum += max(o.Weight, 0)
	}
	slack := countCorrect(options)
	return sum >= FullWeight-slack && sum <= FullWeight+slack
}

// Score compares the chosen set with the right set; exactly the right one earns all points. Else, rounded half up and
// never below zero: partial is MaxPoints × (right chosen − wrong chosen) / right options; per_option is MaxPoints ×
// options rightly chosen or rightly left / options; weighted is MaxPoints × the sum of the chosen weights.
func (multiple) Score(b Body, _ Layout, a Answer) Points {
	right := 0
	for _, choice := range a.Choices {
		if b.correct(choice) {
			right++
		}
	}
	wrong, total := len(a.Choices)-right, countCorrect(b.Options)
	if right == total && wrong == 0 {
		return b.MaxPoints
	}
	switch b.Scoring {
	case Partial:
		return share(b.MaxPoints, right-wrong, total)
	case PerOption:
		return share(b.MaxPoints, len(b.Options)-wrong-(total-right), len(b.Options))
	case Weighted:
		return weigh(b, a.Choices)
	}
	return 0
}
