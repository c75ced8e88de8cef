package exchange

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"taphuan/internal/question"
)

var (
	clozeGap  = regexp.MustCompile(`(?s)\{(\d*):([A-Z_]+):((?:\\.|[^\\}])*)\}`)
	clozeSign = regexp.MustCompile(`\\([~=%#}{\\/"])`)
	gapMark   = regexp.MustCompile(`\[\[(\d{1,2})\]\]`)
)

var (
	reasonClozeType  = words{"moodle.cloze_type", "Chỗ trống kiểu %s không có loại tương ứng.", "A gap of the type %s has no like here."}
	reasonGapMarks   = words{"moodle.gap_marks", "Chỗ trống [[%d]] trỏ tới từ không có trong danh sách.", "The gap [[%d]] names a word that is not in the list."}
	reasonGapEnglish = words{"moodle.gap_english", "Chỗ trống [[%d]] của bản tiếng Anh không có trong bản tiếng Việt.", "The gap [[%d]] of the English text is not in the Vietnamese one."}
	reasonManyGaps   = words{"key.many_gaps", "Đoạn văn có quá %d chỗ trống. Hãy tách thành nhiều câu.", "The text has more than %d gaps. Split it into several questions."}
	reasonNoGaps     = words{"moodle.no_gaps", "Đoạn văn không có chỗ trống nào.", "The text has no gaps."}
)

// clozeKinds are the types of embedded answers, by Moodle's names and their short forms.
var clozeKinds = map[string]question.Type{
	"SHORTANSWER": question.ShortAnswer, "SA": question.ShortAnswer, "MW": question.ShortAnswer,
	"SHORTANSWER_C": question.ShortAnswer, "SAC": question.ShortAnswer, "MWC": question.ShortAnswer,
	"NUMERICAL": question.Numeric, "NM": question.Numeric,
	"MULTICHOICE": question.Single, "MC": question.Single, "MULTICHOICE_V": question.Single, "MCV": question.Single,
	"MULTICHOICE_H": question.Single, "MCH": question.Single, "MULTICHOICE_S": question.Single, "MCS": question.Single,
	"MULTICHOICE_VS": question.Single, "MCVS": question.Single, "MULTICHOICE_HS": question.Single, "MCHS": question.Single,
}

// cloze reads a text with embedded answers: {1:SHORTANSWER:=Hà Nội~%50%Hà Tây#gần đúng}.
func (q *moodleQuestion) cloze() {
	b := &q.item.Body
	weights := map[string]bool{}
	b.Stem = both(b.Stem, func(text string) string {
		n := 0
		return clozeGap.ReplaceAllStringFunc(text, func(gap string) string {
			m := clozeGap.FindStringSubmatch(gap)
			if n++; n > len(b.Gaps) {
				weights[strings.TrimLeft(m[1], "0")] = true
				b.Gaps = append(b.Gaps, q.embedded(m[2], m[3]))
			} else {
				english(&b.Gaps[n-1], clozeAnswers(m[3]))
			}
			return fmt.Sprintf("[[%d]]", n)
		})
	})
	if len(weights) > 1 {
		q.change(reasonUneven)
	}
	q.gapped()
}

// gapped settles the type of a text with gaps.
func (q *moodleQuestion) gapped() {
	b := &q.item.Body
	if len(b.Gaps) == 0 {
		q.refuse(reasonNoGaps)
	}
	b.Type, b.Scoring = question.InlineChoice, question.Partial
	if slices.ContainsFunc(b.Gaps, func(g question.Gap) bool { return g.Type != question.Single }) {
		b.Type = question.Cloze
	}
}

// embedded reads one embedded answer. Its text is HTML that was made safe.
func (q *moodleQuestion) embedded(kind, text string) question.Gap {
	gap := question.Gap{Type: clozeKinds[kind]}
	if gap.Type == "" {
		q.refuse(reasonClozeType, tagName(kind))
		return gap
	}
	answers := clozeAnswers(text)
	switch gap.Type {
	case question.Single:
		q.gapChoices(&gap, answers)
	case question.Numeric:
		q.gapNumber(&gap, answers)
	case question.ShortAnswer:
		d := &draft{}
		gap.ShortAnswer = d.shortKey(acceptedAnswers(answers), strings.HasSuffix(kind, "C"))
		gap.Explain = d.item.Body.Explain
		for _, r := range d.reasons {
			if r.Code != reasonFeedbackMoved.code {
				q.reasons.add(r)
			}
		}
	}
	return gap
}

// english adds the second language of a gap, whose answers stand in the same order.
func english(gap *question.Gap, answers []giftAnswer) {
	var accepted []string
	for i, a := range answers {
		if i < len(gap.Options) && a.text != gap.Options[i].Text.VI {
			gap.Options[i].Text.EN = a.text
		}
		if i < len(gap.Options) && a.feedback != gap.Options[i].Explain.VI {
			gap.Options[i].Explain.EN = a.feedback
		}
		if a.weight >= fullWeight {
			accepted = append(accepted, plainOf(a.text))
		}
	}
	if gap.ShortAnswer != nil && !slices.Equal(accepted, gap.ShortAnswer.AcceptedVI) {
		gap.ShortAnswer.AcceptedEN = accepted
	}
}

