package question

import (
	"math/big"
	"slices"
	"strings"
	"unicode"
)

// maxNumberLength bounds what is read as a number, in bytes.
const maxNumberLength = 60

// ParseNumber reads a number as people in Vietnam type it and returns its possible values: none
// when it is no number, one as a rule, two when the two ways of writing contradict each other.
//
//  1. A sign (+, - or −) may stand in front; spaces around are ignored.
//  2. Thousands may be grouped by spaces, by points or by commas: groups of exactly three digits
//     after a first one of one to three ("1 500 000", "1.500.000", "1,500,000").
//  3. One point or comma after the groups starts the decimals, provided that it is not the sign
//     that groups ("25,5", "25.5", "1.500,25", "1,500.25", "1 500,25").
//  4. A single point or comma between a group and exactly three digits can be either ("1.500" is
//     1500 in Vietnamese and one and a half in English): both values are returned, so that nobody
//     loses points for the way they write. "0.500" and "12345.500" have only one meaning.
//  5. Anything else (letters, fractions, exponents, "1.5.00") is no number.
func ParseNumber(text string) []*big.Rat {
	if len(text) > maxNumberLength {
		return nil
	}
	sign, digits := cutSign(strings.TrimSpace(text))
	digits = strings.Map(plainSpace, digits)
	var readings []*big.Rat
	for _, format := range []struct{ group, decimal string }{
		{"", ""}, {"", ","}, {"", "."}, {".", ","}, {",", "."}, {" ", ","}, {" ", "."},
	} {
		plain, ok := readNumber(digits, format.group, format.decimal)
		if !ok {
			continue
		}
		value, ok := new(big.Rat).SetString(sign + plain)
		if ok && !slices.ContainsFunc(readings, func(r *big.Rat) bool { return r.Cmp(value) == 0 }) {
			readings = append(readings, value)
		}
	}
	return readings
}

func cutSign(text string) (sign, rest string) {
	for _, minus := range []string{"-", "−"} {
		if rest, ok := strings.CutPrefix(text, minus); ok {
			return "-", strings.TrimSpace(rest)
		}
	}
	return "", strings.TrimSpace(strings.TrimPrefix(text, "+"))
}

// plainSpace turns every kind of space (no-break, narrow) into the common one.
func plainSpace(r rune) rune {
	if unicode.IsSpace(r) || r == '\u2009' || r == '\u202f' {
		return ' '
	}
	return r
}

// readNumber reads digits in one format and returns them in the form "1500.25". An empty group
// means that nothing groups, an empty decimal that there are no decimals.
func readNumber(text, group, decimal string) (plain string, ok bool) {
	whole, fraction := text, ""
	if decimal != "" {
		var found bool
		if whole, fraction, found = strings.Cut(text, decimal); found && !allDigits(fraction) {
			return "", false
		}
	}
	if group != "" {
		if whole, ok = ungroup(whole, group); !ok {
			return "", false
		}
	}
	if !allDigits(whole) {
		return "", false
	}
	if fraction == "" {
		return whole, true
	}
	return whole + "." + fraction, true
}

// ungroup joins groups of three digits; there must be at least two groups, the first not all zero.
func ungroup(whole, group string) (string, bool) {
	parts := strings.Split(whole, group)
	if len(parts) < 2 || len(parts[0]) < 1 || len(parts[0]) > 3 || parts[0][0] == '0' {
		return "", false
	}
	for _, part := range parts[1:] {
		if len(part) != 3 {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}

func allDigits(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// formatNumber writes a key ("1500000.5") with the given signs ("1.500.000,5").
func formatNumber(key, group, decimal string) string {
	sign, rest := cutSign(key)
	whole, fraction, _ := strings.Cut(rest, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if fraction != "" {
		whole += decimal + fraction
	}
	return sign + whole
}
