package exchange

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"taphuan/internal/prose"
	"taphuan/internal/question"
)

var linkSchemes = []string{"https", "http", "mailto", "tel"}

// What becomes of an element: kept under this name; "" keeps only what stands in it.
var elements = map[string]string{
	"p": "p", "br": "br", "hr": "hr", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4",
	"strong": "strong", "b": "strong", "em": "em", "i": "em", "u": "u", "ins": "u", "sub": "sub", "sup": "sup",
	"code": "code", "tt": "code", "kbd": "code", "samp": "code", "pre": "pre", "blockquote": "blockquote",
	"ul": "ul", "ol": "ol", "li": "li", "table": "table", "thead": "thead", "tbody": "tbody", "tfoot": "tbody", "tr": "tr",
	"th": "th", "td": "td", "a": "a", "img": "img", "div": "p",
	"span": "", "html": "", "body": "", "section": "", "article": "", "main": "", "header": "", "footer": "",
	"caption": "p", "figcaption": "p", "figure": "", "dl": "ul", "dt": "li", "dd": "li", "wbr": "", "nolink": "", "contentbody": "",
}

// active runs, loads or asks for something by itself and goes away with what stands in it.
var active = []string{"script", "style", "iframe", "object", "embed", "applet", "template", "noscript", "form", "input",
	"button", "select", "textarea", "audio", "video", "source", "track", "link", "meta", "base", "svg", "head", "title", "frame", "frameset"}

// blocks cannot stand in a paragraph.
var blocks = []string{"p", "div", "ul", "ol", "li", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dl", "section", "figure"}

var (
	reasonActive  = words{"html.active", "Đã bỏ phần tử không an toàn hoặc không dùng được: <%s>.", "An unsafe or unusable element was removed: <%s>."}
	reasonElement = words{"html.element", "Đã bỏ thẻ <%s>, chỉ giữ chữ bên trong.", "The tag <%s> was removed; its text was kept."}
	reasonFormat  = words{"html.format", "Đã bỏ màu chữ, cỡ chữ hoặc kiểu trình bày riêng.", "Colors, sizes or styles of their own were removed."}
	reasonLink    = words{"html.link", "Đã bỏ liên kết không phải web, thư hay điện thoại; giữ chữ của liên kết.", "A link that is neither web, mail nor telephone was removed; its text was kept."}
	reasonMath    = words{"html.math", "Công thức toán (MathML) chỉ giữ được phần chữ. Hãy kiểm tra lại.", "Of a formula (MathML) only the text was kept. Check it."}
	reasonMarkup  = words{"html.too_long", "Một đoạn nội dung dài quá 256 KB. Hãy rút gọn.", "A text is longer than 256 KB. Shorten it."}
	reasonHTML    = words{"html.broken", "Mã HTML lồng nhau quá sâu, không đọc được.", "The HTML is nested too deeply to be read."}
)

// html makes a safe text in both languages of a fragment of HTML and says what went away.
func (d *draft) html(source string) question.LocalText {
	if len(source) > maxMarkup {
		d.refuse(reasonMarkup)
		return question.LocalText{}
	}
	nodes, err := html.ParseFragment(strings.NewReader(composed(source)), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		d.refuse(reasonHTML)
		return question.LocalText{}
	}
	c := cleaner{draft: d}
	for _, n := range nodes {
		c.node(n)
	}
	return d.bilingual(safeHTML(c.vi.String()), safeHTML(c.en.String()), c.split)
}

// bilingual settles which language has a text of its own.
func (d *draft) bilingual(vi, en string, split bool) question.LocalText {
	switch {
	case !split:
		return question.LocalText{VI: vi}
	case vi == "":
		d.change(reasonEnglishOnly)
		return question.LocalText{VI: en}
	}
	return question.LocalText{VI: vi, EN: en}
}

// safeHTML is what everything that is imported passes last, whatever stood before.
func safeHTML(markup string) string { return strings.TrimSpace(prose.SafeInQuestion(markup)) }

// cleaner writes the nodes of a fragment anew, into the texts of both languages.
type cleaner struct {
	draft  *draft
	vi, en strings.Builder
	split  bool   // some part belongs to one language
	only   string // the language of what is being read, "" for both
}

func (c *cleaner) write(text string) {
	if c.only != "en" {
		c.vi.WriteString(text)
	}
	if c.only != "vi" {
		c.en.WriteString(text)
	}
}

func (c *cleaner) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		c.write(html.EscapeString(visible(n.Data)))
	case html.ElementNode:
		c.element(n)
	}
}

