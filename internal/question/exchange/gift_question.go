package exchange

import (
	"math"
	"math/big"
	"regexp"
	"strings"

	"taphuan/internal/question"
)

// giftQuestion reads one question whose escaped signs were put away.
type giftQuestion struct {
	*draft
	format string
}

var (
	reasonBraces = words{"gift.braces",
		"Dấu { và } không khớp nhau, hoặc có dòng trống ở giữa. Hãy sửa rồi nhập lại.",
		"The braces { } do not match, or an empty line stands between them. Correct it and import again."}
	reasonDescription = words{"item.description",
		"Đây là đoạn giới thiệu, không phải câu hỏi nên không nhập.", "This is a description and no question, so it was not imported."}
	reasonGIFTAnswer = words{"gift.answer",
		"Không hiểu phần đáp án trong dấu { }. Mỗi đáp án bắt đầu bằng = (đúng) hoặc ~ (sai).",
		"The answers in braces { } cannot be read. Each starts with = (right) or ~ (wrong)."}
	reasonMarkdown = words{"text.markdown",
		"Nội dung viết bằng Markdown được giữ như chữ thường.", "Text in Markdown was kept as plain text."}
)

var giftTruth = regexp.MustCompile(`(?is)^(t|true|f|false)\s*(?:#(.*?))?(?:#(.*))?$`)

func (q *giftQuestion) read(text string) {
	text = strings.TrimSpace(text)
	switch {
	case len(text) > maxMarkup:
		q.refuse(reasonMarkup)
		return
	case strings.Count(text, "=")+strings.Count(text, "~") > maxPieces:
		q.refuse(reasonManyPieces)
		return
	}
	if rest, ok := strings.CutPrefix(text, "::"); ok {
		if title, after, closed := strings.Cut(rest, "::"); closed {
			q.item.Name, text = giftPlain(title), strings.TrimSpace(after)
		}
	}
	if m := giftFormat.FindStringSubmatch(text); m != nil {
		q.format, text = m[1], text[len(m[0]):]
	}
	if q.format == "markdown" {
		q.change(reasonMarkdown)
	}
	from, to := strings.Index(text, "{"), strings.LastIndex(text, "}")
	switch {
	case from < 0 && to < 0:
		q.item.Body.Stem = q.words(text, false)
		q.refuse(reasonDescription)
		return
	case from < 0 || to < from || strings.ContainsAny(text[from+1:to], "{}"):
		q.item.Body.Stem = q.words(text, false)
		q.refuse(reasonBraces)
		return
	}
	stem, after := text[:from], strings.TrimSpace(text[to+1:])
	if after != "" {
		stem = strings.TrimRight(stem, " ") + " _____ " + after
	}
	q.item.Body.Stem = q.words(stem, false)
	answers, general, _ := strings.Cut(text[from+1:to], "####")
	q.item.Body.Explain = q.words(general, false)
	q.answers(strings.TrimSpace(answers))
}

// words makes a safe text of what stands in the file, by the format that it names.
func (q *giftQuestion) words(raw string, inline bool) question.LocalText {
	format := q.format
	if m := giftFormat.FindStringSubmatch(raw); m != nil {
		format, raw = m[1], raw[len(m[0]):]
	}
	text := strings.TrimSpace(giftPlain(strings.TrimSpace(raw)))
	switch format {
	case "html":
		return q.html(text)
	case "plain", "markdown":
		return question.LocalText{VI: paragraphs(text, inline)}
	}
	return q.text(text, inline)
}

func (q *giftQuestion) answers(text string) {
	truth := giftTruth.FindStringSubmatch(text)
	switch {
	case text == "":
		q.essay()
	case strings.HasPrefix(text, "#"):
		q.numeric(strings.TrimSpace(text[1:]))
	case truth != nil:
		q.truth(truth)
	case strings.Contains(text, "~"):
		q.choice(text)
	case strings.HasPrefix(text, "=") && strings.Count(text, "->") > 1:
		q.matching(text)
	case strings.HasPrefix(text, "="):
		q.short(text)
	default:
		q.refuse(reasonGIFTAnswer)
	}
}

