package vietnamese

import (
	"slices"
	"strings"
	"unicode"
)

// Marked begins a search word that keeps its accents.
const Marked = "~"

// SearchTokens returns the texts by which a name is found. For each word there is the whole folded name,
// turned so that it begins with that word ("van an nguyen"); where the word has accents there is once more
// the name as it is written behind Marked, followed by the other words folded ("~văn an nguyễn an nguyen").
// So the first word that is looked for is the beginning of a token, and every other one the beginning
// of a later word in it. Words without a digit stand side by side, each two of them, in front of some
// folded token: where two common words seldom meet, one range finds who has both. No text comes twice.
func SearchTokens(s string) []string {
	written := strings.FieldsFunc(strings.ToLower(Normalize(s)), isSeparator)
	folded := make([]string, len(written))
	for i, word := range written {
		folded[i], written[i] = Fold(word), newerTone(word)
	}
	tokens := make([]string, 0, 2*len(written))
	for i := range folded {
		tokens = append(tokens, strings.Join(turned(folded, i), " "))
	}
	tokens = append(tokens, apart(folded)...)
	for i := range written {
		if folded[i] != written[i] {
			words := append(turned(written, i), turned(folded, i)[1:]...)
			tokens = append(tokens, Marked+strings.Join(words, " "))
		}
	}
	return distinct(tokens)
}

// distinct leaves out what a word that stands twice in a name gives twice.
func distinct(tokens []string) []string {
	kept := tokens[:0]
	for _, token := range tokens {
		if !slices.Contains(kept, token) {
			kept = append(kept, token)
		}
	}
	return kept
}

// apart returns for each two words without a digit that turning does not bring together a token that begins
// with them.
func apart(words []string) []string {
	var tokens []string
	for i, first := range words {
		for j := i + 2; j < len(words) && (i > 0 || j < len(words)-1); j++ {
			if !HasDigit(first) && !HasDigit(words[j]) {
				others := slices.Concat(words[i+1:j], words[j+1:], words[:i])
				tokens = append(tokens, strings.Join(append([]string{first, words[j]}, others...), " "))
			}
		}
	}
	return tokens
}

// HasDigit tells the words of a code from those of a name.
func HasDigit(word string) bool { return strings.ContainsFunc(word, unicode.IsDigit) }

// turned returns the words from the i-th on, then those before it.
func turned(words []string, i int) []string {
	return append(slices.Clone(words[i:]), words[:i]...)
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
