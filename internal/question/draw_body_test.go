package question

import (
	"fmt"
	"maps"
	"slices"

	"pgregory.net/rapid"
)

// drawBody makes any valid question.
func drawBody(t *rapid.T) Body {
	kind := rapid.SampledFrom(slices.Sorted(maps.Keys(kinds))).Draw(t, "type")
	if kind != CaseStudy {
		return drawOf(t, kind)
	}
	b := Body{Type: CaseStudy, Stem: LocalText{VI: "tình huống"}}
	for range rapid.IntRange(MinParts, 4).Draw(t, "parts") {
		part := drawOf(t, rapid.SampledFrom(slices.Sorted(maps.Keys(kinds))).Filter(func(k Type) bool { return k != CaseStudy }).Draw(t, "part"))
		if part.MaxPoints > MaxPointsBound/4 { // what people mark has its points from its rubric, which are few
			part.MaxPoints, part.Penalty = 100, 0
		}
		b.Parts = append(b.Parts, part)
		b.MaxPoints += part.MaxPoints
	}
	return b
}

func drawOf(t *rapid.T, kind Type) Body {
	b := Body{Type: kind, MaxPoints: Points(rapid.IntRange(1, int(MaxPointsBound)).Draw(t, "max")), Stem: LocalText{VI: "câu hỏi"}}
	b.Penalty = Points(rapid.IntRange(0, int(b.MaxPoints)).Draw(t, "penalty"))
	switch kind {
	case Single, Multiple:
		b.Options, b.Scoring = drawChoices(t, kind)
	case TrueFalse:
		truth := rapid.Bool().Draw(t, "truth")
		b.Truth = &truth
	case Numeric:
		b.Numeric = drawNumber(t)
	case ShortAnswer:
		b.ShortAnswer = drawWords(t)
	case Matching, Categorize, SingleChoiceTable:
		b.Options = drawTexts(t, 2, MaxItems)
		for i := range rapid.IntRange(1, MaxItems).Draw(t, "prompts") {
			match := rapid.IntRange(0, len(b.Options)-1).Draw(t, "match")
			b.Prompts = append(b.Prompts, Prompt{Text: LocalText{VI: fmt.Sprint("vế ", i)}, Match: match})
		}
		b.Scoring = drawRule(t)
	case Ordering:
		b.Options, b.Scoring = drawTexts(t, minOrdered, MaxItems), drawRule(t)
	case Cloze, InlineChoice:
		drawGaps(t, &b)
	case HotspotType:
		b.Hotspot, b.Scoring = drawHotspot(t), drawRule(t)
	case FormulaType:
		drawFormula(t, &b)
	case EssayType:
		b.Essay = &Essay{MinWords: 10, MaxWords: 100, Rubric: drawRubric(t)}
		b.MaxPoints, b.Penalty = 100, 0
	case FileUpload:
		b.Upload = &Upload{Accept: []string{"pdf"}, MaxFiles: 2, MaxBytes: 1000, Rubric: drawRubric(t)}
		b.MaxPoints, b.Penalty = 100, 0
	}
	return b
}

func drawRule(t *rapid.T) ScoringRule {
	return rapid.SampledFrom([]ScoringRule{AllOrNothing, Partial}).Draw(t, "rule")
}

func drawTexts(t *rapid.T, least, most int) []Option {
	var options []Option
	for i := range rapid.IntRange(least, most).Draw(t, "options") {
		options = append(options, Option{Text: LocalText{VI: fmt.Sprint("phương án ", i)}})
	}
	return options
}

func drawChoices(t *rapid.T, kind Type) ([]Option, ScoringRule) {
	options := drawTexts(t, 2, MaxOptions)
	options[rapid.IntRange(0, len(options)-1).Draw(t, "key")].Correct = true
	rule := ScoringRule("")
	if kind == Multiple {
		for i := range options {
			options[i].Correct = options[i].Correct || rapid.Bool().Draw(t, "correct")
		}
		rule = rapid.SampledFrom([]ScoringRule{AllOrNothing, Partial, PerOption, Weighted}).Draw(t, "scoring")
	} else if rapid.Bool().Draw(t, "weighted") {
		rule = Weighted
	}
	if rule == Weighted {
		drawWeights(t, options, kind)
	}
	return options, rule
}

func drawWeights(t *rapid.T, options []Option, kind Type) {
	most := 0
	if kind == Single {
		most = FullWeight - 1
	}
	for i, o := range options {
		options[i].Weight = rapid.IntRange(-FullWeight, most).Draw(t, "weight")
		if o.Correct {
			options[i].Weight = FullWeight / countCorrect(options)
		}
	}
}

