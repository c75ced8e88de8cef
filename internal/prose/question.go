package prose

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	tokens "golang.org/x/net/html"
)

// questionTags are the elements of questions: those of lessons, and superscripts, subscripts, underlines and pictures,
// which questions live by.
var questionTags = []string{"p", "br", "hr", "h2", "h3", "h4", "strong", "em", "u", "sub", "sup", "code", "pre", "blockquote",
	"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img"}

// inQuestion is what may stand in a question. Pictures name a stored file, never an address elsewhere.
var inQuestion = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(slices.DeleteFunc(slices.Clone(questionTags), func(tag string) bool { return tag == "a" || tag == "img" })...)
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|center|right)$`)).OnElements("th", "td")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[1-9]\d?$`)).OnElements("th", "td")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^media:`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes(append([]string{"media"}, linkSchemes...)...)
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}()

// SafeInQuestion returns HTML with nothing left that may not stand in a question.
func SafeInQuestion(markup string) string { return inQuestion.Sanitize(markup) }

// withTags is markdown that lets HTML through, to be made safe afterwards.
var withTags = goldmark.New(goldmark.WithExtensions(
	extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))),
	goldmark.WithRendererOptions(html.WithUnsafe()))

// Question turns the Markdown of a question's text into safe HTML; inline is a text of one paragraph without the
// paragraph around it. HTML may hold questionTags and no others; all else is rejected as by Render.
func Question(source string, inline bool) (string, []Rejection) {
	if rejected := tooMuch(source); rejected != nil {
		return "", rejected
	}
	data := []byte(source)
	tree := withTags.Parser().Parse(text.NewReader(data))
	if rejected := inspect(tree, data, forbiddenInQuestion); len(rejected) > 0 {
		return "", rejected
	}
	var out bytes.Buffer
	if err := withTags.Renderer().Render(&out, data, tree); err != nil {
		return "", []Rejection{{1, "markdown.unreadable"}}
	}
	safe := strings.TrimSpace(SafeInQuestion(out.String()))
	if inline {
		safe = withoutParagraph(safe)
	}
	return safe, nil
}

func forbiddenInQuestion(n ast.Node, source []byte) string {
	switch n := n.(type) {
	case *ast.HTMLBlock:
		markup := n.Lines().Value(source)
		if n.HasClosure() {
			markup = append(markup, n.ClosureLine.Value(source)...)
		}
		return foreignTag(markup)
	case *ast.RawHTML:
		return foreignTag(n.Segments.Value(source))
	}
	return forbidden(n, source)
}

// foreignTag rejects markup with an element that questions do not have.
func foreignTag(markup []byte) string {
	for z := tokens.NewTokenizer(bytes.NewReader(markup)); ; {
		switch z.Next() {
		case tokens.ErrorToken:
			return ""
		case tokens.StartTagToken, tokens.EndTagToken, tokens.SelfClosingTagToken:
			if name, _ := z.TagName(); !slices.Contains(questionTags, string(name)) {
				return "markdown.tag"
			}
		}
	}
}
