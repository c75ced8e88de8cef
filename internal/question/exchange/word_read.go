package exchange

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Word files are read paragraph by paragraph, with the look of each letter, automatic numbers, pictures and tables.
// What a paragraph cannot say in text is named.

var (
	reasonEquation = words{"word.equation",
		"Công thức toán được viết thành một dòng chữ. Hãy kiểm tra lại.", "An equation was written as a line of text. Check it."}
	reasonTable = words{"word.table",
		"Bảng trong câu hỏi được chuyển thành các dòng chữ.", "A table in the question became lines of text."}
	reasonFootnote = words{"word.footnote", "Chú thích cuối trang hoặc cuối bài đã bỏ.", "A footnote or endnote was removed."}
	reasonObject   = words{"word.object",
		"Đã bỏ đối tượng nhúng, biểu đồ hoặc khung chữ.", "An embedded object, chart or text box was removed."}
)

// wordReader turns a document into lines.
type wordReader struct {
	*writtenReader
	numbering numbering
	targets   map[string]string // of the document's relations
	lines     []line
	paragraph int
}

func (im *importer) readWord(a *archive) error {
	r := &wordReader{writtenReader: &writtenReader{importer: im, lost: map[int][]words{}}, targets: map[string]string{}}
	r.picture = func(reference string) ([]byte, words) { return a.picture("", reference) }
	if err := r.relations(a); err != nil {
		return err
	}
	if err := r.numbering.read(a); err != nil {
		return err
	}
	document, err := a.read("word/document.xml", a.limits.Part)
	if err != nil {
		return err
	}
	if err := eachChild(document, "body", r.block); err != nil {
		return err
	}
	return r.readLines(r.lines)
}

// eachChild reads the children of the first element of a name one after another.
func eachChild(data []byte, parent string, visit func(*node)) error {
	x := newXML(data)
	inside := false
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !inside {
				inside = t.Name.Local == parent
				continue
			}
			child, err := x.tree(t)
			if err != nil {
				return err
			}
			visit(child)
		case xml.EndElement:
			if t.Name.Local == parent {
				return nil
			}
		}
	}
}

// relations notes where the pictures of the document stand; nothing outside of it is followed.
func (r *wordReader) relations(a *archive) error {
	const name = "word/_rels/document.xml.rels"
	if !a.has(name) {
		return nil
	}
	data, err := a.read(name, a.limits.Part)
	if err != nil {
		return err
	}
	return eachChild(data, "Relationships", func(n *node) {
		target := n.attr("Target")
		if n.attr("TargetMode") == "External" {
			return
		}
		if !strings.HasPrefix(target, "/") {
			target = path.Join("word", target)
		}
		r.targets[n.attr("Id")] = strings.TrimPrefix(target, "/")
	})
}

// wrappers hold paragraphs, rows, cells or runs and are nothing of their own: content controls, fields, links, and what
// was inserted or moved while changes were tracked.
var wrappers = []string{"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo"}

// wrapped returns the children of a name, also those in wrappers.
func (n *node) wrapped(name string) []*node {
	var found []*node
	for _, kid := range n.kids {
		switch {
		case kid.name == name:
			found = append(found, kid)
		case slices.Contains(wrappers, kid.name):
			found = append(found, kid.wrapped(name)...)
		}
	}
	return found
}

// block takes a paragraph or a table, or what holds some.
func (r *wordReader) block(n *node) {
	switch {
	case n.name == "p":
		r.paragraph++
		r.lines = append(r.lines, r.paragraphLines(n)...)
	case n.name == "tbl":
		for _, row := range n.wrapped("tr") {
			r.row(row)
		}
	case slices.Contains(wrappers, n.name):
		for _, kid := range n.kids {
			r.block(kid)
		}
	}
}

// row makes one line of a row whose cells have a line each; else each cell stands for itself.
func (r *wordReader) row(row *node) {
	var cells [][]line
	simple := true
	for _, cell := range row.wrapped("tc") {
		var lines []line
		for _, p := range cell.find("p") {
			r.paragraph++
			for _, l := range r.paragraphLines(p) {
				if strings.TrimSpace(l.text) != "" {
					lines = append(lines, l)
				}
			}
		}
		simple = simple && len(lines) <= 1
		cells = append(cells, lines)
	}
	if !simple {
		r.lines = append(r.lines, slices.Concat(cells...)...)
		return
	}
	var joint lineBuilder
	for i, cell := range cells {
		if i > 0 {
			joint.write("\t", 0)
		}
		for _, l := range cell {
			joint.text, joint.styles = append(joint.text, l.text...), append(joint.styles, l.styles...)
		}
	}
	whole := joint.line(r.paragraph)
	if !optionStart.MatchString(whole.text) && !questionStart.MatchString(whole.text) && !fieldStart.MatchString(whole.text) &&
		!keyLetters.MatchString(whole.text) && !keyNumbers.MatchString(strings.ToLower(whole.text)) && !keyPair.MatchString(whole.text) {
		r.lost[r.paragraph] = append(r.lost[r.paragraph], reasonTable)
	}
	r.lines = append(r.lines, whole)
}

