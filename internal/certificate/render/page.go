package render

import (
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// Millimeters of an A4 sheet in landscape.
const (
	pageWidth  = 297.0
	pageHeight = 210.0
	pointMM    = 25.4 / 72
)

// page is the sheet being drawn. The first error stops all later text.
type page struct {
	pdf    *fpdf.Fpdf
	book   *book
	family *family
	design Design
	facts  Facts
	err    error
}

// A style is how one line of text looks: size and tracking in points.
type style struct {
	face     face
	size     float64
	color    Color
	tracking float64
}

func (p *page) fill(c Color) { p.pdf.SetFillColor(int(c.R), int(c.G), int(c.B)) }

// pen sets the color and the width of lines, in millimeters.
func (p *page) pen(c Color, width float64) {
	p.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	p.pdf.SetLineWidth(width)
}

// font chooses a style's letters. Families differ in how large they are at a size.
func (p *page) font(s style) { p.pdf.SetFont(p.family.key, string(s.face), s.size*p.family.scale) }

// width measures a line in millimeters.
func (p *page) width(s style, text string) float64 {
	p.font(s)
	letters := float64(len([]rune(text)))
	return p.pdf.GetStringWidth(text) + max(letters-1, 0)*s.tracking*pointMM
}

// put writes a line with its left edge at x and its baseline at y.
func (p *page) put(x, y float64, s style, text string) {
	if p.err != nil || text == "" {
		return
	}
	p.font(s)
	p.pdf.SetTextColor(int(s.color.R), int(s.color.G), int(s.color.B))
	if s.tracking != 0 {
		p.pdf.RawWriteStr(fmt.Sprintf("%.2f Tc", s.tracking))
		defer p.pdf.RawWriteStr("0 Tc")
	}
	p.pdf.Text(x, y, text)
}

// center writes a line around x.
func (p *page) center(x, y float64, s style, text string) {
	p.put(x-p.width(s, text)/2, y, s, text)
}

// line writes a paragraph of one line around x.
func (p *page) line(x, y float64, s style, text string) {
	p.lines(x, y, 0, s, []string{text})
}

// lines writes one paragraph around x, its lines a step apart, and returns the baseline after them. A space ends each line
// but the last, so that a reader of the text does not join words.
func (p *page) lines(x, y, step float64, s style, lines []string) float64 {
	if strings.Join(lines, "") == "" {
		return y
	}
	p.tag(element{kind: paragraph}, func() {
		for i, text := range lines {
			left := x - p.width(s, text)/2
			if i < len(lines)-1 {
				text += " "
			}
			p.put(left, y, s, text)
			y += step
		}
	})
	return y
}

// fit chooses the largest size from s.size down to least at which the text stands in most lines of
// the width, preferring fewer lines as long as they keep three quarters of the size.
func (p *page) fit(field, text string, s style, least, width float64, most int) (style, []string) {
	if text == "" || p.err != nil {
		return s, nil
	}
	largest := s.size
	for lines := 1; lines <= most; lines++ {
		floor := least
		if lines < most {
			floor = max(least, largest*0.75)
		}
		for s.size = largest; s.size >= floor; s.size -= 0.5 {
			if out, ok := wrap(text, width, lines, func(t string) float64 { return p.width(s, t) }); ok {
				return s, out
			}
		}
	}
	p.err = fmt.Errorf("%w: %s is too long to print", ErrFacts, field)
	return s, nil
}
