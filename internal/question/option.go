package question

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"taphuan/internal/fault"
)

// FullWeight is the weight of an option that earns all points.
const FullWeight = 10_000

// validateOptions checks what all types with options share: 2 to limit of them, each with a text of its own.
func validateOptions(b Body, limit int) faults {
	var found faults
	if len(b.Options) < 2 || len(b.Options) > limit {
		found.add("options", "question.option_count", fault.Text{
			VI: fmt.Sprintf("Cần từ 2 đến %d phương án.", limit),
			EN: fmt.Sprintf("There must be 2 to %d options.", limit)})
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

// weights checks the weights of options: none but by the rule weighted; by it, right options earn and wrong ones do not.
func (f *faults) weights(b Body) {
	for i, o := range b.Options {
		path := fmt.Sprintf("options[%d].weight", i)
		switch {
		case b.Scoring != Weighted && o.Weight != 0:
			f.add(path, "question.foreign_weight", fault.Text{
				VI: "Trọng số chỉ dùng với cách chấm weighted; hãy bỏ đi.",
				EN: "A weight belongs to the scoring rule weighted only; remove it."})
		case o.Weight < -FullWeight || o.Weight > FullWeight:
			f.add(path, "question.weight", fault.Text{
				VI: "Trọng số từ -10000 đến 10000 (10000 là trọn điểm).",
				EN: "A weight is -10000 to 10000 (10000 is all points)."})
		}
	}
}

// unkeyed refuses right options and weights where the key lies elsewhere.
func (f *faults) unkeyed(options []Option) {
	for i, o := range options {
		if o.Correct || o.Weight != 0 {
			f.add(fmt.Sprintf("options[%d].correct", i), "question.foreign_key", textForeignKey)
		}
	}
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
func redactOptions(b Body, l Layout) View {
	view := viewOf(b)
	view.Options = optionTexts(b.Options, l.Order)
	return view
}

// optionTexts lists the texts of options in the order of the screen.
func optionTexts(options []Option, order []int) []LocalText {
	var texts []LocalText
	for _, stored := range shownAt(order, len(options)) {
		texts = append(texts, options[stored].Text)
	}
	return texts
}

// rightOptions joins the texts of the right options.
func rightOptions(options []Option) LocalText {
	var right []LocalText
	for _, o := range options {
		if o.Correct {
			right = append(right, o.Text)
		}
	}
	return joinTexts(right, "; ")
}

// joinTexts joins texts in each language.
func joinTexts(texts []LocalText, separator string) LocalText {
	vi, en := make([]string, len(texts)), make([]string, len(texts))
	for i, t := range texts {
		vi[i], en[i] = t.VI, t.In("en")
	}
	return LocalText{VI: strings.Join(vi, separator), EN: strings.Join(en, separator)}
}

// choice is what single and multiple share: options in a mixed order, of which some are chosen.
type choice struct{}

// Arrange mixes the options.
func (choice) Arrange(b Body, random *rand.Rand) Layout { return mixOptions(b, random) }

// Check wants options of the question, none twice.
func (choice) Check(b Body, a Answer) []fault.Field {
	var found faults
	found.choices(b, a.Choices)
	return found
}

// Stored puts stored options for their places.
func (choice) Stored(b Body, l Layout, given Answer) (Answer, error) {
	choices, err := storedChoices(l, len(b.Options), given.Choices)
	given.Choices = choices
	return given, err
}

// Redact shows the options in the paper's order and not how many are right.
func (choice) Redact(b Body, l Layout) View { return redactOptions(b, l) }

// Review shows right and chosen options.
func (choice) Review(b Body, l Layout, a Answer) Review { return reviewOptions(b, l, a) }

// RightAnswer joins the texts of the right options.
func (choice) RightAnswer(b Body, _ Layout) LocalText { return rightOptions(b.Options) }

// weigh adds up the weights of the chosen options, as a share of the points.
func weigh(b Body, chosen []int) Points {
	sum := 0
	for _, stored := range chosen {
		sum += b.Options[stored].Weight
	}
	return share(b.MaxPoints, min(sum, FullWeight), FullWeight)
}
