package question

import (
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"

	"taphuan/internal/fault"
)

// numeric (trả lời bằng số) is right within a tolerance: all points or none.
type numeric struct{ plain }

// decimal is how keys are written: digits, an optional sign, a point before the decimals.
var decimal = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,9})?$`)

// MaxUnitLength bounds the unit of a number, in characters.
const MaxUnitLength = 40

// Validate wants a decimal key, a tolerance that is not negative and a short unit.
func (numeric) Validate(b Body) []fault.Field {
	var found faults
	if b.Numeric == nil {
		found.add("numeric", "question.number_required", textNumberKey)
		return found
	}
	if !decimal.MatchString(b.Numeric.Value) {
		found.add("numeric.value", "question.number_key", textNumberKey)
	}
	if t := b.Numeric.Tolerance; t != "" && (!decimal.MatchString(t) || strings.HasPrefix(t, "-")) {
		found.add("numeric.tolerance", "question.tolerance", fault.Text{
			VI: `Sai số phải là số không âm, viết dạng "0.5".`,
			EN: `The tolerance must be a number that is not negative, written like "0.5".`})
	}
	found.text("numeric.unit", b.Numeric.Unit, MaxUnitLength, false)
	return found
}

var textNumberKey = fault.Text{
	VI: `Đáp án phải là số thập phân viết bằng dấu chấm, ví dụ "25.5".`,
	EN: `The answer must be a decimal with a point, for example "25.5".`}

// Score gives all points when any reading of the number lies within the tolerance.
func (numeric) Score(b Body, _ Layout, a Answer) Points {
	if b.Numeric == nil {
		return 0
	}
	value, ok := new(big.Rat).SetString(b.Numeric.Value)
	if !ok {
		return 0
	}
	tolerance := new(big.Rat)
	if b.Numeric.Tolerance != "" {
		if _, ok := tolerance.SetString(b.Numeric.Tolerance); !ok {
			return 0
		}
	}
	for _, reading := range ParseNumber(dropUnit(a.Text, b.Numeric.Unit)) {
		distance := new(big.Rat).Sub(reading, value)
		if distance.Abs(distance).Cmp(tolerance) <= 0 {
			return b.MaxPoints
		}
	}
	return 0
}

// dropUnit removes the question's own unit behind a number ("25,5 %" becomes "25,5") and the
// punctuation that ends a sentence.
func dropUnit(text string, unit LocalText) string {
	text = strings.TrimRight(compose(text), " .,;:!?\u00a0")
	folded := fold(text, false)
	for _, u := range []string{fold(unit.VI, false), fold(unit.EN, false)} {
		if u != "" && strings.HasSuffix(folded, u) {
			return cutFolded(text, utf8.RuneCountInString(u))
		}
	}
	return text
}

// cutFolded removes the last n characters that folding keeps.
func cutFolded(text string, n int) string {
	runes := []rune(text)
	for ; n > 0 && len(runes) > 0; runes = runes[:len(runes)-1] {
		if keptByFold(runes[len(runes)-1]) {
			n--
		}
	}
	return string(runes)
}

// Redact shows the unit beside the field.
func (numeric) Redact(b Body, _ Layout) View {
	view := viewOf(b)
	if b.Numeric != nil {
		view.Unit = b.Numeric.Unit
	}
	return view
}

// RightAnswer writes the number in each language's way, with its unit.
func (numeric) RightAnswer(b Body, _ Layout) LocalText {
	if b.Numeric == nil {
		return LocalText{}
	}
	unit := b.Numeric.Unit
	return LocalText{
		VI: strings.TrimSpace(formatNumber(b.Numeric.Value, ".", ",") + " " + unit.VI),
		EN: strings.TrimSpace(formatNumber(b.Numeric.Value, ",", ".") + " " + unit.In("en")),
	}
}

// Review shows what was typed beside the key.
func (k numeric) Review(b Body, l Layout, a Answer) Review { return reviewText(a, k.RightAnswer(b, l)) }