func (c *cleaner) children(n *html.Node) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.node(child)
	}
}

func (c *cleaner) element(n *html.Node) {
	if lang := language(n); lang != "" && c.only == "" && (n.Data == "span" || n.Data == "div") {
		c.only, c.split = lang, true
		defer func() { c.only = "" }()
		c.children(n)
		return
	}
	if slices.Contains(active, n.Data) {
		c.draft.change(reasonActive, n.Data)
		return
	}
	if attribute(n, "style") != "" || attribute(n, "color") != "" || attribute(n, "bgcolor") != "" {
		c.draft.change(reasonFormat)
	}
	name, known := elements[n.Data]
	if n.Data == "span" && strings.Contains(attribute(n, "class"), "qti-underline") {
		name = "u"
	}
	switch {
	case n.Data == "img":
		c.image(n)
	case n.Data == "a" && !goodLink(attribute(n, "href")):
		if attribute(n, "href") != "" {
			c.draft.change(reasonLink)
		}
		c.children(n)
	case n.Data == "br" || n.Data == "hr":
		c.write("<" + n.Data + ">")
	case !known:
		c.unknown(n)
	case name == "" || n.Data == "div" && holdsBlock(n):
		c.children(n)
	default:
		c.write("<" + name + keptAttributes(n, name) + ">")
		c.children(n)
		c.write("</" + name + ">")
	}
}

// unknown keeps what stands in an element that has no place.
func (c *cleaner) unknown(n *html.Node) {
	switch n.Data {
	case "math":
		c.draft.change(reasonMath)
	case "font", "center", "strike", "s", "del", "small", "big", "mark":
		c.draft.change(reasonFormat)
	default:
		if n.Namespace == "" {
			c.draft.change(reasonElement, tagName(n.Data))
		}
	}
	c.children(n)
}

var odd = regexp.MustCompile(`[^A-Za-z0-9:_-]`)

// tagName is the name of an element as a message may repeat it.
func tagName(name string) string {
	name = odd.ReplaceAllString(name, "")
	return name[:min(len(name), 40)]
}

func keptAttributes(n *html.Node, name string) string {
	var kept strings.Builder
	for _, key := range map[string][]string{"ol": {"start"}, "th": {"align", "colspan", "rowspan"}, "td": {"align", "colspan", "rowspan"}, "a": {"href"}}[name] {
		value := attribute(n, key)
		if _, align, ok := strings.Cut(attribute(n, "class"), "qti-align-"); ok && key == "align" {
			value, _, _ = strings.Cut(align, " ")
		}
		if value != "" {
			kept.WriteString(" " + key + `="` + html.EscapeString(value) + `"`)
		}
	}
	return kept.String()
}

func holdsBlock(n *html.Node) bool {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if child.Type == html.ElementNode && slices.Contains(blocks, child.Data) {
			return true
		}
	}
	return false
}

// language of an element that holds one: xml:lang, or lang as in Moodle's multilang spans.
func language(n *html.Node) string {
	lang := attribute(n, "xml:lang")
	if lang == "" {
		lang = attribute(n, "lang")
	}
	switch lang, _, _ = strings.Cut(strings.ToLower(lang), "-"); lang {
	case "vi", "en":
		return lang
	}
	return ""
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" || a.Namespace+":"+a.Key == key {
			return a.Val
		}
	}
	return ""
}

func goodLink(destination string) bool {
	address, err := url.Parse(destination)
	return err == nil && slices.Contains(linkSchemes, address.Scheme)
}

// visible drops characters that no one sees and no database keeps.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == unicode.ReplacementChar || unicode.IsControl(r) || r == '\ufeff' || r == '\u200b':
			return -1
		}
		return r
	}, text)
}
