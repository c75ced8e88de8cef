package exchange

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// xmlReader reads XML as data: no entity is declared, nothing is loaded, depth and attributes are bounded.
type xmlReader struct {
	decoder *xml.Decoder
	depth   int
	nodes   int
}

func newXML(data []byte) *xmlReader {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.CharsetReader = func(name string, text io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(name), "utf-16") {
			return text, nil // it is UTF-8 by now, or no XML
		}
		return nil, ErrEncoding
	}
	return &xmlReader{decoder: decoder}
}

// next returns the next token. Errors: io.EOF, ErrEntities, ErrTooDeep, ErrEncoding, ErrXML.
func (x *xmlReader) next() (xml.Token, error) {
	token, err := x.decoder.Token()
	switch {
	case errors.Is(err, io.EOF):
		return nil, io.EOF
	case errors.Is(err, ErrEncoding):
		return nil, ErrEncoding
	case err != nil:
		return nil, ErrXML.Because(err)
	}
	switch t := token.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxDepth {
			return nil, ErrTooDeep
		}
		for _, a := range t.Attr {
			if len(a.Value) > maxAttribute {
				return nil, ErrTooDeep
			}
		}
	case xml.EndElement:
		x.depth--
	case xml.Directive:
		if strings.ContainsAny(string(t), "[&%") || strings.Contains(strings.ToUpper(string(t)), "ENTITY") {
			return nil, ErrEntities
		}
	}
	return token, nil
}

func (x *xmlReader) line() int {
	line, _ := x.decoder.InputPos()
	return line
}

// node is an element with what stands in it, or a text (without a name).
type node struct {
	name  string
	attrs []xml.Attr
	kids  []*node
	text  string
}

// tree reads an element to its end. Errors as of next; ErrTooDeep also for too many elements.
func (x *xmlReader) tree(start xml.StartElement) (*node, error) {
	x.nodes = 0
	return x.subtree(start)
}

func (x *xmlReader) subtree(start xml.StartElement) (*node, error) {
	if x.nodes++; x.nodes > maxElements {
		return nil, ErrTooDeep
	}
	n := &node{name: start.Name.Local, attrs: start.Copy().Attr}
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil, ErrXML.Because(io.ErrUnexpectedEOF)
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			kid, err := x.subtree(t)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, kid)
		case xml.CharData:
			n.kids = append(n.kids, &node{text: string(t)})
		case xml.EndElement:
			return n, nil
		}
	}
}

// attr returns an attribute by its local name, xml:lang among them as "lang".
func (n *node) attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all returns the children of a name.
func (n *node) all(name string) []*node {
	if n == nil {
		return nil
	}
	var found []*node
	for _, kid := range n.kids {
		if kid.name == name {
			found = append(found, kid)
		}
	}
	return found
}

// first returns the first child of a name, or nil.
func (n *node) first(name string) *node {
	if n == nil {
		return nil
	}
	for _, kid := range n.kids {
		if kid.name == name {
			return kid
		}
	}
	return nil
}

// find returns every element of a name below the node.
func (n *node) find(name string) []*node {
	if n == nil {
		return nil
	}
	var found []*node
	for _, kid := range n.kids {
		if kid.name == name {
			found = append(found, kid)
		}
		found = append(found, kid.find(name)...)
	}
	return found
}

// words returns the text of the node and of all that stands in it.
func (n *node) words() string {
	if n == nil {
		return ""
	}
	if n.name == "" {
		return n.text
	}
	var all strings.Builder
	for _, kid := range n.kids {
		all.WriteString(kid.words())
	}
	return all.String()
}

// value is the trimmed text of the first child of a name.
func (n *node) value(name string) string { return strings.TrimSpace(n.first(name).words()) }
