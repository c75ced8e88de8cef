package render

import (
	"bytes"
	"fmt"

	"codeberg.org/go-pdf/fpdf"
)

// DemoMark stands across everything made from invented data.
const DemoMark = "MẪU - SỐ LIỆU MINH HỌA"

// Certificate draws one certificate as a PDF file. The bytes depend on nothing but the arguments.
// An error wraps ErrFacts when a field is missing, out of bounds or too long for its place.
func Certificate(facts Facts, design Design) ([]byte, error) {
	facts = facts.cleaned()
	if err := facts.check(); err != nil {
		return nil, err
	}
	// A4 landscape as a size of its own: the library misplaces stamps on a page it turned itself.
	pdf := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: pageWidth, Ht: pageHeight},
	})
	describe(pdf, facts)
	addFonts(pdf)
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddPage()
	p := &page{pdf: pdf, design: design, facts: facts}
	p.draw()
	if p.err != nil {
		return nil, p.err
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("draw certificate: %w", err)
	}
	return complete(out.Bytes())
}

// draw goes from back to front and from top to bottom, which is also the reading order of the text.
func (p *page) draw() {
	p.medallion()
	p.demoMark()
	p.border()
	p.header()
	p.title()
	p.body()
	p.signature()
	p.register()
}

// demoMark is pale across the page and dark at its foot, where a black and white copy keeps it.
func (p *page) demoMark() {
	if !p.facts.Demo {
		return
	}
	mark := style{bold, 50, Color{248, 219, 214}, 0}
	p.pdf.TransformBegin()
	p.pdf.TransformRotate(20, pageWidth/2, pageHeight/2)
	p.center(pageWidth/2, pageHeight/2+3, mark, DemoMark)
	p.pdf.TransformEnd()
	p.center(pageWidth/2, footBottom, style{face: bold, size: 10, color: Color{176, 42, 32}}, DemoMark)
}
