package question

import (
	"fmt"
	"math/rand/v2"
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
func redactOptions(b Body, l Layout) View {
	view := viewOf(b)
	for _, stored := range shownAt(l.Order, len(b.Options)) {
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
func (choice) RightAnswer(b Body, _ Layout) LocalText { return rightOptions(b) }
