package caption

import (
	"html"
	"regexp"
	"strings"
)

var (
	// tag is what a browser takes for a tag in a cue: from < to the next >, whatever stands between.
	tag = regexp.MustCompile(`</?[A-Za-z0-9.][^>]*>|<!--[^>]*>`)
	// silent are elements whose content is no speech.
	silent = regexp.MustCompile(`(?is)<(script|style)\b[^>]*>.*?(</(script|style)[^>]*>|$)`)
	// position is a command of SubStation Alpha that programs write into SRT.
	position = regexp.MustCompile(`\{\\[^}]*\}`)
)

// plainText drops markup and returns the words, in the form of CleanText; marked tells whether there was any.
func plainText(text string, format Format) (words string, marked bool) {
	words = tag.ReplaceAllString(silent.ReplaceAllString(text, ""), "")
	if format == SRT {
		words = position.ReplaceAllString(words, "")
	}
	marked = words != text
	return CleanText(strings.ReplaceAll(html.UnescapeString(words), "\r", "\n")), marked
}
