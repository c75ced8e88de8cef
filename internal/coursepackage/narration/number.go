package narration

import "strings"

var digitWords = []string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

var groupWords = []string{"", " nghìn", " triệu", " tỷ"}

// sayInteger reads a run of at most 12 digits as Vietnamese words; longer runs and runs with a
// leading zero are read digit by digit, as codes are.
func sayInteger(digits string) string {
	if len(digits) > 12 || (len(digits) > 1 && digits[0] == '0') {
		return sayDigits(digits)
	}
	groups := groupsOfThree(digits)
	var words []string
	for i, group := range groups {
		if group == "000" && len(groups) > 1 {
			continue
		}
		words = append(words, sayGroup(group, i > 0)+groupWords[len(groups)-1-i])
	}
	return strings.Join(words, " ")
}

// sayDigits reads every digit by itself: "156" is "một năm sáu".
func sayDigits(digits string) string {
	words := make([]string, 0, len(digits))
	for _, digit := range digits {
		words = append(words, digitWords[digit-'0'])
	}
	return strings.Join(words, " ")
}

func groupsOfThree(digits string) []string {
	var groups []string
	for len(digits) > 0 {
		cut := (len(digits)-1)%3 + 1
		groups = append(groups, digits[:cut])
		digits = digits[cut:]
	}
	return groups
}

// sayGroup reads one to three digits; full also reads missing hundreds, as inside a longer number.
func sayGroup(group string, full bool) string {
	padded := strings.Repeat("0", 3-len(group)) + group
	hundreds, rest := padded[0]-'0', padded[1:]
	var words []string
	if hundreds > 0 || full {
		words = append(words, digitWords[hundreds], "trăm")
	}
	if rest != "00" || len(words) == 0 {
		words = append(words, sayTens(rest[0]-'0', rest[1]-'0', len(words) > 0)...)
	}
	return strings.Join(words, " ")
}

func sayTens(tens, ones byte, afterHundreds bool) []string {
	switch {
	case tens == 0 && afterHundreds:
		return []string{"linh", digitWords[ones]}
	case tens == 0:
		return []string{digitWords[ones]}
	}
	words := []string{"mười"}
	if tens > 1 {
		words = []string{digitWords[tens], "mươi"}
	}
	switch {
	case ones == 0:
		return words
	case ones == 1 && tens > 1:
		return append(words, "mốt")
	case ones == 5:
		return append(words, "lăm")
	}
	return append(words, digitWords[ones])
}
