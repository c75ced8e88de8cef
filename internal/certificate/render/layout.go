package render

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
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
	footBottom  = 186.5
	logoLeft    = 27.0
	logoSide    = 20.0
	leading     = 1.22 // line height in the body, of the size
)

// header draws the issuer on the left, behind its logo, and the national title and motto on the right.
func (p *page) header() {
	middle, width := leftCenter, columnWidth
	if p.design.Logo != nil {
		p.logo()
		middle, width = leftCenter+logoSide/2, columnWidth-logoSide
	}
	y := headerTop
	last := len(p.facts.IssuerLines) - 1
	for i, line := range p.facts.IssuerLines {
		s := style{face: regular, size: 12.5, color: ink}
		if i == last {
			s.face = bold
		}
		s, lines := p.fit("IssuerLines", line, s, 9, width, 2)
		y = p.lines(middle, y, 5.6, s, lines)
	}
	p.bar(middle, y-3.4, 26)

	national := style{face: bold, size: 12.5, color: ink}
	motto := style{face: bold, size: 13.5, color: ink}
	const words = "Độc lập - Tự do - Hạnh phúc"
	p.line(rightCenter, headerTop, national, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
	p.line(rightCenter, headerTop+5.8, motto, words)
	p.bar(rightCenter, headerTop+8, p.width(motto, words))
}

// logo draws the issuer's sign as large as its square allows.
func (p *page) logo() {
	options := fpdf.ImageOptions{ImageType: "PNG"}
	name := fmt.Sprintf("%x", sha256.Sum256(p.design.Logo))
	info := p.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(p.design.Logo))
	if err := p.pdf.Error(); err != nil {
		p.err = fmt.Errorf("%w: the logo: %v", ErrDesign, err)
		return
	}
	scale := logoSide / max(info.Width(), info.Height())
	width, height := info.Width()*scale, info.Height()*scale
	x, y := logoLeft+(logoSide-width)/2, headerTop-5+(logoSide-height)/2
	p.figure("Biểu trưng của "+p.facts.issuer(), x, y, width, height, func() {
		p.pdf.ImageOptions(name, x, y, width, height, false, options, 0, "")
	})
}

// bar draws a thin rule around x.
func (p *page) bar(x, y, width float64) {
	p.artifact(func() {
		p.pen(ink, 0.25)
		p.pdf.Line(x-width/2, y, x+width/2, y)
	})
}

// title draws the name of the document and its ornament.
func (p *page) title() {
	s := map[Form]style{
		Woven: {bold, 40, p.design.Palette.Primary, 2.2},
		State: {bold, 38, p.design.Palette.Primary, 1.2},
		Arcs:  {bold, 40, p.design.Palette.Primary, 0.6},
	}[p.design.Form]
	p.tag(element{kind: heading}, func() { p.center(pageWidth/2, titleLine, s, "GIẤY CHỨNG NHẬN") })
	p.artifact(func() { p.flourish(titleLine + 6) })
}

// flourish is the ornament below the title.
func (p *page) flourish(y float64) {
	p.pen(p.design.Palette.Accent, 0.3)
	p.fill(p.design.Palette.Accent)
	switch p.design.Form {
	case Woven:
		for _, side := range []float64{-1, 1} {
			p.pdf.Line(pageWidth/2+side*4, y, pageWidth/2+side*34, y)
			p.diamond(pageWidth/2+side*34, y, 0.8)
		}
		p.diamond(pageWidth/2, y, 1.7)
	case State:
		p.pdf.Line(pageWidth/2-24, y-1, pageWidth/2+24, y-1)
		p.pen(p.design.Palette.Primary, 0.7)
		p.pdf.Line(pageWidth/2-16, y, pageWidth/2+16, y)
	case Arcs:
		for i, r := range []float64{0.6, 0.9, 1.3, 0.9, 0.6} {
			p.pdf.Circle(pageWidth/2+float64(i-2)*5, y-0.5, r, "F")
		}
	}
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
	f, primary := p.facts, p.design.Palette.Primary
	var out []block
	add := func(field, text string, s style, least float64, most int, share float64) {
		s.size *= scale
		if s, lines := p.fit(field, text, s, least*scale, textWidth, most); len(lines) > 0 {
			out = append(out, block{s, lines, share})
		}
	}
	running := style{face: regular, size: 14, color: ink}
	quiet := style{face: italic, size: 14, color: ink}
	add("CertifiedBy", strings.ToUpper(f.CertifiedBy), style{face: bold, size: 13.5, color: ink}, 10, 2, 1)
	add("Salutation", f.certifies(), quiet, 12, 1, 0.5)
	add("Name", f.Name, style{face: bold, size: 31, color: primary}, 16, 2, 1)
	for _, line := range p.personal(running) {
		add("Unit", line, running, 11, 2, 0.7)
	}
	add("CourseTitle", "đã hoàn thành khóa bồi dưỡng", quiet, 12, 1, 1.2)
	add("CourseTitle", "«"+f.CourseTitle+"»", style{face: bold, size: 22, color: primary}, 14, 3, 0.7)
	add("Form", f.duration(), running, 11, 1, 1)
	add("Classification", f.result(), running, 11, 1, 0.5)
	add("BasisDocument", f.basis(), style{face: italic, size: 12, color: ink}, 10, 2, 0.6)
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
