package prose

import (
	"regexp"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	tokens "golang.org/x/net/html"
)

// toMarkdown keeps as HTML what Markdown has no marks for.
var toMarkdown = func() *converter.Converter {
	c := converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin()))
	for _, tag := range []string{"sub", "sup", "u", "br"} {
		c.Register.RendererFor(tag, converter.TagTypeInline, base.RenderAsHTML, converter.PriorityEarly)
	}
	c.Register.RendererFor("img", converter.TagTypeInline, picture, converter.PriorityEarly)
	c.Register.RendererFor("table", converter.TagTypeBlock, base.RenderAsHTML, converter.PriorityEarly)
	return c
}()

var altMarks = regexp.MustCompile("[\\\\\\[\\]*_`<&]")

// picture writes a picture as ![what it shows](media:name), in which nothing of the words is a mark.
func picture(_ converter.Context, w converter.Writer, n *tokens.Node) converter.RenderStatus {
	attributes := map[string]string{}
	for _, a := range n.Attr {
		attributes[a.Key] = a.Val
	}
	_, _ = w.WriteString("![" + altMarks.ReplaceAllString(attributes["alt"], `\$0`) + "](" + attributes["src"] + ")") // into memory
	return converter.RenderSuccess
}

// lineEnd stands for a line's end within a text while it is converted, which would make a space of it.
const lineEnd = "\ue000"

// Source returns the Markdown of a question's text that Question turns into this very HTML, but for the ends of lines
// between elements and the slash of an empty one, which say nothing. Where there is no such Markdown it is the HTML
// itself, which may be written as well.
func Source(markup string, inline bool) string {
	written, err := toMarkdown.ConvertString(holdLines(markup))
	if err != nil {
		return markup
	}
	written = strings.ReplaceAll(written, lineEnd, "\n")
	for _, source := range []string{plainer(written), written} {
		if back, rejected := inQuestion.render(source); rejected == nil && unbroken(placed(back, inline)) == unbroken(markup) {
			return source
		}
	}
	return markup
}

// unbroken is HTML without the ends of lines between elements, and without the slash of empty ones.
func unbroken(markup string) string {
	return strings.NewReplacer(">\n<", "><", "/>", ">").Replace(markup)
}

var escapedGap = regexp.MustCompile(`\\\[\\\[(\d+)\]\]`)

// plainer takes back escapes that are seldom needed: of gaps, and of signs between spaces.
func plainer(written string) string {
	written = escapedGap.ReplaceAllString(written, "[[$1]]")
	return strings.NewReplacer("&lt; ", "< ", "&gt; ", "> ", "&amp; ", "& ").Replace(written)
}

// holdLines marks the ends of lines within texts; those between elements say nothing.
func holdLines(markup string) string {
	var out strings.Builder
	z, written := tokens.NewTokenizer(strings.NewReader(markup)), 0
	for {
		kind := z.Next()
		if kind == tokens.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw())
		if name, _ := z.TagName(); string(name) == "pre" {
			written++ // the lines of a text that keeps them stay as they are
		}
		if kind == tokens.TextToken && written%2 == 0 && strings.TrimSpace(raw) != "" {
			raw = strings.ReplaceAll(raw, "\n", lineEnd)
		}
		out.WriteString(raw)
	}
}
