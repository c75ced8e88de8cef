package exchange

import (
	"fmt"

	"taphuan/internal/question"
)

// gaps writes the text once, in Vietnamese: a response can stand in one place only.
func (q *qtiWriter) gaps(b question.Body, id, prefix string) {
	if b.Stem.EN != "" {
		q.lose(lossEnglish)
	}
	if b.Type == question.Cloze && allLists(b.Gaps) {
		q.lose(lossTypeChanged)
	}
	whole := b.Scoring == question.AllOrNothing && len(b.Gaps) > 1
	if whole && !allLists(b.Gaps) {
		q.lose(lossScoring)
		whole = false
	}
	if b.Scoring == question.AllOrNothing && len(b.Gaps) == 1 {
		q.lose(lossScoring)
	}
	q.body = append(q.body, q.gapText(b, id, prefix)...)
	all := el("and")
	for i, g := range b.Gaps {
		q.gap(g, fmt.Sprintf("%s_%d", id, i+1), prefix+fmt.Sprintf("G%d_", i+1), b.MaxPoints/question.Points(len(b.Gaps)), whole)
		all.with(el("match").with(el("variable", "identifier", fmt.Sprintf("%s_%d", id, i+1)), el("correct", "identifier", fmt.Sprintf("%s_%d", id, i+1))))
	}
	if whole {
		q.when(b.MaxPoints, all)
	}
	q.template = ""
}

func allLists(gaps []question.Gap) bool {
	for _, g := range gaps {
		if g.Type != question.Single {
			return false
		}
	}
	return true
}

// gapText puts the interactions where the gaps stand.
func (q *qtiWriter) gapText(b question.Body, id, prefix string) []*element {
	x := &qtiXML{three: q.version.three}
	stem := q.placed(b.Stem.VI)
	x.html(stem)
	text := gapMark.ReplaceAllStringFunc(x.out.String(), func(mark string) string {
		at := markedNumber(mark)
		if at < 1 || at > len(b.Gaps) {
			return mark
		}
		inner := &qtiXML{three: q.version.three}
		inner.write(q.gapElement(b.Gaps[at-1], fmt.Sprintf("%s_%d", id, at), prefix+fmt.Sprintf("G%d_", at)))
		return inner.out.String()
	})
	return []*element{{raw: text}}
}

func (q *qtiWriter) gapElement(g question.Gap, id, prefix string) *element {
	if g.Type != question.Single {
		return el("textEntryInteraction", "responseIdentifier", id, "expectedLength", "20")
	}
	list := el("inlineChoiceInteraction", "responseIdentifier", id, "shuffle", "true")
	for i, o := range g.Options {
		text := plainOf(o.Text.VI)
		if paragraphs(text, true) != o.Text.VI {
			q.lose(lossMarkup)
		}
		if o.Text.EN != "" {
			q.lose(lossEnglish)
		}
		if o.Explain.VI != "" {
			q.lose(lossExplain)
		}
		list.with(el("inlineChoice", "identifier", prefix+letter(i)).saying(text))
	}
	return list
}

// gap declares the right answer of one gap.
func (q *qtiWriter) gap(g question.Gap, id, prefix string, p question.Points, whole bool) {
	if g.Explain != (question.LocalText{}) {
		q.lose(lossExplain)
	}
	switch {
	case g.Numeric != nil:
		q.near(*g.Numeric, id, p)
	case g.ShortAnswer != nil:
		q.accept(*g.ShortAnswer, id, p)
	default:
		for i, o := range g.Options {
			if o.Correct {
				q.declare(id, "single", "identifier", prefix+letter(i))
			}
		}
		if !whole {
			q.matched(id, p)
		}
	}
}
