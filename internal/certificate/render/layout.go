package render

import (
	"fmt"
	"strings"
)

// Places on the page, in millimeters.
const (
	leftCenter  = 88.0  // issuer
	rightCenter = 207.0 // national title, signature
	columnWidth = 104.0
	textWidth   = 232.0
	headerTop   = 27.0
	titleLine   = 57.0
	bodyTop     = 65.0
	bodyBottom  = 140.5
	footTop     = 150.5
	footBottom  = 187.5
	leading     = 1.22 // line height in the body, of the size
)

// header draws the issuer on the left, the national title and motto on the right.
func (p *page) header() {
	y := headerTop
	last := len(p.facts.IssuerLines) - 1
	for i, line := range p.facts.IssuerLines {
		s := style{face: regular, size: 12.5, color: p.design.Ink}
		if i == last {
			s.face = bold
		}
		s, lines := p.fit("IssuerLines", line, s, 9, columnWidth, 2)
		y = p.lines(leftCenter, y, 5.6, s, lines)
	}
	p.bar(leftCenter, y-3.4, 26)

	national := style{face: bold, size: 12.5, color: p.design.Ink}
	motto := style{face: bold, size: 13.5, color: p.design.Ink}
	const words = "Độc lập - Tự do - Hạnh phúc"
	p.line(rightCenter, headerTop, national, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
	p.line(rightCenter, headerTop+5.8, motto, words)
	p.bar(rightCenter, headerTop+8, p.width(motto, words))
}

// bar draws a thin rule around x.
func (p *page) bar(x, y, width float64) {
	p.artifact(func() {
		p.pen(p.design.Ink, 0.25)
		p.pdf.Line(x-width/2, y, x+width/2, y)
	})
}

// title draws the name of the document and its ornament.
func (p *page) title() {
	s := style{face: bold, size: 40, color: p.design.Primary, tracking: 2.2}
	p.tag(element{kind: heading}, func() { p.center(pageWidth/2, titleLine, s, "GIẤY CHỨNG NHẬN") })
	p.artifact(func() { p.flourish(titleLine + 6) })
}

// flourish is the ornament below the title.
func (p *page) flourish(y float64) {
	p.pen(p.design.Accent, 0.3)
	p.fill(p.design.Accent)
	for _, side := range []float64{-1, 1} {
		p.pdf.Line(pageWidth/2+side*4, y, pageWidth/2+side*34, y)
		p.diamond(pageWidth/2+side*34, y, 0.8)
	}
	p.diamond(pageWidth/2, y, 1.7)
}

func (p *page) diamond(x, y, r float64) {
	p.pdf.MoveTo(x, y-r)
	p.pdf.LineTo(x+r, y)
	p.pdf.LineTo(x, y+r)
	p.pdf.LineTo(x-r, y)
	p.pdf.ClosePath()
	p.pdf.DrawPath("F")
}

// A block of the body: centered lines of one style, with a share of the free height above it.
type block struct {
	style style
	lines []string
	share float64
}

func (g block) height() float64 {
	return float64(len(g.lines)) * g.style.size * pointMM * leading
}

// body spreads the blocks over the height between title and signature. Where there is too much
// text, all of it shrinks together.
func (p *page) body() {
	for scale := 1.0; scale >= 0.75 && p.err == nil; scale -= 0.05 {
		blocks := p.blocks(scale)
		free, shares := bodyBottom-bodyTop, 0.0
		for _, g := range blocks {
			free -= g.height()
			shares += g.share
		}
		if free >= shares*0.6 {
			p.spread(blocks, free, shares)
			return
		}
	}
	if p.err == nil {
		p.err = fmt.Errorf("%w: the texts together are too long for one page", ErrFacts)
	}
}

func (p *page) spread(blocks []block, free, shares float64) {
	unit := min(free/shares, 4.2)
	y := bodyTop + (free-unit*shares)/2
	for _, g := range blocks {
		y += unit * g.share
		step := g.style.size * pointMM * leading
		p.lines(pageWidth/2, y+step-g.style.size*pointMM*0.26, step, g.style, g.lines)
		y += g.height()
	}
}

// blocks fits every text of the body; scale is 1 or less.
func (p *page) blocks(scale float64) []block {
	d, f := p.design, p.facts
	var out []block
	add := func(field, text string, s style, least float64, most int, share float64) {
		s.size *= scale
		if s, lines := p.fit(field, text, s, least*scale, textWidth, most); len(lines) > 0 {
			out = append(out, block{s, lines, share})
		}
	}
	running := style{face: regular, size: 14, color: d.Ink}
	quiet := style{face: italic, size: 14, color: d.Ink}
	add("CertifiedBy", strings.ToUpper(f.CertifiedBy), style{face: bold, size: 13.5, color: d.Ink}, 10, 2, 1)
	add("Salutation", f.certifies(), quiet, 12, 1, 0.5)
	add("Name", f.Name, style{face: bold, size: 31, color: d.Primary}, 16, 2, 1)
	for _, line := range p.personal(running) {
		add("Unit", line, running, 11, 2, 0.7)
	}
	add("CourseTitle", "đã hoàn thành khóa bồi dưỡng", quiet, 12, 1, 1.2)
	add("CourseTitle", "«"+f.CourseTitle+"»", style{face: bold, size: 22, color: d.Primary}, 14, 3, 0.7)
	add("Form", f.duration(), running, 11, 1, 1)
	add("Classification", f.result(), running, 11, 1, 0.5)
	add("BasisDocument", f.basis(), style{face: italic, size: 12, color: d.Ink}, 10, 2, 0.6)
	return out
}

// personal puts birth date and unit on one line where they fit.
func (p *page) personal(s style) []string {
	birth, unit := p.facts.birth(), p.facts.unit()
	if birth == "" || unit == "" {
		return []string{birth + unit}
	}
	if joined := birth + "  –  " + unit; p.width(s, joined) <= textWidth {
		return []string{joined}
	}
	return []string{birth, unit}
}
