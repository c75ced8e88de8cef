package vietnamese

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Normalize returns text as it is stored: composed (NFC), without zero-width and control
// characters, no-break spaces made plain, runs of space made one, the Icelandic letter Ð made Đ.
func Normalize(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == 'Ð':
			r = 'Đ'
		case r == 'ð':
			r = 'đ'
		case unicode.IsSpace(r) || r == '\u00a0' || r == '\u202f':
			space = b.Len() > 0
			continue
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Fold returns text as it is searched: normalized, lower case, without accents, đ as d.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(Normalize(s))) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ':
			b.WriteByte('d')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Tokens returns the folded words of text without repeats, in order: letters and digits only.
func Tokens(s string) []string {
	seen := map[string]bool{}
	var tokens []string
	for _, word := range strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !seen[word] {
			seen[word] = true
			tokens = append(tokens, word)
		}
	}
	return tokens
}

// legacySigns are letters of TCVN3 fonts as Unicode reads them; the soft hyphen is an ư.
const legacySigns = "\u00ad¡¢£¤¥¦§¨©ª«¬®¯µ¶·¸¹»¼½¾ÆÄÊÇÈÉËÎÏÑÖ×ØÛÜÞßåäæëîïñóöøüûß"

// legacyPairs are letters that never follow each other in Vietnamese, as VNI fonts leave them
// behind: "Nguyeãn Vaên" for "Nguyễn Văn".
var legacyPairs = regexp.MustCompile(`(?i)a[êâáàãéèúù]|e[âáàãùõ]|u[ùõ]|o[â]|ô[ùõ]|y[ùõ]`)

// LooksLegacy reports whether text was typed in a font of before Unicode (TCVN3 or VNI), so that
// its letters are not the ones that the typist saw. Such text is refused, never guessed.
func LooksLegacy(s string) bool {
	composed := norm.NFC.String(s)
	signs := strings.ContainsFunc(composed, func(r rune) bool {
		return strings.ContainsRune(legacySigns, r) && !isVietnamese(r)
	})
	return signs || legacyPairs.MatchString(composed)
}

// isVietnamese reports whether a letter belongs to the Vietnamese alphabet with its tones.
func isVietnamese(r rune) bool {
	return strings.ContainsRune("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ", unicode.ToLower(r)) || r == 'Ð'
}
