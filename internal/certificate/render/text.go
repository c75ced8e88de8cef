package render

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean makes a text printable: NFC (the PDF library places no combining marks), no control or
// zero-width characters, every run of white space one space.
func clean(text string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, norm.NFC.String(text))
	return strings.Join(strings.Fields(visible), " ")
}

func cleanLines(lines []string) []string {
	out := make([]string, 0, len(lines))
	for _, line := range lines {
		if line = clean(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// wrap breaks text at spaces into as few lines as the measure allows and evens them out, so that a
// two-line title has no lonely last word. ok is false when a word alone is too wide or most lines do
// not suffice.
func wrap(text string, width float64, most int, measure func(string) float64) (lines []string, ok bool) {
	lines, ok = greedy(text, width, measure)
	if !ok || len(lines) > most {
		return nil, false
	}
	for narrower := width; len(lines) > 1 && narrower > width/2; {
		narrower -= width / 40
		even, fits := greedy(text, narrower, measure)
		if !fits || len(even) > len(lines) {
			break
		}
		lines = even
	}
	return lines, true
}

func greedy(text string, width float64, measure func(string) float64) (lines []string, ok bool) {
	line := ""
	for _, word := range strings.Fields(text) {
		if measure(word) > width {
			return nil, false
		}
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && measure(longer) > width {
			lines, longer = append(lines, line), word
		}
		line = longer
	}
	return append(lines, line), true
}
