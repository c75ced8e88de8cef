package question

import (
	"fmt"
	"slices"
	"strings"

	"taphuan/internal/fault"
)

// validateOptions checks what single and multiple share: 2 to MaxOptions options, each with a
// text of its own.
func validateOptions(b Body) faults {
	var found faults
	if len(b.Options) < 2 || len(b.Options) > MaxOptions {
		found.add("options", "question.option_count", fault.Text{
			VI: fmt.Sprintf("Cần từ 2 đến %d phương án.", MaxOptions),
			EN: fmt.Sprintf("There must be 2 to %d options.", MaxOptions)})
	}
	seen := map[string]bool{}
	for i, o := range b.Options {
		path := fmt.Sprintf("options[%d]", i)
		found.text(path+".text", o.Text, MaxOptionLength, true)
		found.text(path+".explain", o.Explain, MaxExplainLength, false)
		text := strings.TrimSpace(o.Text.VI)
		if text != "" && seen[text] {
			found.add(path+".text.vi", "question.option_twice", fault.Text{
				VI: "Phương án này trùng với một phương án ở trên.",
				EN: "This option repeats one above."})
		}
		seen[text] = true
	}
	return found
}

func countCorrect(options []Option) int {
	n := 0
	for _, o := range options {
		if o.Correct {
			n++
		}
	}
	return n
}

// redactOptions shows the options in the order of the paper.
func redactOptions(b Body, order []int) View {
	view := viewOf(b)
	for place := range b.Options {
		stored := place
		if order != nil {
			stored = order[place]
		}
		view.Options = append(view.Options, b.Options[stored].Text)
	}
	return view
}

// rightOptions joins the texts of the right options.
func rightOptions(b Body) LocalText {
	var vi, en []string
	for _, o := range b.Options {
		if o.Correct {
			vi, en = append(vi, o.Text.VI), append(en, o.Text.In("en"))
		}
	}
	return LocalText{VI: strings.Join(vi, "; "), EN: strings.Join(en, "; ")}
}

// Stored turns the places a learner chose on screen into stored indexes. Order nil means that the
// options were shown as stored. A place out of range is refused with fault.ErrInvalid.
func Stored(order, places []int) ([]int, error) {
	if order == nil {
		return slices.Clone(places), nil
	}
	stored := make([]int, 0, len(places))
	for _, p := range places {
		if p < 0 || p >= len(order) {
			return nil, fault.ErrInvalid.At("choices", "answer.choice_unknown", textChoiceUnknown)
		}
		stored = append(stored, order[p])
	}
	return stored, nil
}

// isOrder reports whether order is a permutation of 0..n-1.
func isOrder(order []int, n int) bool {
	if len(order) != n {
		return false
	}
	seen := make([]bool, n)
	for _, i := range order {
		if i < 0 || i >= n || seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}
