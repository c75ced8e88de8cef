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
	pdf := newPDF()
	describe(pdf, description{title: "Giấy chứng nhận số " + facts.RegisterNumber, author: facts.issuer(), subject: facts.CourseTitle, day: facts.IssuedOn})
	var elements []element
	if err := drawPage(pdf, facts, design, &elements); err != nil {
		return nil, err
	}
	return finish(pdf, elements)
}

// newPDF is an empty file. A4 landscape is a size of its own: the library misplaces stamps on a page it turned itself.
func newPDF() *fpdf.Fpdf {
	pdf := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: pageWidth, Ht: pageHeight},
	})
	addFonts(pdf)
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	return pdf
}

func drawPage(pdf *fpdf.Fpdf, facts Facts, design Design, elements *[]element) error {
	pdf.AddPage()
	p := &page{pdf: pdf, design: design, facts: facts, elements: elements}
	p.draw()
	return p.err
}

// finish writes the file and adds what the library cannot.
func finish(pdf *fpdf.Fpdf, elements []element) ([]byte, error) {
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("draw certificate: %w", err)
	}
	d, err := takeApart(out.Bytes())
	if err != nil {
		return nil, err
	}
	d.dropEmptyNames()
	d.structure(elements)
	d.nameSubsets(subsetTag(out.Bytes()))
	return d.bytes(), nil
}

// draw goes from back to front and from top to bottom, which is also the reading order of the text.
func (p *page) draw() {
	p.artifact(func() {
		p.medallion()
		p.demoMark()
		p.border()
	})
	p.header()
	p.title()
	p.body()
	p.signature()
	p.register()
	p.demoFoot()
}

// demoMark is pale across the page.
func (p *page) demoMark() {
	if !p.facts.Demo {
		return
	}
	mark := style{bold, 50, Color{248, 219, 214}, 0}
	p.pdf.TransformBegin()
	p.pdf.TransformRotate(20, pageWidth/2, pageHeight/2)
	p.center(pageWidth/2, pageHeight/2+3, mark, DemoMark)
	p.pdf.TransformEnd()
}

// demoFoot is the same mark dark at the foot, where a black and white copy keeps it and where it is read aloud.
func (p *page) demoFoot() {
	if !p.facts.Demo {
		return
	}
	p.line(pageWidth/2, footBottom, style{face: bold, size: 10, color: Color{176, 42, 32}}, DemoMark)
}
