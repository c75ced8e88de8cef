package exchange

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"taphuan/internal/question"
	"taphuan/internal/vietnamese"
)

var hundred = big.NewRat(100, 1)

var (
	letterList  = regexp.MustCompile(`^[A-Ja-j](?:(?:\s*[,;/&+]\s*|\s+|\s+và\s+)[A-Ja-j])*\s*\.?$`)
	letterRun   = regexp.MustCompile(`^[A-J]{2,10}\.?$`)
	letterFirst = regexp.MustCompile(`^(?:(?i:phương án|chọn|đáp án)\s+)?([A-J])\s*(?:[.):]\s*\S.*)?$`)
	judgedAtEnd = regexp.MustCompile(`(?i)\s*[(\[]\s*(đúng|sai|đ|s|true|false|t|f)\s*[)\]]\s*[.;]?\s*$`)
	judgedEach  = regexp.MustCompile(`(?i)(?:^|[\s,;])[a-j]\s*[.):-]?\s*[-–:]?\s*(đúng|sai|đ|s|true|false)(?:[\s,;.]|$)`)
	judgedRun   = regexp.MustCompile(`(?i)^\s*(?:(?:đúng|sai|đ|s)[\s,;\-–]*)+\s*\.?$`)
	judgedOne   = regexp.MustCompile(`(?i)đúng|sai|đ|s`)
	typedNumber = regexp.MustCompile(`^([-+−]?\s*\d[\d.,  ]*)(?:\s*(?:±|\+/-)\s*(\d[\d.,]*))?\s*([^\d\s]\S{0,15}(?:\s\S{1,15})?)?$`)
)

// answerLetters reads the letters of right options: "B", "A, C", "A và C", "BD", "B. Hà Nội".
func answerLetters(text string, options int) (places []int, ok bool) {
	text = strings.TrimSpace(text)
	switch m := letterFirst.FindStringSubmatch(text); {
	case letterList.MatchString(text), letterRun.MatchString(text):
		text = strings.ReplaceAll(text, "và", " ")
	case m != nil:
		text = m[1]
	default:
		return nil, false
	}
	for _, r := range strings.ToUpper(text) {
		if at := int(r - 'A'); r >= 'A' && r <= 'J' {
			if at >= options {
				return nil, false
			}
			if !slices.Contains(places, at) {
				places = append(places, at)
			}
		}
	}
	slices.Sort(places)
	return places, len(places) > 0
}

// truths reads what is said of each of n statements: "a) Đ b) S", "ĐSSĐ", "Đúng, Sai, Sai, Đúng".
func truths(text string, n int) ([]bool, bool) {
	var said []string
	for _, m := range judgedEach.FindAllStringSubmatch(strings.NewReplacer(";", ";  ", ",", ",  ", " ", "  ").Replace(text), -1) {
		said = append(said, m[1])
	}
	if len(said) != n && judgedRun.MatchString(text) {
		said = judgedOne.FindAllString(text, -1)
	}
	if len(said) != n {
		return nil, false
	}
	judged := make([]bool, n)
	for i, word := range said {
		judged[i] = isTrue(word)
	}
	return judged, true
}

func isTrue(word string) bool {
	switch strings.ToLower(word) {
	case "đúng", "đ", "true", "t", "yes", "x":
		return true
	}
	return false
}

// judgment reads one word of truth.
func judgment(text string) (truth, ok bool) {
	switch word := strings.ToLower(strings.Trim(text, " .")); word {
	case "đúng", "đ", "true", "t":
		return true, true
	case "sai", "s", "false", "f":
		return false, true
	}
	return false, false
}

// levelOf reads a difficulty of 1 to 3; 0 where it is not understood.
func levelOf(text string) int {
	folded := strings.Trim(vietnamese.Fold(text), " .")
	folded = strings.TrimPrefix(strings.TrimPrefix(folded, "muc do "), "muc ")
	switch folded {
	case "1", "de", "nhan biet", "nb", "easy", "biet":
		return 1
	case "2", "trung binh", "thong hieu", "th", "medium", "hieu":
		return 2
	case "3", "4", "kho", "van dung", "vd", "van dung cao", "vdc", "difficult", "hard":
		return 3
	}
	return 0
}

var reasonTwoReadings = words{"key.two_readings",
	"Số «%s» có thể đọc theo hai cách; đã hiểu theo cách viết của Việt Nam. Hãy kiểm tra lại.",
	"The number “%s” can be read in two ways; the Vietnamese one was taken. Check it."}

// openAnswer makes a question without options: true or false, a number, a text, or what people mark.
func (d *draft) openAnswer(answer, kind string) {
	b := &d.item.Body
	truth, judged := judgment(answer)
	switch folded := vietnamese.Fold(kind); {
	case folded == "tu luan" || folded == "essay":
		d.essay()
		d.explainAnswer(answer)
	case answer == "":
		d.refuse(reasonNoAnswer)
	case judged:
		b.Type, b.Truth = question.TrueFalse, &truth
	case d.numberAnswer(answer):
	case !shortEnough(answer, question.MaxAcceptedLength):
		d.essay()
		d.explainAnswer(answer)
	default:
		b.Type, b.ShortAnswer = question.ShortAnswer, &question.ShortAnswerKey{AcceptedVI: acceptedIn(answer)}
	}
}

// explainAnswer keeps a model answer, which people mark by, in the explanation.
func (d *draft) explainAnswer(answer string) {
	if answer != "" {
		d.item.Body.Explain.VI = joined(paragraphs(answer, false), d.item.Body.Explain.VI)
	}
}

// acceptedIn parts accepted texts at ";" or "|".
func acceptedIn(answer string) []string {
	var texts []string
	for text := range strings.FieldsFuncSeq(answer, func(r rune) bool { return r == ';' || r == '|' }) {
		if text = vietnamese.Normalize(text); text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
}

// numberAnswer reads a number with its tolerance and unit ("2,5 ± 0,1 km"); false when the answer is none.
func (d *draft) numberAnswer(answer string) bool {
	m := typedNumber.FindStringSubmatch(strings.TrimRight(answer, ". "))
	if m == nil || strings.ContainsAny(m[3], ";|/") && !strings.ContainsAny(m[3], "hs") {
		return false
	}
	value, two := vietnameseNumber(m[1])
	if value == nil {
		return false
	}
	if two {
		d.change(reasonTwoReadings, clipped(strings.TrimSpace(m[1])))
	}
	text, exact := decimalOf(value)
	key := &question.NumericKey{Value: text, Unit: question.LocalText{VI: strings.TrimSpace(m[3])}}
	if m[2] != "" {
		spread, _ := vietnameseNumber(m[2])
		if spread == nil {
			return false
		}
		key.Tolerance, _ = decimalOf(spread)
	}
	if !exact {
		d.change(reasonRounded)
	}
	d.item.Body.Type, d.item.Body.Numeric = question.Numeric, key
	return true
}

// vietnameseNumber reads a number; of two readings, the one with a point between thousands and a comma before
// decimals.
func vietnameseNumber(text string) (value *big.Rat, two bool) {
	readings := question.ParseNumber(text)
	if len(readings) == 0 {
		return nil, false
	}
	if len(readings) == 1 {
		return readings[0], false
	}
	plain := strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(text), ".", ""), ",", ".")
	value, ok := new(big.Rat).SetString(plain)
	if !ok {
		return readings[0], true
	}
	return value, true
}
