package exchange

import (
	"regexp"
	"strings"

	"taphuan/internal/question"
	"taphuan/internal/vietnamese"
)

// acceptedText is an answer that a file accepts, with its weight and what is said about it.
type acceptedText struct {
	text    question.LocalText
	weight  int
	explain question.LocalText
}

var (
	reasonFeedbackMoved = words{"feedback.moved",
		"Phản hồi riêng của từng đáp án được gộp vào lời giải thích chung.",
		"Feedback on single answers was moved to the explanation of the question."}
	reasonCombine = words{"feedback.combined",
		"Phản hồi chung khi đúng, đúng một phần hoặc sai được gộp vào lời giải thích.",
		"Feedback for right, partly right and wrong answers was moved to the explanation."}
	reasonAnyAnswer = words{"key.any_answer",
		"Đáp án «*» (mọi câu trả lời khác) không có chỗ; phản hồi của nó đã gộp vào lời giải thích.",
		"The answer “*” (anything else) has no place; its feedback was moved to the explanation."}
)

// shortAnswer makes a question with accepted texts; those that earn only a part are dropped and named. A text with
// "*" is a pattern.
func (d *draft) shortAnswer(list []acceptedText, matchCase bool) {
	b := &d.item.Body
	b.Type = question.ShortAnswer
	b.ShortAnswer = d.shortKey(list, matchCase)
}

func (d *draft) shortKey(list []acceptedText, matchCase bool) *question.ShortAnswerKey {
	key := &question.ShortAnswerKey{MatchCase: matchCase}
	for _, a := range list {
		d.explainMore(a.explain)
		switch {
		case a.text.VI == "*":
			d.change(reasonAnyAnswer)
		case a.weight < fullWeight:
			d.change(reasonPartCredit, clipped(a.text.VI))
		default:
			key.Patterns = key.Patterns || strings.Contains(unescapedStars(a.text.VI), "*")
			key.AcceptedVI = append(key.AcceptedVI, strings.ReplaceAll(a.text.VI, `\*`, "*"))
			if a.text.EN != "" {
				key.AcceptedEN = append(key.AcceptedEN, strings.ReplaceAll(a.text.EN, `\*`, "*"))
			}
		}
	}
	return key
}

// oneLine is an accepted answer or a unit as it is kept: plain text of one line.
func oneLine(text string) string { return vietnamese.Normalize(visible(composed(text))) }

// unescapedStars drops the stars that stand for themselves.
func unescapedStars(text string) string { return strings.ReplaceAll(text, `\*`, "") }

// explainMore adds feedback that has no place of its own to the explanation.
func (d *draft) explainMore(feedback question.LocalText) {
	if feedback.VI == "" && feedback.EN == "" {
		return
	}
	d.change(reasonFeedbackMoved)
	e := &d.item.Body.Explain
	*e = question.LocalText{VI: joined(e.VI, feedback.VI), EN: joined(e.EN, feedback.EN)}
}

// joined puts one fragment behind another, as paragraphs.
func joined(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return block(a) + block(b)
}

// blockTag starts an element that is no part of a paragraph.
var blockTag = regexp.MustCompile(`<(?:p|ul|ol|table|h[2-4]|pre|blockquote|hr)[ />]`)

// block puts a text that is not in blocks into a paragraph.
func block(fragment string) string {
	fragment = strings.TrimSpace(fragment)
	if fragment == "" || blockTag.MatchString(fragment) {
		return fragment
	}
	return "<p>" + fragment + "</p>"
}

// inline takes a text of one paragraph out of it.
func inline(fragment string) string {
	inner, ok := strings.CutPrefix(strings.TrimSpace(fragment), "<p>")
	inner, closed := strings.CutSuffix(inner, "</p>")
	if !ok || !closed || blockTag.MatchString(inner) {
		return strings.TrimSpace(fragment)
	}
	return strings.TrimSpace(inner)
}