// truth reads T or F; the first feedback is for the wrong answer, the second for the right one.
func (q *giftQuestion) truth(m []string) {
	right := strings.HasPrefix(strings.ToLower(m[1]), "t")
	q.item.Body.Type, q.item.Body.Truth = question.TrueFalse, &right
	q.explainMore(q.words(m[2], true))
	q.explainMore(q.words(m[3], true))
}

// giftAnswer is one answer: its sign, its weight in hundredths of a percent, its text and its feedback.
type giftAnswer struct {
	right          bool
	weight         int
	text, feedback string
}

var giftWeight = regexp.MustCompile(`^%(-?\d{1,3}(?:\.\d{1,6})?)%`)

// giftAnswers splits the block at its signs.
func giftAnswers(text string) []giftAnswer {
	var list []giftAnswer
	for text != "" {
		a := giftAnswer{right: text[0] == '='}
		rest := text[1:]
		end := strings.IndexAny(rest, "=~")
		if end < 0 {
			end = len(rest)
		}
		one := strings.TrimSpace(rest[:end])
		text = rest[end:]
		if a.right {
			a.weight = fullWeight
		}
		if m := giftWeight.FindStringSubmatch(one); m != nil {
			a.weight, one = weightOfPercent(m[1]), strings.TrimSpace(one[len(m[0]):])
		}
		a.text, a.feedback, _ = strings.Cut(one, "#")
		list = append(list, a)
	}
	return list
}

// percentWeight rounds a share in percent to hundredths of a percent, within what a weight may be.
func percentWeight(percent float64) int {
	return int(math.Round(max(-fullWeight, min(percent*100, fullWeight))))
}

func (q *giftQuestion) choice(text string) {
	if text[0] != '=' && text[0] != '~' {
		q.refuse(reasonGIFTAnswer)
		return
	}
	var list []choice
	one := false
	for _, a := range giftAnswers(text) {
		one = one || a.right
		list = append(list, choice{text: q.words(a.text, true), explain: q.words(a.feedback, true), weight: a.weight})
	}
	q.choices(list, one)
}

func (q *giftQuestion) short(text string) {
	var list []acceptedText
	for _, a := range giftAnswers(text) {
		list = append(list, acceptedText{question.LocalText{VI: oneLine(giftPlain(a.text))}, a.weight, q.words(a.feedback, true)})
	}
	q.shortAnswer(list, false)
}

var reasonGIFTPair = words{"gift.pair",
	"Có cặp ghép thiếu dấu ->. Mỗi cặp viết: = vế trái -> vế phải.", "A pair lacks its ->. Write each as: = left -> right."}

func (q *giftQuestion) matching(text string) {
	var list []pair
	for _, a := range giftAnswers(text) {
		left, right, ok := strings.Cut(a.text, "->")
		if !ok {
			q.refuse(reasonGIFTPair)
			return
		}
		list = append(list, pair{q.words(left, true), q.words(right, true), q.words(a.feedback, true)})
	}
	q.pairs(question.Matching, list)
}

// numeric reads 3, 3:0.5, 1..5 and lists of them, each with a sign.
func (q *giftQuestion) numeric(text string) {
	if !strings.HasPrefix(text, "=") && !strings.HasPrefix(text, "~") {
		text = "=" + text
	}
	var list []interval
	for _, a := range giftAnswers(text) {
		q.explainMore(q.words(a.feedback, true))
		number := strings.TrimSpace(giftPlain(a.text))
		switch whole, ok := giftInterval(number); {
		case !a.right || number == "" || number == "*":
		case !ok:
			q.refuse(reasonNumber)
			return
		case a.weight < fullWeight:
			q.change(reasonPartCredit, clipped(number))
		default:
			list = append(list, whole)
		}
	}
	q.numbers(list)
}

func giftInterval(text string) (interval, bool) {
	if low, high, ok := strings.Cut(text, ".."); ok {
		from, good := parseMachine(low)
		to, fine := parseMachine(high)
		return interval{from, to}, good && fine && from.Cmp(to) <= 0
	}
	number, spread, _ := strings.Cut(text, ":")
	value, good := parseMachine(number)
	tolerance, fine := new(big.Rat), true
	if strings.TrimSpace(spread) != "" {
		tolerance, fine = parseMachine(spread)
	}
	if !good || !fine || tolerance.Sign() < 0 {
		return interval{}, false
	}
	return around(value, tolerance), true
}
