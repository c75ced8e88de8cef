package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

// writeGIFT writes the types that GIFT has; pictures and points have no place in it.
func (w *exporter) writeGIFT(items []Item) []byte {
	var out bytes.Buffer
	topic := ""
	for i, item := range items {
		w.at = i
		answer, ok := w.giftAnswer(item.Body)
		if !ok {
			w.leave(lossType)
			continue
		}
		if item.Topic != topic {
			topic = item.Topic
			fmt.Fprintf(&out, "$CATEGORY: %s\n\n", giftText(topic))
		}
		w.giftLosses(item)
		out.WriteString(giftComments(item))
		if item.Name != "" {
			fmt.Fprintf(&out, "::%s::", giftText(item.Name))
		}
		if b := item.Body; b.Explain.VI != "" {
			answer += "####" + giftStart(multilang(b.Explain))
		}
		fmt.Fprintf(&out, "[html]%s{%s}\n\n", giftText(multilang(item.Body.Stem)), answer)
	}
	return out.Bytes()
}

func giftComments(item Item) string {
	var parts []string
	if item.Key != "" {
		parts = append(parts, "[id:"+giftTag(item.Key)+"]")
	}
	for _, tag := range item.Tags {
		parts = append(parts, "[tag:"+giftTag(tag)+"]")
	}
	if item.Difficulty > 0 {
		parts = append(parts, fmt.Sprintf("[tag:muc-do:%d]", item.Difficulty))
	}
	if len(parts) == 0 {
		return ""
	}
	return "// " + strings.Join(parts, " ") + "\n"
}

func giftTag(text string) string { return strings.ReplaceAll(giftText(text), "]", `\]`) }

func (w *exporter) giftLosses(item Item) {
	b := item.Body
	w.common(b)
	if b.MaxPoints != 100 {
		w.lose(lossPoints)
	}
	if b.Penalty != 0 && b.Type != question.Single {
		w.lose(lossPenalty)
	}
	if len(MediaNames(b)) > 0 {
		w.lose(lossPicture)
	}
}

// giftText escapes what rules in GIFT.
func giftText(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
			continue
		case strings.ContainsRune(`\~=#{}:`, r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// giftStart writes a text of HTML that could start like the name of a format.
func giftStart(text string) string {
	if giftFormat.MatchString(text) {
		text = "[html]" + text
	}
	return giftText(text)
}

func (w *exporter) giftAnswer(b question.Body) (string, bool) {
	switch b.Type {
	case question.Single, question.Multiple:
		return w.giftChoices(b), true
	case question.TrueFalse:
		return strings.ToUpper(strconv.FormatBool(*b.Truth)), true
	case question.ShortAnswer:
		answers := w.giftShort(*b.ShortAnswer)
		return answers, strings.Count(answers, "->") < 2 // more would read as pairs
	case question.Numeric:
		return w.giftNumber(*b.Numeric), true
	case question.Matching, question.Categorize, question.SingleChoiceTable:
		return w.giftPairs(b), true
	case question.EssayType:
		w.lose(lossRubric)
		return "", true
	}
	return "", false
}

func (w *exporter) giftChoices(b question.Body) string {
	weights, exact := weightsOf(b)
	if !exact {
		w.lose(lossScoring)
	}
	var out strings.Builder
	for i, o := range b.Options {
		text := giftStart(multilang(o.Text))
		switch {
		case b.Type == question.Single && o.Correct && text[0] == '%':
			out.WriteString("=%100%")
		case b.Type == question.Single && o.Correct:
			out.WriteString("=")
		case weights[i] == 0 && text[0] != '%':
			out.WriteString("~")
		default:
			out.WriteString("~%" + w.fraction(weights[i]) + "%")
		}
		out.WriteString(text)
		if o.Explain.VI != "" {
			out.WriteString("#" + giftStart(multilang(o.Explain)))
		}
	}
	return out.String()
}

func (w *exporter) giftShort(key question.ShortAnswerKey) string {
	if key.IgnoreAccents || key.MatchCase {
		w.lose(lossAccents)
	}
	if len(key.AcceptedEN) > 0 {
		w.lose(lossEnglish)
	}
	var out strings.Builder
	for _, text := range acceptedOf(key) {
		out.WriteString("=")
		if strings.HasPrefix(text, "%") {
			out.WriteString("%100%")
		}
		out.WriteString(giftText(text))
	}
	return out.String()
}

// acceptedOf lists accepted answers of both languages, with a star that stands for itself escaped.
func acceptedOf(key question.ShortAnswerKey) []string {
	all := slices.Concat(key.AcceptedVI, key.AcceptedEN)
	if !key.Patterns {
		for i, text := range all {
			all[i] = strings.ReplaceAll(text, "*", `\*`)
		}
	}
	return all
}

func (w *exporter) giftNumber(key question.NumericKey) string {
	if key.Relative {
		w.lose(lossTolerance)
	}
	if key.Unit != (question.LocalText{}) || len(key.OtherUnits) > 0 {
		w.lose(lossUnit)
	}
	value, tolerance := absoluteTolerance(key)
	number, _ := decimalOf(value)
	spread, _ := decimalOf(tolerance)
	return "#" + number + ":" + spread
}

func (w *exporter) giftPairs(b question.Body) string {
	if b.Type != question.Matching {
		w.lose(lossTypeChanged)
	}
	if b.Scoring == question.AllOrNothing {
		w.lose(lossScoring)
	}
	var out strings.Builder
	used := map[int]bool{}
	for _, p := range b.Prompts {
		if p.Explain.VI != "" {
			w.lose(lossExplain)
		}
		used[p.Match] = true
		out.WriteString("=" + giftStart(multilang(p.Text)) + " -> " + giftStart(multilang(b.Options[p.Match].Text)))
	}
	for i, o := range b.Options {
		if !used[i] {
			out.WriteString("= -> " + giftStart(multilang(o.Text)))
		}
	}
	return out.String()
}
