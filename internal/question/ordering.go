package question

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"taphuan/internal/fault"
)

// ordering (sắp xếp) asks for the right order of the options, which is the stored one. Partial is the share of
// neighbors of the right order that follow one another in the answer too: of n options there are n-1, so a step that
// stands in the wrong place costs its own neighbors and not all behind it. Moodle knows the rule as "relative to the
// next item (excluding last)" (question type ordering, grading types).
type ordering struct{}

// minOrdered keeps the only wrong order of two options from giving the right one away.
const minOrdered = 3

// Validate wants at least three options.
func (ordering) Validate(b Body) []fault.Field {
	found := validateOptions(b, MaxItems)
	found.unkeyed(b.Options)
	found.scoring(b)
	if len(b.Options) < minOrdered {
		found.add("options", "question.order_count", fault.Text{
			VI: "Cần ít nhất ba mục để sắp xếp.", EN: "There must be at least three items to put in order."})
	}
	return found
}

// Arrange draws the order first shown, which is never the right one.
func (ordering) Arrange(b Body, random *rand.Rand) Layout {
	order := random.Perm(len(b.Options))
	for len(order) >= minOrdered && slices.IsSorted(order) {
		order = random.Perm(len(b.Options))
	}
	return Layout{Order: order}
}

// Check wants every option once.
func (ordering) Check(b Body, a Answer) []fault.Field {
	var found faults
	if found.choices(b, a.Choices); len(found) == 0 && len(a.Choices) > 0 && len(a.Choices) != len(b.Options) {
		found.add("choices", "answer.order_size", textAnswerSize)
	}
	return found
}

// Stored puts stored options for their places.
func (ordering) Stored(b Body, l Layout, given Answer) (Answer, error) {
	return choice{}.Stored(b, l, given)
}

// Score counts the neighbors that follow one another rightly.
func (ordering) Score(b Body, _ Layout, a Answer) Points {
	right := 0
	for i := 1; i < len(a.Choices); i++ {
		if a.Choices[i] == a.Choices[i-1]+1 {
			right++
		}
	}
	return scoreParts(b, right, len(b.Options)-1)
}

// Redact shows the options in the order of the paper.
func (ordering) Redact(b Body, l Layout) View { return redactOptions(b, l) }

// Review has a row for each place of the right order.
func (ordering) Review(b Body, _ Layout, a Answer) Review {
	review := Review{Rows: make([]RowReview, len(b.Options))}
	for place, o := range b.Options {
		number := strconv.Itoa(place + 1)
		row := RowReview{Label: LocalText{VI: number, EN: number}, Right: o.Text, Explain: o.Explain}
		if place < len(a.Choices) {
			row.Given, row.Correct = b.Options[a.Choices[place]].Text, a.Choices[place] == place
		}
		review.Rows[place] = row
	}
	return review
}

// RightAnswer lists the options in their order.
func (ordering) RightAnswer(b Body, _ Layout) LocalText {
	texts := make([]LocalText, len(b.Options))
	for i, o := range b.Options {
		texts[i] = o.Text
	}
	return joinTexts(texts, " → ")
}
