package exchange

import (
	"html"
	"regexp"
	"strings"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/text/unicode/norm"

	"taphuan/internal/prose"
	"taphuan/internal/question"
)

// composed is text as it is stored: the letters of Vietnamese in one piece, lines ended by \n.
func composed(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(norm.NFC.String(text))
}

var emptyLines = regexp.MustCompile(`\n[ \t]*\n\s*`)

// paragraphs turns plain text into HTML: an empty line parts paragraphs, a line end stays one. Inline text of one
// paragraph stands without the element around it.
func paragraphs(text string, inline bool) string {
	text = strings.TrimSpace(visible(composed(text)))
	if text == "" {
		return ""
	}
	parts := emptyLines.Split(text, -1)
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(prose.SafeInQuestion(html.EscapeString(part)), "\n", "<br>")
	}
	if inline && len(parts) == 1 {
		return parts[0]
	}
	return "<p>" + strings.Join(parts, "</p><p>") + "</p>"
}

var (
	blockEnd  = regexp.MustCompile(`</(?:p|li|h[2-4]|tr|pre|blockquote)>|<hr ?/?>`)
	lineBreak = regexp.MustCompile(`<br ?/?>`)
	cellEnd   = regexp.MustCompile(`</t[dh]>`)
	noTags    = bluemonday.StrictPolicy()
	anyTag    = regexp.MustCompile(`(?i)</?(p|br|hr|b|i|u|strong|em|sub|sup|ul|ol|li|table|tbody|thead|tr|td|th|div|span|img|a|h[1-6]|code|pre|` +
		`blockquote|script|iframe|style|font|s|del|center|object|embed|video|audio|svg|math|form|input)(\s[^<>]*)?/?>`)
)

// plainOf returns what a reader reads of a fragment: paragraphs parted by an empty line.
func plainOf(fragment string) string {
	text := strings.ReplaceAll(fragment, "\n", " ")
	text = lineBreak.ReplaceAllString(text, "\n")
	text = cellEnd.ReplaceAllString(text, "\t")
	text = blockEnd.ReplaceAllString(text, "\n\n")
	return strings.TrimSpace(html.UnescapeString(noTags.Sanitize(text)))
}

// looksHTML reports whether a text that does not say so is HTML.
func looksHTML(text string) bool { return anyTag.MatchString(text) }

// text makes a safe text of what may be plain or HTML.
func (d *draft) text(source string, inline bool) question.LocalText {
	if looksHTML(source) {
		return d.html(source)
	}
	if len(source) > maxMarkup {
		d.refuse(reasonMarkup)
		return question.LocalText{}
	}
	return question.LocalText{VI: paragraphs(source, inline)}
}

// plainText makes an unformatted text (names, units, accepted answers) of HTML or plain text.
func (d *draft) plainText(source string) question.LocalText {
	t := d.text(source, true)
	return question.LocalText{VI: plainOf(t.VI), EN: plainOf(t.EN)}
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }
