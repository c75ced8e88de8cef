package document

import (
	"fmt"
	"strconv"
)

// Cell (ô) is a text or a figure. A figure keeps its value, so that a document prints it and a
// spreadsheet can compute with it; both show the same digits.
type Cell struct {
	form  form
	text  string
	value int64 // whole units, or hundredths where the form says so
	span  int   // columns taken; 0 is one
}

type form int

const (
	formText form = iota
	formCount
	formChange
	formRate
	formRateChange
	formScore
)

// Text is a cell of words.
func Text(text string) Cell { return Cell{text: text} }

// Wide is a cell of words over several columns.
func Wide(text string, columns int) Cell { return Cell{text: text, span: columns} }

// None is a figure that does not exist or cannot be compared; it prints "–", never 0.
func None() Cell { return Text("–") }

// Count is a whole number: people, turns, classes, đồng. It prints 1.234.
func Count(n int64) Cell { return Cell{form: formCount, value: n} }

// Change is a difference of counts. It prints +12, -3 or 0.
func Change(n int64) Cell { return Cell{form: formChange, value: n} }

// Rate is a share in hundredths of a percent. 8565 prints 85,7%.
func Rate(hundredths int64) Cell { return Cell{form: formRate, value: hundredths} }

// RateChange is a change in hundredths of a percent. 2500 prints +25,0%.
func RateChange(hundredths int64) Cell { return Cell{form: formRateChange, value: hundredths} }

// Score is a mark on the scale of 10 in hundredths. 840 prints 8,4.
func Score(hundredths int64) Cell { return Cell{form: formScore, value: hundredths} }

// String is the cell as a document prints it.
func (c Cell) String() string {
	switch c.form {
	case formCount:
		return grouped(c.value)
	case formChange:
		return plus(c.value) + grouped(c.value)
	case formRate:
		return oneDecimal(c.value) + "%"
	case formRateChange:
		return plus(c.value) + oneDecimal(c.value) + "%"
	case formScore:
		return oneDecimal(c.value)
	}
	return clean(c.text)
}

func (c Cell) columns() int { return max(c.span, 1) }

func plus(n int64) string {
	if n > 0 {
		return "+"
	}
	return ""
}

// grouped prints 1234567 as 1.234.567.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "." + digits[at:]
	}
	return sign + digits
}

// oneDecimal prints hundredths with one decimal, rounded half away from zero: 8565 is 85,7.
func oneDecimal(hundredths int64) string {
	t := tenths(hundredths)
	sign := ""
	if t < 0 {
		sign, t = "-", -t
	}
	return fmt.Sprintf("%s%s,%d", sign, grouped(t/10), t%10)
}

// tenths rounds hundredths half away from zero.
func tenths(hundredths int64) int64 {
	if hundredths < 0 {
		return -((-hundredths + 5) / 10)
	}
	return (hundredths + 5) / 10
}
