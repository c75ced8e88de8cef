package render

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// An element is a piece of the page as it is read aloud: one entry of the document's structure (ISO 32000-1, 14.7).
type element struct {
	kind   string     // heading, paragraph or figure
	page   int        // from 0
	mark   int        // number of its marked content on the page
	alt    string     // what a figure shows
	actual string     // the text where lines break it apart; empty: as drawn
	box    [4]float64 // of a figure: left, bottom, right, top in points
}

const (
	heading   = "H1"
	paragraph = "P"
	figure    = "Figure"
)

// tag draws a piece that is read, in the order of reading. Pieces do not nest.
func (p *page) tag(e element, draw func()) {
	e.page = p.pdf.PageNo() - 1
	if n := len(p.book.elements); n > 0 && p.book.elements[n-1].page == e.page {
		e.mark = p.book.elements[n-1].mark + 1
	}
	p.book.elements = append(p.book.elements, e)
	p.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", e.kind, e.mark))
	draw()
	p.pdf.RawWriteStr("EMC")
}

// figure draws a picture with words for who does not see it. x and y are its upper left corner, in millimeters.
func (p *page) figure(alt string, x, y, width, height float64, draw func()) {
	box := [4]float64{x / pointMM, (pageHeight - y - height) / pointMM, (x + width) / pointMM, (pageHeight - y) / pointMM}
	p.tag(element{kind: figure, alt: alt, box: box}, draw)
}

// artifact draws what readers of the text pass over: frame, rules, ornaments.
func (p *page) artifact(draw func()) {
	p.pdf.RawWriteStr("/Artifact BMC")
	draw()
	p.pdf.RawWriteStr("EMC")
}

// structure adds the tree of the elements: a part for each page where there are several.
func (d *document) structure(elements []element) {
	root, tree := d.add(nil), d.add(nil)
	whole := d.add(nil)
	parents := make([][]int, len(d.pages))
	for _, e := range elements {
		parents[e.page] = append(parents[e.page], d.add(nil))
	}
	above := make([]int, len(d.pages))
	var parts []int
	for i, page := range d.pages {
		above[i] = whole
		if len(d.pages) > 1 {
			above[i] = d.add(fmt.Appendf(nil, "<</Type/StructElem/S/Sect/P %d 0 R/K%s>>", whole, references(parents[i])))
			parts = append(parts, above[i])
		} else {
			parts = parents[i]
		}
		d.extend(page, fmt.Sprintf("/StructParents %d/Tabs/S", i))
	}
	for _, e := range elements {
		d.objects[parents[e.page][e.mark]] = e.entry(above[e.page], d.pages[e.page])
	}
	d.objects[whole] = fmt.Appendf(nil, "<</Type/StructElem/S/Document/P %d 0 R/K%s>>", root, references(parts))
	d.objects[tree] = parentTree(parents)
	d.objects[root] = fmt.Appendf(nil, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>", whole, tree, len(d.pages))
	d.extend(d.root, fmt.Sprintf("/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>", root))
}

func (e element) entry(parent, page int) []byte {
	entry := fmt.Appendf(nil, "<</Type/StructElem/S/%s/P %d 0 R/Pg %d 0 R/K %d", e.kind, parent, page, e.mark)
	if e.alt != "" {
		entry = fmt.Appendf(entry, "/Alt%s/A<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>", textString(e.alt), e.box[0], e.box[1], e.box[2], e.box[3])
	}
	if e.actual != "" {
		entry = append(entry, "/ActualText"+textString(e.actual)...)
	}
	return append(entry, ">>"...)
}

// parentTree leads from the marks of each page to the elements.
func parentTree(parents [][]int) []byte {
	tree := []byte("<</Nums[")
	for i, page := range parents {
		tree = fmt.Appendf(tree, "%d%s", i, references(page))
	}
	return append(tree, "]>>"...)
}

func references(objects []int) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, id := range objects {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d 0 R", id)
	}
	b.WriteByte(']')
	return b.String()
}

// textString is any text as PDF writes it: UTF-16 with a mark in front, as hexadecimal digits.
func textString(text string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String() + ">"
}