func drawNumber(t *rapid.T) *NumericKey {
	return &NumericKey{
		Value:      rapid.StringMatching(`-?[0-9]{1,6}(\.[0-9]{1,3})?`).Draw(t, "value"),
		Tolerance:  rapid.StringMatching(`[0-9]{1,2}(\.[0-9])?`).Draw(t, "tolerance"),
		Relative:   rapid.Bool().Draw(t, "relative"),
		Unit:       LocalText{VI: "m"},
		OtherUnits: []OtherUnit{{Unit: LocalText{VI: "km"}, Factor: "1000"}}}
}

func drawWords(t *rapid.T) *ShortAnswerKey {
	return &ShortAnswerKey{
		AcceptedVI:    rapid.SliceOfN(rapid.StringMatching(`[a-zA-ZđêôĐ0-9]{1,8}`), 1, 4).Draw(t, "accepted"),
		IgnoreAccents: rapid.Bool().Draw(t, "ignoreAccents"),
		MatchCase:     rapid.Bool().Draw(t, "matchCase"),
		Patterns:      rapid.Bool().Draw(t, "patterns")}
}

func drawGaps(t *rapid.T, b *Body) {
	types := []Type{Single}
	if b.Type == Cloze {
		types = append(types, Numeric, ShortAnswer)
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "gaps") {
		g := Gap{Type: rapid.SampledFrom(types).Draw(t, "gap")}
		switch g.Type {
		case Single:
			g.Options = drawTexts(t, 2, MaxOptions)
			g.Options[rapid.IntRange(0, len(g.Options)-1).Draw(t, "key")].Correct = true
		case Numeric:
			g.Numeric = drawNumber(t)
		case ShortAnswer:
			g.ShortAnswer = drawWords(t)
		}
		b.Gaps = append(b.Gaps, g)
		b.Stem.VI += fmt.Sprintf(" [[%d]]", i+1)
	}
	b.Scoring = drawRule(t)
}

// drawHotspot makes squares side by side, so that the middle of each lies in no other.
func drawHotspot(t *rapid.T) *Hotspot {
	n := rapid.IntRange(1, 6).Draw(t, "regions")
	h := &Hotspot{Image: Image{File: "hinh", Width: 100 * n, Height: 100, Alt: LocalText{VI: "hình"}}}
	for i := range n {
		r := Region{Label: LocalText{VI: fmt.Sprint("vùng ", i)}, Correct: i == 0 || rapid.Bool().Draw(t, "correct")}
		left := 100 * i
		switch r.Shape = rapid.SampledFrom([]Shape{Rectangle, Circle, Polygon}).Draw(t, "shape"); r.Shape {
		case Rectangle:
			r.Coords = []int{left + 10, 10, left + 90, 90}
		case Circle:
			r.Coords = []int{left + 50, 50, 40}
		case Polygon:
			r.Coords = []int{left + 10, 10, left + 90, 10, left + 50, 90}
		}
		h.Regions = append(h.Regions, r)
	}
	if rapid.Bool().Draw(t, "spare picks") {
		h.Picks = MaxPicks
	}
	return h
}

func drawFormula(t *rapid.T, b *Body) {
	b.Stem.VI = "{a} và {b}"
	b.Formula = &Formula{
		Expression: rapid.SampledFrom([]string{"a + b", "a * b / 3", "sqrt(abs(a)) - b^2", "max(a, b) > 2 ? a : -b"}).Draw(t, "expression"),
		Variables:  []Variable{{"a", "-5", "20.5", "0.25"}, {"b", "1", "1000", "1"}},
		Decimals:   rapid.IntRange(0, maxDecimals).Draw(t, "decimals"),
		Tolerance:  "0.01"}
}

func drawRubric(t *rapid.T) Rubric {
	level := func(points Points) Level {
		return Level{Text: LocalText{VI: fmt.Sprint("mức ", points)}, Points: points}
	}
	first := Points(rapid.IntRange(1, 99).Draw(t, "first"))
	return Rubric{Shown: rapid.Bool().Draw(t, "shown"), Criteria: []Criterion{
		{Key: "mot", Text: LocalText{VI: "một"}, Levels: []Level{level(0), level(first)}},
		{Key: "hai", Text: LocalText{VI: "hai"}, Levels: []Level{level(0), level(100 - first)}}}}
}

func drawLayout(t *rapid.T, b Body) Layout {
	return mustArrange(t, b, rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, MaxDrawn).Draw(t, "position"))
}

