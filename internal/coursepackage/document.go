package coursepackage

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// document is a parsed YAML file that knows the line of each of its parts.
type document struct {
	file   string
	offset int // lines of the file before the YAML begins
	root   ast.Node
}

// maxDepth bounds how deep YAML may nest.
const maxDepth = 40

// parseYAML reads one YAML document. Problems are added to found and answered with nil.
func parseYAML(found *problems, file string, offset int, data []byte) (doc *document) {
	defer func() {
		// The parser has been seen to panic on broken input; a course file must not stop the import.
		if recover() != nil {
			found.add(file, offset+1, "yaml.syntax", "?")
			doc = nil
		}
	}()
	if line := tooDeep(data); line > 0 {
		found.add(file, offset+line, "yaml.too_deep", maxDepth)
		return nil
	}
	parsed, err := parser.ParseBytes(data, 0)
	doc = &document{file: file, offset: offset}
	switch {
	case err != nil:
		doc.explain(found, err)
		return nil
	case len(parsed.Docs) != 1 || parsed.Docs[0].Body == nil:
		found.add(file, offset+1, "yaml.one_document")
		return nil
	}
	doc.root = parsed.Docs[0].Body
	var trick trickFinder
	ast.Walk(&trick, doc.root)
	if trick.found != nil {
		found.add(file, doc.start(trick.found), "yaml.trick")
		return nil
	}
	return doc
}

// manyMarks finds a line that opens many levels by itself ("- - - - ...").
var manyMarks = regexp.MustCompile(fmt.Sprintf(`^\s*([-?]\s+){%d,}`, maxDepth))

// tooDeep returns the first line that nests deeper than maxDepth, or 0. It looks at brackets and
// marks only, before the parser does, because parsing is recursive.
func tooDeep(data []byte) int {
	depth, spaces := 0, 0
	for i, line := range bytes.Split(data, []byte("\n")) {
		for _, c := range line {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(depth-1, 0)
			}
		}
		spaces = len(line) - len(bytes.TrimLeft(line, " "))
		if depth > maxDepth || spaces > 4*maxDepth || manyMarks.Match(line) {
			return i + 1
		}
	}
	return 0
}

// trickFinder finds anchors, aliases, merges and tags: course data needs none of them.
type trickFinder struct{ found ast.Node }

// Visit stops at the first trick.
func (t *trickFinder) Visit(node ast.Node) ast.Visitor {
	if t.found != nil {
		return nil
	}
	switch node.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType, ast.TagType:
		t.found = node
		return nil
	}
	return t
}

// decode fills target from a node, strictly: an unknown key or a wrong type is a problem.
func (d *document) decode(found *problems, node ast.Node, target any) bool {
	if node == nil {
		return true
	}
	if err := yaml.NodeToValue(node, target, yaml.Strict()); err != nil {
		d.explain(found, err)
		return false
	}
	return true
}

// keyTwice is how the parser words a key that stands twice.
var keyTwice = regexp.MustCompile(`^mapping key .* already defined`)

// explain turns an error of the YAML library into a problem with its line.
func (d *document) explain(found *problems, err error) {
	line, detail := 1, ""
	var at yaml.Error
	if errors.As(err, &at) { // never its Error(): that prints the source, slowly
		detail = at.GetMessage()
		if t := at.GetToken(); t != nil && t.Position != nil {
			line = t.Position.Line
		}
	} else {
		detail = err.Error()
	}
	code := "yaml.syntax"
	var unknown *yaml.UnknownFieldError
	var twice *yaml.DuplicateKeyError
	var mismatch *yaml.TypeError
	var structure *yaml.UnexpectedNodeTypeError
	var overflow *yaml.OverflowError
	switch {
	case errors.As(err, &unknown):
		code, detail = "yaml.unknown_key", unknown.Token.Value
	case errors.As(err, &twice), keyTwice.MatchString(detail):
		code, detail = "yaml.key_twice", at.GetToken().Value
	case errors.As(err, &mismatch), errors.As(err, &structure), errors.As(err, &overflow):
		code = "yaml.type"
	}
	found.add(d.file, d.offset+line, code, detail)
}

// line returns the line of a part named by keys (string) and places (int), or of the nearest part
// around it that exists.
func (d *document) line(path ...any) int { return d.lineIn(d.root, path...) }

func (d *document) lineIn(node ast.Node, path ...any) int {
	line := d.start(node)
	for _, step := range path {
		next, at := child(node, step)
		if next == nil {
			break
		}
		node, line = next, d.offset+at
	}
	return line
}

// start returns the line on which a node begins.
func (d *document) start(node ast.Node) int {
	if node == nil {
		return d.offset + 1
	}
	return d.offset + startLine(node)
}

func startLine(node ast.Node) int {
	switch n := node.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return startLine(n.Values[0])
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken().Position.Line
	}
	return node.GetToken().Position.Line
}

// child returns the part of a node under a key or at a place, and its line.
func child(node ast.Node, step any) (ast.Node, int) {
	switch step := step.(type) {
	case string:
		for _, pair := range pairs(node) {
			if token := pair.Key.GetToken(); token.Value == step {
				return pair.Value, token.Position.Line
			}
		}
	case int:
		if list, ok := node.(*ast.SequenceNode); ok && step < len(list.Values) {
			return list.Values[step], startLine(list.Values[step])
		}
	}
	return nil, 0
}

func pairs(node ast.Node) []*ast.MappingValueNode {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// whole is a whole number; YAML's 8.5 or "8" is refused where a count is meant.
type whole int

// UnmarshalYAML takes an integer and nothing else.
func (w *whole) UnmarshalYAML(node ast.Node) error {
	mismatch := &yaml.TypeError{DstType: reflect.TypeFor[int](), SrcType: reflect.TypeFor[string](), Token: node.GetToken()}
	integer, ok := node.(*ast.IntegerNode)
	if !ok {
		return mismatch
	}
	switch v := integer.Value.(type) {
	case int64:
		*w = whole(v)
	case uint64:
		if v > 1<<31 {
			return mismatch
		}
		*w = whole(v)
	}
	return nil
}
