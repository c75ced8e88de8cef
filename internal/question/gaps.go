package question

import (
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"

	"taphuan/internal/fault"
)

// MaxGaps bounds the gaps of a question.
const MaxGaps = 30

// gapMark is how the stem shows a gap: "[[1]]" is the first.
var gapMark = regexp.MustCompile(`\[\[([0-9]+)\]\]`)

// gapped is what cloze and inline_choice share: gaps in the stem, each scored as a question of its own type. Gaps
// weigh the same; partial is the share of right ones.
type gapped struct{}

// question is the gap as a question of its own, worth one point.
func (g Gap) question() Body {
	return Body{Type: g.Type, MaxPoints: 1, Options: g.Options, Numeric: g.Numeric, ShortAnswer: g.ShortAnswer}
}

// answer is what stands in a gap as an answer to its question.
func (g GapAnswer) answer() Answer {
	answer := Answer{Text: g.Text}
	if g.Choice != nil {
		answer.Choices = []int{*g.Choice}
	}
	return answer
}

// validateGaps checks the gaps, and that each stands in the stem exactly once in each language.
func validateGaps(b Body, types []Type) faults {
	var found faults
	found.scoring(b)
	if len(b.Gaps) == 0 || len(b.Gaps) > MaxGaps {
		found.add("gaps", "question.gap_count", fault.Text{
			VI: fmt.Sprintf("Cần từ 1 đến %d chỗ trống.", MaxGaps),
			EN: fmt.Sprintf("There must be 1 to %d gaps.", MaxGaps)})
	}
	found.gapMarks("stem.vi", b.Stem.VI, len(b.Gaps))
	if b.Stem.EN != "" {
		found.gapMarks("stem.en", b.Stem.EN, len(b.Gaps))
	}
	for i, g := range b.Gaps {
		path := fmt.Sprintf("gaps[%d].", i)
		if !slices.Contains(types, g.Type) {
			found.add(path+"type", "question.gap_type", fault.Text{
				VI: fmt.Sprintf("Chỗ trống của loại câu hỏi này phải là: %s.", typeNames(types)),
				EN: fmt.Sprintf("A gap of this type of question must be: %s.", typeNames(types))})
			continue
		}
		found.text(path+"explain", g.Explain, MaxExplainLength, false)
		found.under(path, foreignParts(g.question()))
		found.under(path, kinds[g.Type].Validate(g.question()))
	}
	return found
}

func (f *faults) gapMarks(path, stem string, gaps int) {
	stands := map[int]int{}
	for _, mark := range gapMark.FindAllStringSubmatch(stem, -1) {
		n, err := strconv.Atoi(mark[1])
		if err != nil || n < 1 || n > gaps {
			n = 0
		}
		stands[n]++
	}
	for n := range gaps {
		if stands[n+1] != 1 {
			f.add(path, "question.gap_mark", fault.Text{
				VI: fmt.Sprintf("Chỗ trống [[%d]] phải có đúng một lần trong câu hỏi.", n+1),
				EN: fmt.Sprintf("The gap [[%d]] must stand in the question exactly once.", n+1)})
		}
	}
	if stands[0] > 0 {
		f.add(path, "question.gap_unknown", fault.Text{
			VI: fmt.Sprintf("Câu hỏi có chỗ trống ngoài các số từ [[1]] đến [[%d]].", gaps),
			EN: fmt.Sprintf("The question has a gap outside [[1]] to [[%d]].", gaps)})
	}
}

// Arrange mixes the options of each gap with a list.
func (gapped) Arrange(b Body, random *rand.Rand) Layout {
	layout := Layout{Gaps: make([][]int, len(b.Gaps))}
	for i, g := range b.Gaps {
		layout.Gaps[i] = mixOptions(g.question(), random).Order
	}
	return layout
}

// Check wants something for each gap: an option of a list, or a text.
func (gapped) Check(b Body, a Answer) []fault.Field {
	var found faults
	if len(a.Gaps) > 0 && len(a.Gaps) != len(b.Gaps) {
		found.add("gaps", "answer.gap_count", textAnswerSize)
		return found
	}
	for i, given := range a.Gaps {
		found.under(fmt.Sprintf("gaps[%d].", i), CheckAnswer(b.Gaps[i].question(), given.answer()))
	}
	return found
}

// Stored puts stored options for their places.
func (gapped) Stored(b Body, l Layout, given Answer) (Answer, error) {
	gaps := slices.Clone(given.Gaps)
	for i, g := range gaps {
		if g.Choice == nil {
			continue
		}
		if i >= len(b.Gaps) {
			return Answer{}, fault.ErrInvalid.At("gaps", "answer.gap_count", textAnswerSize)
		}
		stored, err := at(l.gap(i), len(b.Gaps[i].Options), *g.Choice)
		if err != nil {
			return Answer{}, err
		}
		gaps[i].Choice = &stored
	}
	given.Gaps = gaps
	return given, nil
}

// right reports whether the right thing stands in a gap.
func (g Gap) right(given GapAnswer) bool {
	answer := given.answer()
	return !answer.Empty() && kinds[g.Type].Score(g.question(), Layout{}, answer) > 0
}

// Score counts the right gaps.
func (gapped) Score(b Body, _ Layout, a Answer) Points {
	right := 0
	for i, given := range a.Gaps {
		if b.Gaps[i].right(given) {
			right++
		}
	}
	return scoreParts(b, right, len(b.Gaps))
}

// Redact shows each gap: a list in the paper's order, or a field with its unit.
func (gapped) Redact(b Body, l Layout) View {
	view := viewOf(b)
	for i, g := range b.Gaps {
		gap := GapView{Type: g.Type, Options: optionTexts(g.Options, l.gap(i))}
		if g.Numeric != nil {
			gap.Unit = g.Numeric.Unit
		}
		view.Gaps = append(view.Gaps, gap)
	}
	return view
}

// Review has a row for each gap.
func (gapped) Review(b Body, _ Layout, a Answer) Review {
	var review Review
	for i, g := range b.Gaps {
		row := RowReview{Label: gapLabel(i), Right: g.rightText(), Explain: g.Explain}
		if i < len(a.Gaps) {
			row.Given, row.Correct = g.givenText(a.Gaps[i]), g.right(a.Gaps[i])
		}
		review.Rows = append(review.Rows, row)
	}
	return review
}

func gapLabel(i int) LocalText {
	return LocalText{VI: fmt.Sprintf("Chỗ trống %d", i+1), EN: fmt.Sprintf("Gap %d", i+1)}
}

// rightText is the key of a gap, as HTML.
func (g Gap) rightText() LocalText {
	text := kinds[g.Type].RightAnswer(g.question(), Layout{})
	if g.Type == Single {
		return text
	}
	return escaped(text)
}

// givenText is what stands in a gap, as HTML.
func (g Gap) givenText(given GapAnswer) LocalText {
	if given.Choice != nil {
		return g.Options[*given.Choice].Text
	}
	return escaped(LocalText{VI: given.Text})
}

// escaped makes plain text HTML.
func escaped(t LocalText) LocalText {
	return LocalText{VI: html.EscapeString(t.VI), EN: html.EscapeString(t.EN)}
}

// RightAnswer lists the keys of the gaps.
func (gapped) RightAnswer(b Body, _ Layout) LocalText {
	texts := make([]LocalText, len(b.Gaps))
	for i, g := range b.Gaps {
		texts[i] = g.rightText()
	}
	return joinTexts(texts, "; ")
}