// clozeAnswers splits at "~"; signs that stand for themselves have a backslash.
func clozeAnswers(text string) []giftAnswer {
	text = clozeSign.ReplaceAllStringFunc(text, func(sign string) string {
		return string(clozePrivate + rune(sign[1]))
	})
	var list []giftAnswer
	for one := range strings.SplitSeq(text, "~") {
		a := giftAnswer{}
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		if m := giftWeight.FindStringSubmatch(one); m != nil {
			a.weight, one = weightOfPercent(m[1]), one[len(m[0]):]
		} else if rest, ok := strings.CutPrefix(one, "="); ok {
			a.weight, one = fullWeight, rest
		}
		one = strings.ReplaceAll(one, "&#", "\ue020") // an entity of HTML starts no feedback
		a.text, a.feedback, _ = strings.Cut(one, "#")
		a.text, a.feedback = clozeText(a.text), clozeText(a.feedback)
		list = append(list, a)
	}
	return list
}

// Signs with a backslash are kept apart in a range of Unicode that no text uses.
const clozePrivate = '\ue100'

func clozeText(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r > clozePrivate && r < clozePrivate+128 {
			return r - clozePrivate
		}
		return r
	}, strings.ReplaceAll(text, "\ue020", "&#")))
}

func acceptedAnswers(answers []giftAnswer) []acceptedText {
	var list []acceptedText
	for _, a := range answers {
		list = append(list, acceptedText{question.LocalText{VI: plainOf(a.text)}, a.weight, question.LocalText{VI: a.feedback}})
	}
	return list
}

func (q *moodleQuestion) gapChoices(gap *question.Gap, answers []giftAnswer) {
	for _, a := range answers {
		if a.weight != 0 && a.weight < fullWeight {
			q.change(reasonPartCredit, clipped(plainOf(a.text)))
		}
		gap.Options = append(gap.Options, question.Option{Text: question.LocalText{VI: a.text}, Explain: question.LocalText{VI: a.feedback}, Correct: a.weight >= fullWeight})
	}
}

func (q *moodleQuestion) gapNumber(gap *question.Gap, answers []giftAnswer) {
	var list []interval
	for _, a := range answers {
		gap.Explain.VI = joined(gap.Explain.VI, a.feedback)
		whole, ok := giftInterval(plainOf(a.text))
		switch {
		case a.weight <= 0 || a.text == "*":
		case !ok:
			q.refuse(reasonNumber)
			return
		case a.weight < fullWeight:
			q.change(reasonPartCredit, clipped(plainOf(a.text)))
		default:
			list = append(list, whole)
		}
	}
	gap.Numeric = q.numberKey(list)
}

// gapselect reads lists of words by groups: [[2]] is the second word, among those of its group.
func (q *moodleQuestion) gapselect() {
	q.wordGaps("selectoption")
}

// ddwtos is the same with words to drag.
func (q *moodleQuestion) ddwtos() {
	q.change(reasonDragToList)
	q.wordGaps("dragbox")
}

// gapWord is a word of a list, with the group that it is shown in.
type gapWord struct {
	group string
	text  question.LocalText
}

// wordGaps numbers the gaps anew, as several may name one word. The English text names the words of the Vietnamese one
// in an order of its own.
func (q *moodleQuestion) wordGaps(name string) {
	b := &q.item.Body
	if len(gapMark.FindAllString(b.Stem.VI, question.MaxGaps+1)) > question.MaxGaps {
		q.refuse(reasonManyGaps, question.MaxGaps)
		return
	}
	var words []gapWord
	for _, word := range q.node.all(name) {
		words = append(words, gapWord{word.value("group"), q.text(word.value("text"), true)})
	}
	numbers := map[string][]int{} // of the gaps, by the mark that names their word
	b.Stem.VI = gapMark.ReplaceAllStringFunc(b.Stem.VI, func(mark string) string {
		at := markedNumber(mark)
		if at < 1 || at > len(words) {
			q.refuse(reasonGapMarks, at)
			return mark
		}
		b.Gaps = append(b.Gaps, wordGap(words, at-1))
		numbers[mark] = append(numbers[mark], len(b.Gaps))
		return fmt.Sprintf("[[%d]]", len(b.Gaps))
	})
	b.Stem.EN = gapMark.ReplaceAllStringFunc(b.Stem.EN, func(mark string) string {
		same := numbers[mark]
		if len(same) == 0 {
			q.refuse(reasonGapEnglish, markedNumber(mark))
			return mark
		}
		numbers[mark] = same[1:]
		return fmt.Sprintf("[[%d]]", same[0])
	})
	q.gapped()
}

// wordGap is a gap in which one word is right, among those of its group.
func wordGap(words []gapWord, right int) question.Gap {
	gap := question.Gap{Type: question.Single}
	for i, word := range words {
		if word.group == words[right].group {
			gap.Options = append(gap.Options, question.Option{Text: word.text, Correct: i == right})
		}
	}
	return gap
}

// markedNumber is the number in the mark of a gap.
func markedNumber(mark string) int {
	n, _ := strconv.Atoi(strings.Trim(mark, "[]"))
	return n
}
