package render

import "fmt"

// DemoMark stands across everything made from invented data.
const DemoMark = "MẪU - SỐ LIỆU MINH HỌA"

// Certificate draws one certificate as a PDF file. The bytes depend on nothing but the arguments.
// An error wraps ErrFacts when a field is missing, out of bounds or too long for its place.
func Certificate(facts Facts, design Design) ([]byte, error) {
	facts = facts.cleaned()
	if err := facts.check(); err != nil {
		return nil, err
	}
	b := newBook(description{title: "Giấy chứng nhận số " + facts.RegisterNumber, author: facts.issuer(), subject: facts.CourseTitle, day: facts.IssuedOn})
	if err := b.draw(facts, design); err != nil {
		return nil, err
	}
	return b.finish()
}

// draw goes from back to front and from top to bottom, which is also the reading order of the text.
func (p *page) draw() {
	p.artifact(func() {
		p.background()
		p.demoMark()
		p.frame()
	})
	p.header()
	p.title()
	p.body()
	p.signature()
	p.register()
	p.demoFoot()
	p.seal()
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

// seal outlines the place of a stamp of 36 mm, which covers a third of the signature on its left.
func (p *page) seal() {
	if !p.design.ShowSeal {
		return
	}
	p.artifact(func() {
		p.pen(Color{176, 42, 32}, 0.25)
		p.pdf.SetDashPattern([]float64{1.6, 1.2}, 0)
		p.pdf.Circle(rightCenter-22, footBottom-12, sealAcross/2, "D")
		p.pdf.SetDashPattern(nil, 0)
		p.center(rightCenter-22, footBottom-10, style{face: italic, size: 8, color: Color{176, 42, 32}}, "chỗ đóng dấu")
		p.center(rightCenter-22, footBottom-6.6, style{face: italic, size: 8, color: Color{176, 42, 32}}, fmt.Sprintf("(%d mm)", sealAcross))
	})
}

const sealAcross = 36
