package render

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// parsed is a file as qpdf reads it, so that what is checked is not what our own writer believes.
type parsed struct {
	t       *testing.T
	objects map[string]json.RawMessage
}

type dict map[string]any

func parse(t *testing.T, file []byte) parsed {
	t.Helper()
	out := tool(t, file, "qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", "FILE")
	var all struct {
		QPDF []map[string]json.RawMessage `json:"qpdf"`
	}
	if err := json.Unmarshal(out, &all); err != nil || len(all.QPDF) != 2 {
		t.Fatalf("qpdf's description of the file: %v", err)
	}
	return parsed{t, all.QPDF[1]}
}

// dict follows a reference, or takes the dictionary itself.
func (p parsed) dict(value any) dict {
	p.t.Helper()
	if own, direct := value.(map[string]any); direct {
		return own
	}
	d, _ := p.object(value)
	return d
}

// object returns the dictionary of a reference and, of a stream, its content.
func (p parsed) object(reference any) (dict, []byte) {
	p.t.Helper()
	var o struct {
		Value  any
		Stream *struct {
			Dict dict
			Data string
		}
	}
	if err := json.Unmarshal(p.objects[fmt.Sprintf("obj:%v", reference)], &o); err != nil {
		p.t.Fatalf("object %v: %v", reference, err)
	}
	if o.Stream == nil {
		d, _ := o.Value.(map[string]any)
		return d, nil
	}
	data, err := base64.StdEncoding.DecodeString(o.Stream.Data)
	if err != nil {
		p.t.Fatal(err)
	}
	return o.Stream.Dict, data
}

func (p parsed) trailer() dict {
	var o struct{ Value dict }
	if err := json.Unmarshal(p.objects["trailer"], &o); err != nil {
		p.t.Fatal(err)
	}
	return o.Value
}

func (p parsed) catalog() dict { return p.dict(p.trailer()["/Root"]) }

func (p parsed) pages() []any { return p.dict(p.catalog()["/Pages"])["/Kids"].([]any) }

// A mark is a piece of marked content of a page.
type mark struct {
	id   int // -1: an artifact
	text string
	used map[string]string // characters by the name of their font
}

// paints are the operators that put something on the page.
var paints = map[string]bool{"Tj": true, "TJ": true, "'": true, "\"": true, "S": true, "s": true, "f": true, "F": true, "f*": true,
	"B": true, "B*": true, "b": true, "b*": true, "Do": true, "sh": true, "EI": true}

// marks reads the marked content of a page and fails where something is painted outside any or where one lies in another.
func (p parsed) marks(page any) (all []mark) {
	p.t.Helper()
	_, content := p.object(p.dict(page)["/Contents"])
	var operands []string
	var current string
	inside := false
	for _, token := range tokens(content) {
		switch {
		case token == "BDC" || token == "BMC":
			if inside {
				p.t.Errorf("marked content lies in marked content: %v", operands)
			}
			m := mark{id: -1, used: map[string]string{}}
			if token == "BDC" {
				if _, err := fmt.Sscanf(strings.Join(operands[1:], " "), "<< /MCID %d >>", &m.id); err != nil {
					p.t.Errorf("a mark without a number: %v", operands)
				}
			} else if operands[0] != "/Artifact" {
				p.t.Errorf("a mark that is no artifact: %v", operands)
			}
			all, inside = append(all, m), true
		case token == "EMC":
			inside = false
		case token == "Tf":
			current = operands[len(operands)-2]
		case paints[token]:
			if !inside {
				p.t.Errorf("%s %v is neither tagged nor an artifact", token, operands)
			} else if token == "Tj" {
				text := utf16Text(operands[len(operands)-1])
				all[len(all)-1].text += text
				all[len(all)-1].used[current] += text
			}
		}
		if isOperator(token) {
			operands = operands[:0]
		} else {
			operands = append(operands, token)
		}
	}
	return all
}
