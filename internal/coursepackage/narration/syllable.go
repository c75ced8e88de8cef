package narration

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// syllable is the shape of a Vietnamese syllable (âm tiết) without its tone mark.
var syllable = regexp.MustCompile(
	`^(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?$`)

var tones = []rune{0x0300, 0x0301, 0x0303, 0x0309, 0x0323}

// unspeakable returns the words of a text that the Vietnamese voice would not read as
// Vietnamese even after the pronunciation table, in the order of the text.
func unspeakable(text string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(Spoken(text), isNotLetter) {
		if !isSyllable(word) && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

func isNotLetter(r rune) bool { return !unicode.IsLetter(r) }

func isSyllable(word string) bool {
	dropTones := transform.Chain(norm.NFD, runes.Remove(runes.Predicate(isTone)), norm.NFC)
	bare, _, err := transform.String(dropTones, strings.ToLower(word))
	return err == nil && syllable.MatchString(bare)
}

func isTone(r rune) bool { return slices.Contains(tones, r) }
