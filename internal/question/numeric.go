package question

import (
	"fmt"
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

// Bounds of the units of a number; lengths in characters.
const (
	MaxUnitLength = 40
	MaxUnits      = 10
)

// Validate wants a decimal key, a tolerance that is not negative and short units that differ.
func (numeric) Validate(b Body) []fault.Field {
	var found faults
	if b.Numeric == nil {
		found.add("numeric", "question.number_required", textNumberKey)
		return found
	}
	if !decimal.MatchString(b.Numeric.Value) {
		found.add("numeric.value", "question.number_key", textNumberKey)
	}
	found.tolerance("numeric.tolerance", b.Numeric.Tolerance)
	found.text("numeric.unit", b.Numeric.Unit, MaxUnitLength, false)
	found.otherUnits(*b.Numeric)
	return found
}

func (f *faults) tolerance(path, tolerance string) {
	if tolerance != "" && (!decimal.MatchString(tolerance) || strings.HasPrefix(tolerance, "-")) {
		f.add(path, "question.tolerance", fault.Text{
			VI: `Sai số phải là số không âm, viết dạng "0.5".`,
			EN: `The tolerance must be a number that is not negative, written like "0.5".`})
	}
}

// otherUnits wants units that can be told apart, with factors above zero.
func (f *faults) otherUnits(k NumericKey) {
	if len(k.OtherUnits) > MaxUnits {
		f.add("numeric.otherUnits", "question.unit_count", fault.Text{
			VI: fmt.Sprintf("Nhiều nhất %d đơn vị khác.", MaxUnits), EN: fmt.Sprintf("At most %d other units.", MaxUnits)})
	}
	seen := map[string]bool{fold(k.Unit.VI, false): true, fold(k.Unit.In("en"), false): true}
	for i, u := range k.OtherUnits {
		path := fmt.Sprintf("numeric.otherUnits[%d]", i)
		f.text(path+".unit", u.Unit, MaxUnitLength, true)
		vi, en := fold(u.Unit.VI, false), fold(u.Unit.In("en"), false)
		if seen[vi] || seen[en] {
			f.add(path+".unit", "question.unit_twice", fault.Text{
				VI: "Đơn vị này đã có.", EN: "This unit is there already."})
		}
		seen[vi], seen[en] = true, true
		if !decimal.MatchString(u.Factor) || rational(u.Factor).Sign() <= 0 {
			f.add(path+".factor", "question.unit_factor", fault.Text{
				VI: `Hệ số phải là số lớn hơn 0, viết dạng "1000" hoặc "0.001".`,
				EN: `The factor must be a number above 0, written like "1000" or "0.001".`})
		}
	}
}

var textNumberKey = fault.Text{
	VI: `Đáp án phải là số thập phân viết bằng dấu chấm, ví dụ "25.5".`,
	EN: `The answer must be a decimal with a point, for example "25.5".`}

// Score gives all points when any reading of the number lies within the tolerance.
func (numeric) Score(b Body, _ Layout, a Answer) Points {
	if b.Numeric == nil || !b.Numeric.accepts(a.Text) {
		return 0
	}
	return b.MaxPoints
}

// accepts reports whether any reading of a text lies within the tolerance of the key: without a unit or with the
// question's own it counts as it stands, with another unit it is converted first.
func (k NumericKey) accepts(text string) bool {
	text = strings.TrimRight(compose(text), " .,;:!?\u00a0")
	one := new(big.Rat).SetInt64(1)
	if k.near(text, one) {
		return true
	}
	if rest, ok := cutUnit(text, k.Unit); ok && k.near(rest, one) {
		return true
	}
	for _, u := range k.OtherUnits {
		if rest, ok := cutUnit(text, u.Unit); ok && k.near(rest, rational(u.Factor)) {
			return true
		}
	}
	return false
}

// near reports whether factor times any reading of a number lies within the tolerance.
func (k NumericKey) near(text string, factor *big.Rat) bool {
	value, tolerance := rational(k.Value), rational(k.Tolerance)
	if k.Relative {
		tolerance.Mul(tolerance, new(big.Rat).Abs(value))
	}
	for _, reading := range ParseNumber(text) {
		distance := reading.Mul(reading, factor)
		distance.Sub(distance, value)
		if distance.Abs(distance).Cmp(tolerance) <= 0 {
			return true
		}
	}
	return false
}

// cutUnit removes a unit behind a number ("25,5 %" becomes "25,5"); false where it does not stand.
func cutUnit(text string, unit LocalText) (string, bool) {
	folded := fold(text, false)
	for _, u := range []string{fold(unit.VI, false), fold(unit.EN, false)} {
		if u != "" && strings.HasSuffix(folded, u) {
			return cutFolded(text, utf8.RuneCountInString(u)), true
		}
	}
	return text, false
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
	return b.Numeric.inWords()
}

func (k NumericKey) inWords() LocalText {
	return LocalText{
		VI: strings.TrimSpace(formatNumber(k.Value, ".", ",") + " " + k.Unit.VI),
		EN: strings.TrimSpace(formatNumber(k.Value, ",", ".") + " " + k.Unit.In("en")),
	}
}

// Review shows what was typed beside the key.
func (k numeric) Review(b Body, l Layout, a Answer) Review { return reviewText(a, k.RightAnswer(b, l)) }
