package question

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// compose brings text to NFC, so that the same letter typed by different keyboards is the same.
func compose(text string) string { return norm.NFC.String(text) }

// fold prepares a short answer for comparison: NFC, small letters, no spaces, no punctuation at
// either end; without tone and vowel marks and with d for đ when accents are ignored.
func fold(text string, ignoreAccents bool) string {
	return strings.ToLower(foldSigns(text, ignoreAccents))
}

// foldSigns is fold without the change to small letters.
func foldSigns(text string, ignoreAccents bool) string {
	text = strings.Map(func(r rune) rune {
		if !keptByFold(r) {
			return -1
		}
		return r
	}, compose(text))
	text = strings.TrimFunc(text, isEdgeMark)
	if ignoreAccents {
		text = dropAccents(text)
	}
	return text
}

// dropAccents removes tone and vowel marks; đ becomes d.
func dropAccents(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ' || r == 'ð':
			return 'd'
		case r == 'Đ' || r == 'Ð':
			return 'D'
		}
		return r
	}, norm.NFD.String(text))
}

// keptByFold reports whether folding keeps a character: all but spaces and invisible signs.
func keptByFold(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Cc)
}

// isEdgeMark names the punctuation that says nothing at the ends of an answer. Signs with a
// meaning of their own (@ # % & * + - /) stay.
func isEdgeMark(r rune) bool { return strings.ContainsRune(`.,;:!?"'()[]“”‘’«»…`, r) }