// paragraphLines are the lines of a paragraph, parted by line breaks, after the number that Word puts before it.
func (r *wordReader) paragraphLines(p *node) []line {
	w := paragraphWriter{reader: r, lines: []*lineBuilder{{}}}
	properties := p.first("pPr")
	if label := r.numbering.label(properties); label != "" {
		w.current().write(label+" ", styleOf(properties.first("rPr")))
	}
	w.inline(p, 0)
	var lines []line
	for _, b := range w.lines {
		lines = append(lines, b.line(r.paragraph))
	}
	return lines
}

// paragraphWriter gathers the letters of a paragraph.
type paragraphWriter struct {
	reader *wordReader
	lines  []*lineBuilder
}

func (w *paragraphWriter) current() *lineBuilder { return w.lines[len(w.lines)-1] }

func (w *paragraphWriter) lose(words words) {
	r := w.reader
	r.lost[r.paragraph] = append(r.lost[r.paragraph], words)
}

func (w *paragraphWriter) inline(n *node, s style) {
	for _, kid := range n.kids {
		switch kid.name {
		case "r":
			w.inline(kid, styleOf(kid.first("rPr")))
		case "t":
			w.current().write(visible(composed(kid.words())), s)
		case "tab":
			w.current().write("\t", s)
		case "br", "cr":
			w.lines = append(w.lines, &lineBuilder{})
		case "noBreakHyphen":
			w.current().write("-", s)
		case "sym":
			w.current().write("□", s)
			w.lose(reasonObject)
		case "drawing", "pict":
			w.picture(kid)
		case "oMath", "oMathPara":
			w.current().write(visible(linear(kid)), s)
			w.lose(reasonEquation)
		case "footnoteReference", "endnoteReference":
			w.lose(reasonFootnote)
		case "object", "txbxContent":
			w.lose(reasonObject)
		case "AlternateContent":
			if choice := kid.first("Choice"); choice != nil {
				w.inline(choice, s)
			}
		default:
			if slices.Contains(wrappers, kid.name) {
				w.inline(kid, s)
			}
		}
	}
}

// picture puts a letter of its own for each picture.
func (w *paragraphWriter) picture(n *node) {
	found := slices.Concat(n.find("blip"), n.find("imagedata"))
	if len(found) == 0 {
		w.lose(reasonObject)
	}
	for _, p := range found {
		id := p.attr("embed")
		if id == "" {
			id = p.attr("id")
		}
		target := w.reader.targets[id]
		if target == "" {
			w.lose(reasonOutside)
			continue
		}
		w.reader.pictures = append(w.reader.pictures, target)
		w.current().write(string(pictureSign+rune(len(w.reader.pictures)-1)), 0)
	}
}

// styleOf reads how a run looks.
func styleOf(properties *node) style {
	if properties == nil {
		return 0
	}
	s := style(0)
	for _, p := range properties.kids {
		value := p.attr("val")
		off := value == "0" || value == "false" || value == "none" || value == "off"
		switch {
		case off:
		case p.name == "b", p.name == "rStyle" && value == "Strong":
			s |= bold
		case p.name == "i", p.name == "rStyle" && value == "Emphasis":
			s |= italic
		case p.name == "u":
			s |= underlined
		case p.name == "highlight", p.name == "color" && value != "auto" && value != "000000" && p.attr("themeColor") != "text1",
			p.name == "shd" && p.attr("fill") != "auto" && p.attr("fill") != "FFFFFF" && p.attr("fill") != "":
			s |= colored
		case p.name == "vertAlign" && value == "superscript", p.name == "position" && value > "0":
			s |= raised
		case p.name == "vertAlign" && value == "subscript", p.name == "position" && strings.HasPrefix(value, "-"):
			s |= lowered
		}
	}
	return s
}

// linear writes an equation in one line: (a)/(b), a^(2), a_(1), √(x).
func linear(n *node) string {
	part := func(name string) string { return linear(n.first(name)) }
	if n == nil {
		return ""
	}
	switch n.name {
	case "t":
		return n.words()
	case "f":
		return fmt.Sprintf("(%s)/(%s)", part("num"), part("den"))
	case "sSup":
		return fmt.Sprintf("%s^(%s)", part("e"), part("sup"))
	case "sSub":
		return fmt.Sprintf("%s_(%s)", part("e"), part("sub"))
	case "rad":
		return fmt.Sprintf("√(%s)", part("e"))
	case "d":
		return fmt.Sprintf("(%s)", part("e"))
	}
	var all strings.Builder
	for _, kid := range n.kids {
		if kid.name != "" {
			all.WriteString(linear(kid))
		}
	}
	return all.String()
}
