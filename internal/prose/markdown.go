package prose

import (
	"bytes"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tasks "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// dialect is a kind of Markdown: how it is read, what must not stand in it, and what may reach a learner's browser.
type dialect struct {
	goldmark.Markdown
	forbidden func(ast.Node, []byte) string // code of a node that must not stand there; "" for any other
	safe      *bluemonday.Policy
}

// tables are those of both dialects.
var tables = extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))

// inLesson is CommonMark with tables and task lists. Addresses do not become links by themselves: lessons are full of
// false ones.
var inLesson = dialect{goldmark.New(goldmark.WithExtensions(tables, extension.TaskList)), forbidden, func() *bluemonday.Policy {
	p := newPolicy("p", "br", "hr", "h2", "h3", "h4", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^task$`)).OnElements("li")
	return p
}()}

// newPolicy is what both dialects may leave of a text: these elements, links and the attributes of lists and tables.
func newPolicy(elements ...string) *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(elements...)
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|center|right)$`)).OnElements("th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes(linkSchemes...)
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}

var linkSchemes = []string{"https", "http", "mailto", "tel"}

// Bounds that keep rendering quick: the parser's time grows with the square of a paragraph and
// of nesting.
const maxParagraphBytes = 8 << 10

// deepMarks finds a line that opens many quotes or lists by itself.
var deepMarks = regexp.MustCompile(`^\s*(([->*+]|\d+[.)])\s*){20,}`)

// Rejection is a fault of Markdown: its line counts from 1 within the text.
type Rejection struct {
	Line int
	Code string
}

// Render turns Markdown into safe HTML. Raw HTML, pictures, headings of the first level and links
// that are neither web, mail nor telephone are rejected, with their lines.
func Render(source string) (string, []Rejection) { return inLesson.render(source) }

func (d dialect) render(source string) (string, []Rejection) {
	if rejected := tooMuch(source); rejected != nil {
		return "", rejected
	}
	data := []byte(source)
	tree := d.Parser().Parse(text.NewReader(data))
	if rejected := inspect(tree, data, d.forbidden); len(rejected) > 0 {
		return "", rejected
	}
	markTasks(tree)
	var out bytes.Buffer
	if err := d.Renderer().Render(&out, data, tree); err != nil {
		return "", []Rejection{{1, "markdown.unreadable"}}
	}
	return strings.TrimSpace(d.safe.Sanitize(out.String())), nil
}

// tooMuch rejects what would take too long to render.
func tooMuch(source string) []Rejection {
	run := 0 // bytes since the last empty line
	for i, line := range strings.Split(source, "\n") {
		run += len(line) + 1
		if strings.TrimSpace(line) == "" {
			run = 0
		}
		if run > maxParagraphBytes {
			return []Rejection{{i + 1, "markdown.too_long"}}
		}
		if deepMarks.MatchString(line) && strings.Trim(line, "-* \t") != "" {
			return []Rejection{{i + 1, "markdown.too_deep"}}
		}
	}
	return nil
}

// RenderInline renders a text of one paragraph without the paragraph around it.
func RenderInline(source string) (string, []Rejection) {
	out, rejected := Render(source)
	return withoutParagraph(out), rejected
}

// withoutParagraph takes away the paragraph around a text of one.
func withoutParagraph(out string) string {
	inner, ok := strings.CutPrefix(out, "<p>")
	if inner, closed := strings.CutSuffix(inner, "</p>"); ok && closed && !strings.Contains(inner, "<p>") {
		return inner
	}
	return out
}

// inspect walks the tree for what must not stand there; forbidden gives the code of a node that must not.
func inspect(tree ast.Node, source []byte, forbidden func(ast.Node, []byte) string) []Rejection {
	var rejected []Rejection
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			if code := forbidden(n, source); code != "" {
				rejected = append(rejected, Rejection{lineOf(n, source), code})
			}
		}
		return ast.WalkContinue, nil
	})
	return rejected
}

func forbidden(n ast.Node, source []byte) string {
	switch n := n.(type) {
	case *ast.HTMLBlock, *ast.RawHTML:
		return "markdown.raw_html"
	case *ast.Image:
		return "markdown.image"
	case *ast.Heading:
		if n.Level == 1 || n.Level > 4 {
			return "markdown.heading"
		}
	case *ast.Link:
		return badLink(string(n.Destination))
	case *ast.AutoLink:
		return badLink(string(n.URL(source)))
	}
	return ""
}

func badLink(destination string) string {
	address, err := url.Parse(destination)
	if err != nil || !slices.Contains(linkSchemes, address.Scheme) {
		return "markdown.link"
	}
	return ""
}

// lineOf returns the line on which a node, or the block around it, begins.
func lineOf(n ast.Node, source []byte) int {
	if raw, ok := n.(*ast.RawHTML); ok && raw.Segments.Len() > 0 {
		return lineAt(source, raw.Segments.At(0).Start)
	}
	for ; n != nil; n = n.Parent() {
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return lineAt(source, n.Lines().At(0).Start)
		}
	}
	return 1
}

func lineAt(source []byte, offset int) int { return 1 + bytes.Count(source[:offset], []byte("\n")) }

// markTasks turns "[ ]" at the head of a list item into class="task": the style sheet draws the
// box, and no form field without a purpose reaches a screen reader.
func markTasks(tree ast.Node) {
	var boxes []*tasks.TaskCheckBox
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if b, ok := n.(*tasks.TaskCheckBox); ok && entering {
			boxes = append(boxes, b)
		}
		return ast.WalkContinue, nil
	})
	for _, b := range boxes {
		line := b.Parent()
		line.RemoveChild(line, b)
		if item := line.Parent(); item != nil {
			item.SetAttributeString("class", []byte("task"))
		}
	}
}

var (
	blockEnds = regexp.MustCompile(`</(p|li|h[2-4]|td|th|tr|pre|blockquote)>|<(br|hr)/?>`)
	noTags    = bluemonday.StrictPolicy()
	manyLines = regexp.MustCompile(`\s*\n\s*`)
)

// PlainText returns what a reader reads, one line a block, for search and counting.
func PlainText(fragment string) string {
	spaced := blockEnds.ReplaceAllString(fragment, "$0\n")
	plain := html.UnescapeString(noTags.Sanitize(spaced))
	return strings.TrimSpace(manyLines.ReplaceAllString(plain, "\n"))
}

// CountWords counts the words of a text: in Vietnamese, the syllables between spaces.
func CountWords(plain string) int {
	n := 0
	for _, word := range strings.Fields(plain) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}
