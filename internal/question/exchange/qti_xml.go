package exchange

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// element is an element of QTI, or a fragment of HTML when it has no name.
type element struct {
	name     string
	attrs    []string // names and values in turn
	kids     []*element
	text     string // of a leaf
	fragment string // safe HTML
	raw      string // XML that was written before
}

// el makes an element of QTI with attributes (names and values in turn).
func el(name string, attrs ...string) *element { return &element{name: name, attrs: attrs} }

// with adds children.
func (e *element) with(kids ...*element) *element {
	e.kids = append(e.kids, kids...)
	return e
}

// saying sets the text of a leaf.
func (e *element) saying(text string) *element {
	e.text = text
	return e
}

func fragmentOf(markup string) *element { return &element{fragment: markup} }

// qtiXML writes elements in the spelling of a version.
type qtiXML struct {
	out   bytes.Buffer
	three bool
}

func (x *qtiXML) write(e *element) {
	if e == nil {
		return
	}
	if e.name == "" {
		x.out.WriteString(e.raw)
		x.html(e.fragment)
		return
	}
	name := x.spelled(e.name, "qti-")
	x.out.WriteString("<" + name)
	for i := 0; i+1 < len(e.attrs); i += 2 {
		x.out.WriteString(" " + x.spelled(e.attrs[i], "") + `="` + escapedXML(e.attrs[i+1]) + `"`)
	}
	if len(e.kids) == 0 && e.text == "" {
		x.out.WriteString("/>")
		return
	}
	x.out.WriteString(">" + escapedXML(e.text))
	for _, kid := range e.kids {
		x.write(kid)
	}
	x.out.WriteString("</" + name + ">")
}

// plainElements are written without the prefix of QTI 3.
var plainElements = map[string]bool{"div": true, "img": true, "p": true, "object": true}

// spelled is a name as the version writes it: simpleChoice, qti-simple-choice.
func (x *qtiXML) spelled(name, prefix string) string {
	if !x.three || plainElements[name] || strings.ContainsAny(name, ":") {
		return name
	}
	var out strings.Builder
	out.WriteString(prefix)
	for _, r := range name {
		if unicode.IsUpper(r) {
			out.WriteString("-" + string(unicode.ToLower(r)))
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// html writes a safe fragment as XML. What QTI has no element or attribute for goes by its vocabulary of classes.
func (x *qtiXML) html(markup string) {
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return
	}
	for _, n := range nodes {
		x.node(n)
	}
}

func (x *qtiXML) node(n *html.Node) {
	if n.Type == html.TextNode {
		x.out.WriteString(escapedXML(n.Data))
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	name := n.Data
	class := ""
	if name == "u" {
		name, class = "span", "qti-underline"
	}
	x.out.WriteString("<" + name)
	for _, a := range n.Attr {
		switch a.Key {
		case "align":
			class = "qti-align-" + a.Val
		case "lang":
			x.out.WriteString(` xml:lang="` + escapedXML(a.Val) + `"`)
		case "rel":
		default:
			x.out.WriteString(" " + a.Key + `="` + escapedXML(a.Val) + `"`)
		}
	}
	if class != "" {
		x.out.WriteString(` class="` + class + `"`)
	}
	if n.FirstChild == nil && (name == "br" || name == "hr" || name == "img") {
		x.out.WriteString("/>")
		return
	}
	x.out.WriteString(">")
	for kid := n.FirstChild; kid != nil; kid = kid.NextSibling {
		x.node(kid)
	}
	x.out.WriteString("</" + name + ">")
}
