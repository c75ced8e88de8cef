package vietnamese

import (
	"slices"
	"strings"
	"unicode"
)

// Marked begins a search word that keeps its accents.
const Marked = "~"

// SearchTokens returns the words by which text is found: each folded and, where it has accents,
// once more as it is written behind Marked.
func SearchTokens(s string) []string {
	return append(Tokens(s), MarkedTokens(s)...)
}

// MarkedTokens returns the words of text that have accents or a đ, in lower case and with the tone
// on the vowel on which the newer spelling puts it ("hoà" is "hòa"), each behind Marked.
func MarkedTokens(s string) []string {
	var tokens []string
	for _, word := range strings.FieldsFunc(strings.ToLower(Normalize(s)), isSeparator) {
		if token := Marked + newerTone(word); Fold(word) != word && !slices.Contains(tokens, token) {
			tokens = append(tokens, token)
		}
	}
	return tokens
}

func isSeparator(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// olderTones are the endings in which the tone may stand on either vowel, as older and newer
// spelling write them.
var olderTones = []string{
	"oà", "òa", "oá", "óa", "oả", "ỏa", "oã", "õa", "oạ", "ọa", "oè", "òe", "oé", "óe", "oẻ", "ỏe", "oẽ", "õe", "oẹ", "ọe",
	"uỳ", "ùy", "uý", "úy", "uỷ", "ủy", "uỹ", "ũy", "uỵ", "ụy",
}

// newerTone moves the tone of an open syllable: "thuý" becomes "thúy", "quý" stays.
func newerTone(word string) string {
	for i := 0; i < len(olderTones); i += 2 {
		if rest, ok := strings.CutSuffix(word, olderTones[i]); ok && !strings.HasSuffix(rest, "q") {
			return rest + olderTones[i+1]
		}
	}
	return word
}

// Spellings returns a word as it may be written: with the tone of an open syllable on either vowel.
func Spellings(word string) []string {
	for i := 0; i < len(olderTones); i += 2 {
		if rest, ok := strings.CutSuffix(word, olderTones[i+1]); ok && !strings.HasSuffix(rest, "q") {
			return []string{word, rest + olderTones[i]}
		}
	}
	return []string{word}
}
