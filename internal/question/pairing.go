package question

import (
	"fmt"
	"math/rand/v2"

	"taphuan/internal/fault"
)

// MaxItems bounds what can be matched, sorted into groups, put in order or judged in a table.
const MaxItems = 20

// pairing is what matching, categorize and single_choice_table share: for each prompt one option is right. Partial is
// the share of prompts with the right option.
type pairing struct{ plain }

// validatePairs wants 2 to MaxItems options, 1 to MaxItems prompts with texts of their own, each with an option.
func validatePairs(b Body) faults {
	found := validateOptions(b, MaxItems)
	found.unkeyed(b.Options)
	found.scoring(b)
	if len(b.Prompts) == 0 || len(b.Prompts) > MaxItems {
		found.add("prompts", "question.prompt_count", fault.Text{
			VI: fmt.Sprintf("Cần từ 1 đến %d mục để ghép.", MaxItems),
			EN: fmt.Sprintf("There must be 1 to %d prompts.", MaxItems)})
	}
	seen := map[string]bool{}
	for i, p := range b.Prompts {
		path := fmt.Sprintf("prompts[%d]", i)
		found.text(path+".text", p.Text, MaxOptionLength, true)
		found.text(path+".explain", p.Explain, MaxExplainLength, false)
		if seen[p.Text.VI] {
			found.add(path+".text.vi", "question.prompt_twice", fault.Text{
				VI: "Mục này trùng với một mục ở trên.", EN: "This prompt repeats one above."})
		}
		seen[p.Text.VI] = true
		if p.Match < 0 || p.Match >= len(b.Options) {
			found.add(path+".match", "question.match", fault.Text{
				VI: "Đáp án phải là số thứ tự của một phương án, đếm từ 0.",
				EN: "The match must be the number of an option, counted from 0."})
		}
	}
	return found
}

// Validate checks prompts, options and the rule.
func (pairing) Validate(b Body) []fault.Field { return validatePairs(b) }

// Check wants an option of the question, or -1, for each prompt.
func (pairing) Check(b Body, a Answer) []fault.Field {
	var found faults
	if len(a.Pairs) > 0 && len(a.Pairs) != len(b.Prompts) {
		found.add("pairs", "answer.pair_count", textAnswerSize)
		return found
	}
	for i, option := range a.Pairs {
		if option < -1 || option >= len(b.Options) {
			found.add(fmt.Sprintf("pairs[%d]", i), "answer.choice_unknown", textChoiceUnknown)
		}
	}
	return found
}

// Stored puts stored prompts and options for their places.
func (pairing) Stored(b Body, l Layout, given Answer) (Answer, error) {
	if len(given.Pairs) == 0 {
		return given, nil
	}
	prompts := shownAt(l.Prompts, len(b.Prompts))
	if len(given.Pairs) != len(prompts) {
		return Answer{}, fault.ErrInvalid.At("pairs", "answer.pair_count", textAnswerSize)
	}
	pairs := make([]int, len(prompts))
	for place, prompt := range prompts {
		pairs[prompt] = -1
		if given.Pairs[place] < 0 {
			continue
		}
		option, err := at(l.Order, len(b.Options), given.Pairs[place])
		if err != nil {
			return Answer{}, err
		}
		pairs[prompt] = option
	}
	given.Pairs = pairs
	return given, nil
}

// Score counts the prompts with the right option.
func (pairing) Score(b Body, _ Layout, a Answer) Points {
	right := 0
	for i, option := range a.Pairs {
		if option == b.Prompts[i].Match {
			right++
		}
	}
	return scoreParts(b, right, len(b.Prompts))
}

// Redact shows prompts and options in the paper's order.
func (pairing) Redact(b Body, l Layout) View {
	view := redactOptions(b, l)
	for _, stored := range shownAt(l.Prompts, len(b.Prompts)) {
		view.Prompts = append(view.Prompts, b.Prompts[stored].Text)
	}
	return view
}

// Review has a row for each prompt, in the paper's order.
func (pairing) Review(b Body, l Layout, a Answer) Review {
	var review Review
	for _, stored := range shownAt(l.Prompts, len(b.Prompts)) {
		p := b.Prompts[stored]
		row := RowReview{Label: p.Text, Right: b.Options[p.Match].Text, Explain: p.Explain}
		if stored < len(a.Pairs) && a.Pairs[stored] >= 0 {
			row.Given, row.Correct = b.Options[a.Pairs[stored]].Text, a.Pairs[stored] == p.Match
		}
		review.Rows = append(review.Rows, row)
	}
	return review
}

// RightAnswer lists each prompt with its option.
func (pairing) RightAnswer(b Body, _ Layout) LocalText {
	pairs := make([]LocalText, len(b.Prompts))
	for i, p := range b.Prompts {
		pairs[i] = joinTexts([]LocalText{p.Text, b.Options[p.Match].Text}, " → ")
	}
	return joinTexts(pairs, "; ")
}

// mixPrompts draws an order of the prompts.
func mixPrompts(b Body, random *rand.Rand) []int { return random.Perm(len(b.Prompts)) }
