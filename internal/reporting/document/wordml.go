package document

import (
	"encoding/xml"
	"fmt"
	"strings"
)

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
)

// Lengths are in twips: 20 a point, 567 a centimeter.
const (
	marginTop, marginBottom = 1134, 1134 // 20 mm
	marginLeft, marginRight = 1701, 850  // 30 and 15 mm
	paperShort, paperLong   = 11906, 16838
	portraitWidth           = paperShort - marginLeft - marginRight
	landscapeWidth          = paperLong - marginLeft - marginRight
	firstLine               = 720 // 1.27 cm
	sixPoints               = 120
)

const (
	center  = "center"
	justify = "both"
)

// look is how a run of text looks; size in points, color as hex.
type look struct {
	size         int
	bold, italic bool
	color        string
}

func (l look) xml() string {
	var b strings.Builder
	b.WriteString("<w:rPr>")
	if l.bold {
		b.WriteString("<w:b/>")
	}
	if l.italic {
		b.WriteString("<w:i/>")
	}
	if l.color != "" {
		fmt.Fprintf(&b, `<w:color w:val="%s"/>`, l.color)
	}
	fmt.Fprintf(&b, `<w:sz w:val="%d"/></w:rPr>`, 2*l.size)
	return b.String()
}

func run(text string, l look) string {
	return `<w:r>` + l.xml() + `<w:t xml:space="preserve">` + escape(visible(text)) + `</w:t></w:r>`
}

// field is a value Word fills in, such as the page number.
func field(code string, l look) string {
	sign := func(kind string) string {
		return `<w:r>` + l.xml() + `<w:fldChar w:fldCharType="` + kind + `"/></w:r>`
	}
	return sign("begin") + `<w:r>` + l.xml() + `<w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r>` +
		sign("separate") + run("2", l) + sign("end")
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder never fails
	return b.String()
}

// para is the form of a paragraph, in twips; the zero value is a plain line without space around it.
type para struct {
	style                    string
	keepNext, keepLines      bool
	rule                     bool // a line above the paragraph, as wide as the indents leave
	before, after            int
	line                     int // 240ths of a line; 0 is single; negative is an exact height in twips
	left, right, first, hang int
	align                    string
}

func (p para) xml(runs ...string) string {
	return "<w:p>" + p.properties() + strings.Join(runs, "") + "</w:p>"
}

// properties come in the order the schema asks for.
func (p para) properties() string {
	var b strings.Builder
	b.WriteString("<w:pPr>")
	if p.style != "" {
		fmt.Fprintf(&b, `<w:pStyle w:val="%s"/>`, p.style)
	}
	if p.keepNext {
		b.WriteString("<w:keepNext/>")
	}
	if p.keepLines {
		b.WriteString("<w:keepLines/>")
	}
	if p.rule {
		b.WriteString(`<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>`)
	}
	fmt.Fprintf(&b, `<w:spacing w:before="%d" w:after="%d"%s/>`, p.before, p.after, p.lineXML())
	b.WriteString(p.indent())
	if p.align != "" {
		fmt.Fprintf(&b, `<w:jc w:val="%s"/>`, p.align)
	}
	b.WriteString("</w:pPr>")
	return b.String()
}

func (p para) lineXML() string {
	switch {
	case p.line < 0:
		return fmt.Sprintf(` w:line="%d" w:lineRule="exact"`, -p.line)
	case p.line > 0:
		return fmt.Sprintf(` w:line="%d" w:lineRule="auto"`, p.line)
	}
	return ` w:line="240" w:lineRule="auto"`
}

func (p para) indent() string {
	if p.hang > 0 {
		return fmt.Sprintf(`<w:ind w:left="%d" w:right="%d" w:hanging="%d"/>`, p.left, p.right, p.hang)
	}
	return fmt.Sprintf(`<w:ind w:left="%d" w:right="%d" w:firstLine="%d"/>`, p.left, p.right, p.first)
}

// rule draws a line of the length, centered in the room.
func rule(room, length, before int) string {
	side := (room - length) / 2
	return para{rule: true, before: before, line: -80, left: side, right: side}.xml()
}

// section is a run of pages of one orientation with page numbers of its own.
type section struct{ landscape bool }

func (s section) xml() string {
	size := fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/>`, paperShort, paperLong)
	if s.landscape {
		size = fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/>`, paperLong, paperShort)
	}
	return `<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId5"/>` +
		`<w:type w:val="nextPage"/>` + size +
		fmt.Sprintf(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="400" w:footer="400" w:gutter="0"/>`,
			marginTop, marginRight, marginBottom, marginLeft) +
		`<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>`
}
