package prose

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

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
// paragraph around it. HTML may hold questionTags and no others; all else is rejected as by Render. A picture names a
// stored file, as ![what it shows](media:name), and a text of pictures alone must say what one of them shows: to whoever
// cannot see it, it would be empty. Beside words, a picture without a description is an ornament.
func Question(source string, inline bool) (string, []Rejection) {
	out, rejected := inQuestion.render(source)
	if rejected == nil && silent(out) {
		return "", []Rejection{{1, "markdown.alt"}}
	}
	return placed(out, inline), rejected
}

// placed is a text in its place: inline it stands without a paragraph around it.
func placed(out string, inline bool) string {
	if inline {
		return withoutParagraph(out)
	}
	return out
}

// silent reports whether a text is made of pictures alone, none of which is described.
func silent(markup string) bool {
	pictures := false
	for z := tokens.NewTokenizer(strings.NewReader(markup)); ; {
		switch z.Next() {
		case tokens.ErrorToken:
			return pictures
		case tokens.TextToken:
			if len(bytes.TrimSpace(z.Text())) > 0 {
				return false
			}
		case tokens.StartTagToken, tokens.SelfClosingTagToken:
			tag := z.Token()
			if alt, _ := attribute(tag, "alt"); strings.TrimSpace(alt) != "" {
				return false
			}
			pictures = pictures || tag.Data == "img"
		}
	}
}

func attribute(tag tokens.Token, name string) (value string, given bool) {
	for _, a := range tag.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
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
	case *ast.Image:
		if !bytes.HasPrefix(n.Destination, []byte("media:")) {
			return "markdown.picture"
		}
		return ""
	}
	return forbidden(n, source)
}

// foreignTag rejects markup with an element that questions do not have, and pictures that are not stored or of which it is
// not said whether they show anything.
func foreignTag(markup []byte) string {
	for z := tokens.NewTokenizer(bytes.NewReader(markup)); ; {
		switch z.Next() {
		case tokens.ErrorToken:
			return ""
		case tokens.StartTagToken, tokens.EndTagToken, tokens.SelfClosingTagToken:
			tag := z.Token()
			if !slices.Contains(questionTags, tag.Data) {
				return "markdown.tag"
			}
			if code := badPicture(tag); code != "" {
				return code
			}
		}
	}
}

func badPicture(tag tokens.Token) string {
	if tag.Data != "img" {
		return ""
	}
	if address, _ := attribute(tag, "src"); !strings.HasPrefix(address, "media:") {
		return "markdown.picture"
	}
	if _, given := attribute(tag, "alt"); !given {
		return "markdown.alt"
	}
	return ""
}
