package prose

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	tokens "golang.org/x/net/html"
)

// questionTags are the elements of questions: those of lessons, and superscripts, subscripts, underlines and pictures,
// which questions live by.
var questionTags = []string{"p", "br", "hr", "h2", "h3", "h4", "strong", "em", "u", "sub", "sup", "code", "pre", "blockquote",
	"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img"}

// inQuestion is Markdown that lets these tags through. Pictures name a stored file, never an address elsewhere.
var inQuestion = dialect{goldmark.New(goldmark.WithExtensions(tables), goldmark.WithRendererOptions(html.WithUnsafe())), forbiddenInQuestion, func() *bluemonday.Policy {
	p := newPolicy(slices.DeleteFunc(slices.Clone(questionTags), func(tag string) bool { return tag == "a" || tag == "img" })...)
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[1-9]\d?$`)).OnElements("th", "td")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^media:`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowURLSchemes("media")
	return p
}()}

// SafeInQuestion returns HTML with nothing left that may not stand in a question.
func SafeInQuestion(markup string) string { return inQuestion.safe.Sanitize(markup) }

// Question turns the Markdown of a question's text into safe HTML; inline is a text of one paragraph without the
// paragraph around it. HTML may hold questionTags and no others; all else is rejected as by Render.
func Question(source string, inline bool) (string, []Rejection) {
	out, rejected := inQuestion.render(source)
	if inline {
		out = withoutParagraph(out)
	}
	return out, rejected
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
