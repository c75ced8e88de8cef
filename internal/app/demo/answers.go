package demo

import (
	"slices"

	"taphuan/internal/question"
)

// answerTo invents an answer in stored form: a right one, or one that is likely wrong. What people mark gets a few
// words, files are not handed in.
func answerTo(d dice, b question.Body, l question.Layout, right bool) question.Answer {
	a := question.Solution(b, l)
	if b.Essay != nil {
		a.Text = "Tôi dừng lại, không bấm, rồi tự gọi số đã biết để hỏi lại."
	}
	if right {
		return a
	}
	switch {
	case question.IsChoice(b.Type):
		a.Choices = wrongChoices(d, b, a.Choices)
	case b.Type == question.Ordering:
		a.Choices[0], a.Choices[1] = a.Choices[1], a.Choices[0]
	case b.Truth != nil:
		truth := !*b.Truth
		a.Truth = &truth
	case len(a.Pairs) > 0:
		at := d.IntN(len(a.Pairs))
		a.Pairs[at] = (a.Pairs[at] + 1) % len(b.Options)
	case len(a.Gaps) > 0:
		wrongGap(&a.Gaps[d.IntN(len(a.Gaps))])
	case len(a.Picks) > 0:
		a.Picks[0] = question.Pick{}
	case len(b.Parts) > 0:
		at := d.IntN(len(b.Parts))
		a.Parts[at] = answerTo(d, b.Parts[at], l.Parts[at], false)
	case b.Essay == nil && a.Text != "":
		a.Text += "7"
	}
	return a
}

// wrongChoices puts a wrong option for one that is right.
func wrongChoices(d dice, b question.Body, right []int) []int {
	var others []int
	for i, o := range b.Options {
		if !o.Correct {
			others = append(others, i)
		}
	}
	if len(others) == 0 {
		return right[1:]
	}
	choices := append(slices.Clone(right[1:]), pick(d, others))
	slices.Sort(choices)
	return choices
}

// wrongGap leaves a gap with something else in it.
func wrongGap(g *question.GapAnswer) {
	if g.Choice == nil {
		g.Text = "không nhớ"
		return
	}
	other := (*g.Choice + 1) % 2
	g.Choice = &other
}
