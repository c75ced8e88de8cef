package exchange

import (
	"slices"

	"taphuan/internal/question"
)

// fullWeight is the weight of an option that earns all points: hundredths of a percent.
const fullWeight = question.FullWeight

// choice is an option of a question to choose from, with what choosing it earns or costs.
type choice struct {
	text, explain question.LocalText
	weight        int // hundredths of a percent of the points
}

var (
	reasonSeveralRight = words{"key.several_right",
		"Nhiều phương án được trọn điểm nên đổi thành câu nhiều lựa chọn, chấm theo từng phần. Hãy kiểm tra lại.",
		"Several options earn all points, so it became a question with several choices, scored in parts. Check it."}
	reasonNoRight = words{"key.no_right",
		"Không có phương án nào được trọn điểm. Hãy đánh dấu đáp án đúng.",
		"No option earns all points. Mark the right one."}
	reasonWeights = words{"key.weights",
		"Trọng số của các phương án đúng cộng lại không bằng 100% nên đã chia lại theo tỷ lệ.",
		"The weights of the right options do not add up to 100%, so they were scaled."}
)

// choices makes a question to choose one option, or several, of weighted options.
func (d *draft) choices(list []choice, one bool) {
	b := &d.item.Body
	full, earning := 0, 0
	for _, c := range list {
		if c.weight >= fullWeight {
			full++
		}
		if c.weight > 0 {
			earning++
		}
	}
	switch {
	case earning == 0 || one && full == 0:
		d.refuse(reasonNoRight)
	case one && full == 1:
		d.oneRight(b, list)
	case one || full == earning && full > 1:
		d.change(reasonSeveralRight)
		d.severalRight(b, equalWeights(list))
	default:
		d.severalRight(b, list)
	}
}

// oneRight makes a question with one right option. An equal cost of all wrong ones is the penalty of the question;
// other weights are kept as they are.
func (d *draft) oneRight(b *question.Body, list []choice) {
	b.Type = question.Single
	rest := 0
	same := true
	for i, c := range list {
		b.Options = append(b.Options, question.Option{Text: c.text, Explain: c.explain, Correct: c.weight >= fullWeight})
		if c.weight < fullWeight {
			same = same && (rest == 0 || list[i].weight == rest)
			rest = c.weight
		}
	}
	same = same && !slices.ContainsFunc(list, func(c choice) bool { return c.weight != rest && c.weight < fullWeight })
	switch {
	case same && rest == 0:
	case same && rest < 0 && rest >= -fullWeight:
		b.Penalty = share(points(b), -rest)
	default:
		b.Scoring = question.Weighted
		for i, c := range list {
			b.Options[i].Weight = c.weight
		}
	}
}

// severalRight makes a question with several right options, by the rule that the weights follow.
func (d *draft) severalRight(b *question.Body, list []choice) {
	b.Type, b.Scoring = question.Multiple, question.Weighted
	list = d.scaled(list)
	right, equal, wrong := 0, true, 0
	for _, c := range list {
		b.Options = append(b.Options, question.Option{Text: c.text, Explain: c.explain, Correct: c.weight > 0, Weight: c.weight})
		if c.weight > 0 {
			right++
		}
	}
	for _, c := range list {
		equal = equal && near(abs(c.weight), fullWeight/right)
		if c.weight < 0 {
			wrong++
		}
	}
	if equal && right > 0 {
		b.Scoring = question.Partial
		for i := range b.Options {
			b.Options[i].Weight = 0
		}
	}
}

// scaled makes the weights of right options add up to all points; what rounding left goes to the first ones.
func (d *draft) scaled(list []choice) []choice {
	sum, right := 0, 0
	for _, c := range list {
		if c.weight > 0 {
			sum, right = sum+c.weight, right+1
		}
	}
	if sum >= fullWeight-right && sum <= fullWeight+right {
		return list
	}
	d.change(reasonWeights)
	scaled := slices.Clone(list)
	total := 0
	for i, c := range scaled {
		if c.weight > 0 {
			scaled[i].weight = c.weight * fullWeight / sum
			total += scaled[i].weight
		}
	}
	for i := range scaled {
		if total < fullWeight && scaled[i].weight > 0 {
			scaled[i].weight++
			total++
		}
	}
	return scaled
}

// equalWeights shares all points among the options that earn; the wrong ones cost as much.
func equalWeights(list []choice) []choice {
	right := 0
	for _, c := range list {
		if c.weight >= fullWeight {
			right++
		}
	}
	equal := slices.Clone(list)
	for i, c := range equal {
		if equal[i].weight = -fullWeight / right; c.weight >= fullWeight {
			equal[i].weight = fullWeight / right
		}
	}
	return equal
}

// weightsOf returns what the options of a question weigh in formats that know weights only. Exact is false where the
// rule of the question cannot be said by weights.
func weightsOf(b question.Body) (weights []int, exact bool) {
	right := 0
	for _, o := range b.Options {
		if o.Correct {
			right++
		}
	}
	exact = b.Scoring != question.AllOrNothing && b.Scoring != question.PerOption
	for _, o := range b.Options {
		switch {
		case b.Scoring == question.Weighted:
			weights = append(weights, o.Weight)
		case b.Type == question.Single && o.Correct:
			weights = append(weights, fullWeight)
		case b.Type == question.Single:
			cost := 0
			if b.MaxPoints > 0 {
				cost = int(b.Penalty) * fullWeight / int(b.MaxPoints)
			}
			exact = exact && share(b.MaxPoints, cost) == b.Penalty
			weights = append(weights, -cost)
		case o.Correct:
			weights = append(weights, fullWeight/max(right, 1))
		case b.Scoring == question.AllOrNothing:
			weights = append(weights, -fullWeight)
		default:
			weights = append(weights, -fullWeight/max(right, 1))
		}
	}
	return weights, exact
}

// share is a weight's part of the points, rounded half up.
func share(most question.Points, weight int) question.Points {
	return question.Points((2*int(most)*weight + fullWeight) / (2 * fullWeight))
}

// points of a question, one where the file does not say.
func points(b *question.Body) question.Points {
	if b.MaxPoints == 0 {
		return 100
	}
	return b.MaxPoints
}

func abs(n int) int { return max(n, -n) }

// near allows for what rounding to hundredths of a percent costs.
func near(a, b int) bool { return abs(a-b) <= 1 }
