package exchange

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"taphuan/internal/question"
)

// loneGap is a gap that stands by itself at the end of the text: the field of a question, not a gap in a sentence.
var loneGap = regexp.MustCompile(`^(?s)(.*)<p>\s*\[\[1\]\]\s*</p>$`)

// inline reads fields and lists that stand in the text.
func (q *qtiItem) inline(around *node, b *question.Body) {
	b.Stem = q.html(q.markup(around))
	for _, n := range q.gaps {
		b.Gaps = append(b.Gaps, q.gap(n))
	}
	if m := loneGap.FindStringSubmatch(b.Stem.VI); m != nil && len(b.Gaps) == 1 && b.Gaps[0].Type != question.Single && strings.TrimSpace(m[1]) != "" {
		gap := b.Gaps[0]
		b.Type, b.Numeric, b.ShortAnswer, b.Gaps = gap.Type, gap.Numeric, gap.ShortAnswer, nil
		b.Stem.VI = strings.TrimSpace(m[1])
		b.Stem.EN = strings.TrimSpace(loneGap.ReplaceAllString(b.Stem.EN, "$1"))
		return
	}
	b.Type, b.Scoring = question.InlineChoice, question.Partial
	if slices.ContainsFunc(b.Gaps, func(g question.Gap) bool { return g.Type != question.Single }) {
		b.Type = question.Cloze
	}
	if q.scoring.whole {
		b.Scoring = question.AllOrNothing
	}
	q.evenGaps()
}

// evenGaps says when gaps earned differently.
func (q *qtiItem) evenGaps() {
	first := question.Points(0)
	for _, n := range q.gaps {
		p := q.responsePoints(n.attr("responseIdentifier"))
		if first != 0 && abs(int(p-first)) > 1 {
			q.change(reasonUneven)
		}
		first = p
	}
}

func (q *qtiItem) gap(n *node) question.Gap {
	id := n.attr("responseIdentifier")
	r := q.known(id)
	gap := question.Gap{Type: question.Single}
	switch {
	case n.name == "inlineChoiceInteraction":
		for _, c := range n.all("inlineChoice") {
			right := slices.Contains(r.correct, c.attr("identifier")) || len(r.correct) == 0 && r.weight(c.attr("identifier")) == fullWeight
			gap.Options = append(gap.Options, question.Option{Text: q.content(c), Explain: q.explainOf(c), Correct: right})
		}
	case r.base == "float" || r.base == "integer":
		gap.Type, gap.Numeric = question.Numeric, q.number(id, r)
	default:
		gap.Type, gap.ShortAnswer = question.ShortAnswer, q.accepted(id, r)
	}
	return gap
}

// accepted are the texts that earn all; a right answer without a mapping is compared exactly.
func (q *qtiItem) accepted(id string, r *qtiResponse) *question.ShortAnswerKey {
	key := &question.ShortAnswerKey{MatchCase: r.caseSensitive}
	if !q.mapped(id) {
		key.MatchCase = true
		for _, text := range r.correct {
			key.AcceptedVI = append(key.AcceptedVI, oneLine(text))
		}
		return key
	}
	for _, text := range r.keys {
		switch weight := r.weight(text); {
		case weight >= fullWeight:
			key.AcceptedVI = append(key.AcceptedVI, oneLine(text))
		case weight > 0:
			q.change(reasonPartCredit, clipped(text))
		}
	}
	return key
}

// number is the right number with the tolerance that the scoring names.
func (q *qtiItem) number(id string, r *qtiResponse) *question.NumericKey {
	var list []interval
	texts := r.correct
	if len(texts) == 0 {
		texts = r.keys
	}
	tolerance, relative := q.tolerance(id)
	for _, text := range texts {
		value, ok := parseMachine(text)
		if !ok {
			q.refuse(reasonNumber)
			return nil
		}
		if len(r.correct) == 0 && r.weight(text) < fullWeight {
			q.change(reasonPartCredit, clipped(text))
			continue
		}
		if relative && len(texts) == 1 {
			number, _ := decimalOf(value)
			spread, _ := decimalOf(tolerance)
			return &question.NumericKey{Value: number, Tolerance: spread, Relative: true}
		}
		list = append(list, around(value, tolerance))
	}
	return q.numberKey(list)
}

// tolerance finds the comparison of a response by "equal": absolute, or relative in percent.
func (q *qtiItem) tolerance(id string) (tolerance *big.Rat, relative bool) {
	equal := q.scoring.equal[id]
	tolerance = new(big.Rat)
	for _, text := range strings.Fields(equal.attr("tolerance")) {
		if value, ok := parseMachine(text); ok && value.Cmp(tolerance) > 0 {
			tolerance = value
		}
	}
	if equal.attr("toleranceMode") == "relative" {
		return tolerance.Quo(tolerance, hundred), true
	}
	return tolerance, false
}

// gapMatch reads words to drag into gaps of a text: each gap chooses from all of them.
func (q *qtiItem) gapMatch(n *node, b *question.Body) {
	q.change(reasonDragToList)
	r := q.known(n.attr("responseIdentifier"))
	words := append(n.all("gapText"), n.all("gapImg")...)
	rest := &node{name: "div"}
	for _, kid := range n.kids {
		if kid.name != "gapText" && kid.name != "gapImg" {
			rest.kids = append(rest.kids, kid)
		}
	}
	inside := q.html(q.markup(rest))
	b.Stem = question.LocalText{VI: block(b.Stem.VI) + block(inside.VI), EN: block(b.Stem.EN) + block(inside.EN)}
	b.Type, b.Scoring = question.InlineChoice, question.AllOrNothing
	if q.mapped(n.attr("responseIdentifier")) {
		b.Scoring = q.evenRule(r)
	}
	if len(q.gaps) > question.MaxGaps {
		q.refuse(reasonManyGaps, question.MaxGaps)
		return
	}
	texts := make([]question.LocalText, len(words))
	for i, word := range words {
		texts[i] = q.content(word)
	}
	right := r.rightPairs()
	for _, g := range q.gaps {
		gap := question.Gap{Type: question.Single}
		for i, word := range words {
			fits := slices.Contains(right, word.attr("identifier")+" "+g.attr("identifier"))
			gap.Options = append(gap.Options, question.Option{Text: texts[i], Correct: fits})
		}
		b.Gaps = append(b.Gaps, gap)
	}
}