// drawAnswer makes any possible answer to the question, in stored form.
func drawAnswer(t *rapid.T, b Body) Answer {
	var a Answer
	switch b.Type {
	case Single:
		a.Choices = []int{rapid.IntRange(0, len(b.Options)-1).Draw(t, "choice")}
	case Multiple:
		all := drawOrder(t, len(b.Options))
		a.Choices = all[:rapid.IntRange(0, len(all)).Draw(t, "chosen")]
	case Ordering:
		a.Choices = drawOrder(t, len(b.Options))
	case TrueFalse:
		truth := rapid.Bool().Draw(t, "given")
		a.Truth = &truth
	case Matching, Categorize, SingleChoiceTable:
		for range b.Prompts {
			a.Pairs = append(a.Pairs, rapid.IntRange(-1, len(b.Options)-1).Draw(t, "pair"))
		}
	case Cloze, InlineChoice:
		for _, g := range b.Gaps {
			a.Gaps = append(a.Gaps, drawGapAnswer(t, g))
		}
	case HotspotType:
		coordinate := rapid.IntRange(0, PickScale)
		for range rapid.IntRange(0, b.Hotspot.limit()).Draw(t, "picks") {
			a.Picks = append(a.Picks, Pick{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")})
		}
	case FileUpload:
		a.Files = []File{{ID: "0197f0aa-1111-7222-8333-444455556666", Name: "a.pdf", Size: int64(rapid.IntRange(1, 1000).Draw(t, "size"))}}
	case CaseStudy:
		for _, part := range b.Parts {
			a.Parts = append(a.Parts, drawAnswer(t, part))
		}
	default:
		a.Text = drawTyped(t)
	}
	return a
}

func drawOrder(t *rapid.T, n int) []int {
	return rapid.Permutation(shownAt(nil, n)).Draw(t, "order")
}

func drawGapAnswer(t *rapid.T, g Gap) GapAnswer {
	if g.Type != Single {
		return GapAnswer{Text: drawTyped(t)}
	}
	choice := rapid.IntRange(-1, len(g.Options)-1).Draw(t, "choice")
	if choice < 0 {
		return GapAnswer{}
	}
	return GapAnswer{Choice: &choice}
}

func drawTyped(t *rapid.T) string {
	return rapid.OneOf(rapid.StringMatching(`[-+]?[0-9., ]{0,12}( km)?`), rapid.StringN(0, 50, -1).Filter(storable)).Draw(t, "text")
}

var secret = LocalText{VI: "BÍ MẬT"}

// addSecrets puts a word wherever a learner must not look.
func addSecrets(b *Body) {
	b.Explain, b.Source = secret, secret
	for i := range b.Options {
		b.Options[i].Explain = secret
	}
	for i := range b.Prompts {
		b.Prompts[i].Explain = secret
	}
	for i := range b.Gaps {
		b.Gaps[i].Explain = secret
	}
	if b.Hotspot != nil {
		for i := range b.Hotspot.Regions {
			b.Hotspot.Regions[i].Label, b.Hotspot.Regions[i].Explain = secret, secret
		}
	}
	if b.Essay != nil && !b.Essay.Rubric.Shown {
		b.Essay.Rubric.Criteria[0].Text = secret
	}
	for i := range b.Parts {
		addSecrets(&b.Parts[i])
	}
}

// swapKey changes the right answer, points and weights and nothing else.
func swapKey(b *Body) {
	swapCorrect(b.Options)
	for i := range b.Prompts {
		b.Prompts[i].Match = (b.Prompts[i].Match + 1) % len(b.Options)
	}
	for i := range b.Gaps {
		inner := b.Gaps[i].question()
		swapKey(&inner)
		b.Gaps[i].Options, b.Gaps[i].Numeric, b.Gaps[i].ShortAnswer = inner.Options, inner.Numeric, inner.ShortAnswer
	}
	if b.Truth != nil {
		truth := !*b.Truth
		b.Truth = &truth
	}
	if b.Numeric != nil {
		b.Numeric = &NumericKey{Value: "123456", Unit: b.Numeric.Unit}
	}
	if b.ShortAnswer != nil {
		b.ShortAnswer = &ShortAnswerKey{AcceptedVI: []string{"khác"}}
	}
	if b.Formula != nil {
		b.Formula.Expression, b.Formula.Decimals, b.Formula.Tolerance = "1", 0, ""
	}
	if b.Hotspot != nil {
		for i := range b.Hotspot.Regions {
			b.Hotspot.Regions[i].Coords = []int{0, 0, 1, 1}
		}
	}
	for i := range b.Parts {
		swapKey(&b.Parts[i])
	}
}

func swapCorrect(options []Option) {
	for i := range options {
		options[i].Correct, options[i].Weight = !options[i].Correct, 0
	}
}
