package exchange

import (
	"html"
	"strings"
	"unicode"
)

// style is how letters look in a document.
type style uint8

const (
	bold style = 1 << iota
	italic
	underlined
	colored // a color or a marker pen
	raised
	lowered
)

// line is a line of a document with the style of each byte. A picture is one letter of a private range of Unicode.
type line struct {
	text   string
	styles []style
	number int // of its paragraph
}

// pictureSign is the first of the letters that stand for pictures.
const pictureSign = '\U000F0000'

// lineBuilder gathers the letters of a line.
type lineBuilder struct {
	text   []byte
	styles []style
}

func (b *lineBuilder) write(text string, s style) {
	b.text = append(b.text, text...)
	for range len(text) {
		b.styles = append(b.styles, s)
	}
}

func (b *lineBuilder) line(number int) line { return line{string(b.text), b.styles, number} }

// cut returns a part of the line, by bytes.
func (l line) cut(from, to int) line { return line{l.text[from:to], l.styles[from:to], l.number} }

func (l line) from(at int) line { return l.cut(at, len(l.text)) }

// trimmed drops the space at both ends.
func (l line) trimmed() line {
	from := len(l.text) - len(strings.TrimLeftFunc(l.text, unicode.IsSpace))
	to := len(strings.TrimRightFunc(l.text, unicode.IsSpace))
	return l.cut(min(from, to), to)
}

// every returns the styles that all visible letters of the line share.
func (l line) every() style {
	shared, any := style(0xff), false
	for i, r := range l.text {
		if !unicode.IsSpace(r) {
			shared, any = shared&l.styles[i], true
		}
	}
	if !any {
		return 0
	}
	return shared
}

// without returns the line without some styles.
func (l line) without(s style) line {
	styles := make([]style, len(l.styles))
	for i, one := range l.styles {
		styles[i] = one &^ s
	}
	return line{l.text, styles, l.number}
}

var styleTags = []struct {
	style style
	tag   string
}{{bold, "strong"}, {italic, "em"}, {underlined, "u"}, {raised, "sup"}, {lowered, "sub"}}

// html writes the line as a fragment. Pictures are named by their place.
func (l line) html(pictures []string) string {
	var out strings.Builder
	for from := 0; from < len(l.text); {
		to := from
		for to < len(l.text) && l.styles[to] == l.styles[from] {
			to++
		}
		run := spelled(l.text[from:to], pictures)
		if strings.TrimSpace(run) != "" {
			for i := len(styleTags) - 1; i >= 0; i-- {
				if t := styleTags[i]; l.styles[from]&t.style != 0 {
					run = "<" + t.tag + ">" + run + "</" + t.tag + ">"
				}
			}
		}
		out.WriteString(run)
		from = to
	}
	return out.String()
}

func spelled(text string, pictures []string) string {
	var out strings.Builder
	for _, r := range text {
		if at := int(r - pictureSign); at >= 0 && at < len(pictures) {
			out.WriteString(`<img src="` + html.EscapeString(pictures[at]) + `" alt="">`)
		} else if at < 0 {
			out.WriteString(html.EscapeString(string(r)))
		}
	}
	return out.String()
}
