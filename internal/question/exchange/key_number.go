package exchange

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"taphuan/internal/question"
)

// interval is a range of right numbers.
type interval struct{ low, high *big.Rat }

// machineNumber is a number as programs write it. The exponent is short, so that no number fills the memory.
var machineNumber = regexp.MustCompile(`^[-+]?(\d{1,18}(\.\d{0,12})?|\.\d{1,12})([eE][-+]?\d{1,2})?$`)

// parseMachine reads a number with a point before its decimals; a comma does as well.
func parseMachine(text string) (*big.Rat, bool) {
	text = strings.Replace(strings.TrimSpace(text), ",", ".", 1)
	if !machineNumber.MatchString(text) {
		return nil, false
	}
	return new(big.Rat).SetString(strings.TrimSuffix(text, "."))
}

// keyDecimals is how many decimals a key may have.
const keyDecimals = 9

// decimalOf writes a number as keys are written; exact is false when decimals were cut off.
func decimalOf(r *big.Rat) (text string, exact bool) {
	n, exact := r.FloatPrec()
	if n > keyDecimals || !exact {
		n, exact = keyDecimals, false
	}
	text = r.FloatString(n)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		text = "0"
	}
	return text, exact
}

var (
	reasonNumber = words{"key.number",
		"Không đọc được đáp án số. Hãy ghi số, ví dụ 25.5.",
		"The number of the answer cannot be read. Write it like 25.5."}
	reasonRounded = words{"key.rounded",
		"Đáp án số đã làm tròn đến 9 chữ số thập phân.", "The number was rounded to 9 decimals."}
	reasonSeveralNumbers = words{"key.several_numbers",
		"Nhiều khoảng số rời nhau cùng đúng: không có chỗ trong câu trả lời bằng số. Hãy tách thành nhiều câu.",
		"Several separate ranges are right, for which a numeric question has no place. Split it into several questions."}
	reasonNumbersAsText = words{"key.numbers_as_text",
		"Nhiều số cùng đúng nên đổi thành câu trả lời ngắn.", "Several numbers are right, so it became a short answer."}
	reasonPartCredit = words{"key.part_credit",
		"Đã bỏ đáp án chỉ được một phần điểm: «%s».", "An answer that earns only a part of the points was dropped: “%s”."}
)

// numberKey makes one key of the intervals that earn all points. Nil when they cannot be one, which is told.
func (d *draft) numberKey(list []interval) *question.NumericKey {
	if len(list) == 0 {
		d.refuse(reasonNumber)
		return nil
	}
	slices.SortFunc(list, func(a, b interval) int { return a.low.Cmp(b.low) })
	whole := list[0]
	for _, next := range list[1:] {
		if next.low.Cmp(whole.high) > 0 {
			d.refuse(reasonSeveralNumbers)
			return nil
		}
		if next.high.Cmp(whole.high) > 0 {
			whole.high = next.high
		}
	}
	half := big.NewRat(1, 2)
	middle := new(big.Rat).Mul(new(big.Rat).Add(whole.low, whole.high), half)
	spread := new(big.Rat).Mul(new(big.Rat).Sub(whole.high, whole.low), half)
	value, exact := decimalOf(middle)
	key := &question.NumericKey{Value: value}
	if spread.Sign() > 0 {
		tolerance, fits := decimalOf(spread)
		key.Tolerance, exact = tolerance, exact && fits
	}
	if !exact {
		d.change(reasonRounded)
	}
	return key
}

// numbers makes a numeric question; separate exact numbers become a short answer.
func (d *draft) numbers(list []interval) {
	b := &d.item.Body
	if texts, ok := separate(list); ok {
		d.change(reasonNumbersAsText)
		b.Type, b.ShortAnswer = question.ShortAnswer, &question.ShortAnswerKey{AcceptedVI: texts}
		return
	}
	b.Type, b.Numeric = question.Numeric, d.numberKey(list)
}

// separate returns the numbers of a list in which each stands for itself.
func separate(list []interval) ([]string, bool) {
	var texts []string
	for _, i := range list {
		if i.low.Cmp(i.high) != 0 {
			return nil, false
		}
		text, exact := decimalOf(i.low)
		if !exact {
			return nil, false
		}
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts, len(texts) > 1
}

// around is the interval of a value and its tolerance.
func around(value, tolerance *big.Rat) interval {
	return interval{new(big.Rat).Sub(value, tolerance), new(big.Rat).Add(value, tolerance)}
}

// absoluteTolerance returns the tolerance of a key as a number, whatever the key says.
func absoluteTolerance(key question.NumericKey) (value, tolerance *big.Rat) {
	value, ok := parseMachine(key.Value)
	if !ok {
		return new(big.Rat), new(big.Rat)
	}
	if tolerance, ok = parseMachine(key.Tolerance); !ok {
		return value, new(big.Rat)
	}
	if key.Relative {
		tolerance = new(big.Rat).Mul(tolerance, new(big.Rat).Abs(value))
	}
	return value, tolerance
}
