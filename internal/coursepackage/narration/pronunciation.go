package narration

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

//go:embed pronunciation.yaml
var pronunciationFile []byte

var table = mustReadTable(pronunciationFile)

// pronunciation is the table of words and letters in pronunciation.yaml.
type pronunciation struct {
	Words   map[string]string `yaml:"words"`
	Letters map[string]string `yaml:"letters"`

	longestFirst []string
}

// mustReadTable panics on a broken table: it is part of the program, and a test reads it.
func mustReadTable(data []byte) *pronunciation {
	p := &pronunciation{}
	if err := yaml.UnmarshalWithOptions(data, p, yaml.DisallowUnknownField()); err != nil {
		panic("pronunciation.yaml: " + err.Error())
	}
	for word := range p.Words {
		p.longestFirst = append(p.longestFirst, word)
	}
	slices.SortFunc(p.longestFirst, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return p
}

// replace puts the spoken form in place of every listed word that stands by itself.
func (p *pronunciation) replace(text string) string {
	var out strings.Builder
	var before rune
	for len(text) > 0 {
		if word := p.matchAt(before, text); word != "" {
			out.WriteString(" " + p.Words[word] + " ")
			before, _ = utf8.DecodeLastRuneInString(word)
			text = text[len(word):]
			continue
		}
		first, size := utf8.DecodeRuneInString(text)
		out.WriteRune(first)
		before, text = first, text[size:]
	}
	return tidyPunctuation(out.String())
}

// matchAt returns the longest listed word that text begins with and that is a whole word there.
func (p *pronunciation) matchAt(before rune, text string) string {
	for _, word := range p.longestFirst {
		if len(word) > len(text) || !sameWord(word, text[:len(word)]) {
			continue
		}
		first, _ := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(word)
		after, _ := utf8.DecodeRuneInString(text[len(word):])
		if (isWordRune(first) && isWordRune(before)) || (isWordRune(last) && isWordRune(after)) {
			continue
		}
		return word
	}
	return ""
}

// sameWord ignores case, except that a listed word in capitals matches capitals only:
// "AI" is an abbreviation, "ai" means who.
func sameWord(listed, written string) bool {
	if listed == strings.ToUpper(listed) && listed != strings.ToLower(listed) {
		return listed == written
	}
	return strings.EqualFold(listed, written)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// tidyPunctuation removes the space that a replacement leaves before a closing mark.
func tidyPunctuation(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return strings.NewReplacer(" .", ".", " ,", ",", " ?", "?", " !", "!", " ;", ";", " :", ":", " )", ")", " ”", "”").Replace(text)
}
