package exchange

import (
	"slices"
	"strings"

	"taphuan/internal/prose"
	"taphuan/internal/question"
)

func (m *moodleWriter) gaps(b question.Body) {
	m.allOrNothing(b)
	if b.Type == question.Cloze && !slices.ContainsFunc(b.Gaps, func(g question.Gap) bool { return g.Type != question.Single }) {
		m.lose(lossTypeChanged) // gaps that are lists alone read as such
	}
}

// embedGaps puts the embedded answers where the gaps stand.
func (m *moodleWriter) embedGaps(b question.Body) question.LocalText {
	put := func(stem string, english bool) string {
		return gapMark.ReplaceAllStringFunc(stem, func(mark string) string {
			at := markedNumber(mark)
			if at < 1 || at > len(b.Gaps) {
				return mark
			}
			return m.embedded(b.Gaps[at-1], english)
		})
	}
	return question.LocalText{VI: put(b.Stem.VI, false), EN: put(b.Stem.EN, true)}
}

func (m *moodleWriter) embedded(g question.Gap, english bool) string {
	locale := "vi"
	if english {
		locale = "en"
	}
	var answers []string
	kind := "MULTICHOICE"
	switch {
	case g.Numeric != nil:
		kind = "NUMERICAL"
		if g.Numeric.Relative {
			m.lose(lossTolerance)
		}
		if g.Numeric.Unit != (question.LocalText{}) || len(g.Numeric.OtherUnits) > 0 {
			m.lose(lossUnit)
		}
		value, tolerance := absoluteTolerance(*g.Numeric)
		number, _ := decimalOf(value)
		spread, _ := decimalOf(tolerance)
		answers = append(answers, "="+number+":"+spread)
	case g.ShortAnswer != nil:
		kind = "SHORTANSWER"
		answers = m.embeddedShort(*g.ShortAnswer, &kind, english)
	default:
		for _, o := range g.Options {
			sign := ""
			if o.Correct {
				sign = "="
			}
			one := sign + clozeEscaped(m.flat(o.Text.In(locale)))
			if o.Explain.VI != "" {
				one += "#" + clozeEscaped(m.flat(o.Explain.In(locale)))
			}
			answers = append(answers, one)
		}
	}
	if g.Explain != (question.LocalText{}) {
		m.lose(lossExplain)
	}
	return "{1:" + kind + ":" + strings.Join(answers, "~") + "}"
}

// flat writes a fragment for the inside of a paragraph.
func (m *moodleWriter) flat(fragment string) string {
	if fragment = inline(fragment); !blockTag.MatchString(fragment) {
		return fragment
	}
	m.lose(lossMarkup)
	return strings.ReplaceAll(inline(paragraphs(plainOf(fragment), true)), "</p><p>", "<br>")
}

func (m *moodleWriter) embeddedShort(key question.ShortAnswerKey, kind *string, english bool) []string {
	if key.IgnoreAccents {
		m.lose(lossAccents)
	}
	if key.MatchCase {
		*kind = "SHORTANSWER_C"
	}
	texts := key.AcceptedVI
	if english && len(key.AcceptedEN) > 0 {
		texts = key.AcceptedEN
	}
	var answers []string
	for _, text := range acceptedOf(question.ShortAnswerKey{AcceptedVI: texts, Patterns: key.Patterns}) {
		answers = append(answers, "="+clozeEscaped(prose.SafeInQuestion(escapedXML(text))))
	}
	return answers
}

// clozeEscaped escapes what rules in an embedded answer, but for the entities of HTML.
func clozeEscaped(text string) string {
	text = strings.NewReplacer(`\`, `\\`, "~", `\~`, "#", `\#`, "}", `\}`).Replace(text)
	if strings.HasPrefix(text, "=") || strings.HasPrefix(text, "%") {
		text = `\` + text
	}
	return strings.ReplaceAll(text, `&\#`, "&#")
}
