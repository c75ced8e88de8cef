package render

import (
	"math"

	"codeberg.org/go-pdf/fpdf"
)

// The band between two rules.
const (
	bandWidth  = 7.5
	tileLength = 10.5 // wanted length of one repeat of the weave
)

// wovenFrame is an outer rule and a woven band between two rules.
func (p *page) wovenFrame() {
	p.rule(frameInset, 0.5, p.design.Palette.Accent)
	p.rule(frameInset+bandWidth, 0.5, p.design.Palette.Accent)
	p.rule(frameInset+bandWidth+1.2, 0.15, p.design.Palette.Accent)
	p.weave()
}

// weave fills the band: one tile repeated along the four sides, and a rosette in each corner.
func (p *page) weave() {
	tile := p.tile()
	middle := frameInset + bandWidth/2
	corner := frameInset + bandWidth
	for _, y := range []float64{middle, pageHeight - middle} {
		p.row(tile, corner, y, pageWidth-2*corner, 0)
	}
	for _, x := range []float64{middle, pageWidth - middle} {
		p.row(tile, x, corner, pageHeight-2*corner, -90)
		for _, y := range []float64{middle, pageHeight - middle} {
			p.corner(x, y)
		}
	}
}

// row repeats the tile from x, y along the length, rightward (angle 0) or downward (angle -90).
func (p *page) row(tile fpdf.Template, x, y, length, angle float64) {
	repeats := math.Round(length / tileLength)
	size := fpdf.SizeType{Wd: length / repeats, Ht: bandWidth}
	p.pdf.TransformBegin()
	p.pdf.TransformRotate(angle, x, y)
	for i := range int(repeats) {
		p.pdf.UseTemplateScaled(tile, fpdf.PointType{X: x + float64(i)*size.Wd, Y: y - bandWidth/2}, size)
	}
	p.pdf.TransformEnd()
}

// tile is one repeat of the weave: eight slow waves, crossed by four quick ones of half the height.
// It is stored once in the file, however often the page shows it.
func (p *page) tile() fpdf.Template {
	const height = bandWidth/2 - 0.7
	return stamp(tileLength, bandWidth, func(t *page) {
		t.pen(p.design.Palette.WeaveFine, 0.09)
		for i := range 4 {
			t.wave(height*0.45, 2, float64(i)*math.Pi/4)
		}
		t.pen(p.design.Palette.Weave, 0.09)
		for i := range 8 {
			t.wave(height, 1, float64(i)*math.Pi/4)
		}
	})
}

// wave strokes one sine curve of whole cycles over a tile.
func (p *page) wave(height, cycles, phase float64) {
	turn := 2 * math.Pi * cycles / tileLength
	p.curve(0, tileLength, int(8*cycles), func(t float64) (float64, float64, float64, float64) {
		sin, cos := math.Sincos(turn*t + phase)
		return t, bandWidth/2 + height*sin, 1, height * turn * cos
	})
}

// corner draws a rosette in its square.
func (p *page) corner(x, y float64) {
	p.pen(p.design.Palette.Accent, 0.25)
	p.pdf.Rect(x-bandWidth/2, y-bandWidth/2, bandWidth, bandWidth, "D")
	p.rosette(x, y, bandWidth/2-0.6, 0.42, 4, 6, p.design.Palette.Weave, 0.09)
	p.rosette(x, y, bandWidth/4, 0.5, 3, 4, p.design.Palette.WeaveFine, 0.09)
}

// rosette turns a closed wavy ring (lobes waves, depth of the radius) copies times within one lobe.
func (p *page) rosette(x, y, radius, depth float64, lobes, copies int, c Color, line float64) {
	n, side := float64(lobes), 2*(radius+line)
	ring := stamp(side, side, func(t *page) {
		t.pen(c, line)
		t.curve(0, 2*math.Pi, 8*lobes, func(a float64) (float64, float64, float64, float64) {
			r := radius * (1 - depth + depth*math.Cos(n*a))
			dr := -radius * depth * n * math.Sin(n*a)
			sin, cos := math.Sincos(a)
			return side/2 + r*cos, side/2 + r*sin, dr*cos - r*sin, dr*sin + r*cos
		})
	})
	size := fpdf.SizeType{Wd: side, Ht: side}
	for i := range copies {
		p.pdf.TransformBegin()
		p.pdf.TransformRotate(360/n*float64(i)/float64(copies), x, y)
		p.pdf.UseTemplateScaled(ring, fpdf.PointType{X: x - side/2, Y: y - side/2}, size)
		p.pdf.TransformEnd()
	}
}

// stamp makes a drawing that can be shown many times.
func stamp(width, height float64, draw func(*page)) fpdf.Template {
	size := fpdf.SizeType{Wd: width, Ht: height}
	return fpdf.CreateTpl(fpdf.PointType{}, size, "P", "mm", "", func(t *fpdf.Tpl) {
		draw(&page{pdf: &t.Fpdf})
	})
}

// curve strokes a parametric curve as cubic splines; at returns position and derivative.
func (p *page) curve(from, to float64, pieces int, at func(t float64) (x, y, dx, dy float64)) {
	h := (to - from) / float64(pieces)
	x0, y0, dx0, dy0 := at(from)
	p.pdf.MoveTo(x0, y0)
	for i := 1; i <= pieces; i++ {
		x1, y1, dx1, dy1 := at(from + float64(i)*h)
		p.pdf.CurveBezierCubicTo(x0+dx0*h/3, y0+dy0*h/3, x1-dx1*h/3, y1-dy1*h/3, x1, y1)
		x0, y0, dx0, dy0 = x1, y1, dx1, dy1
	}
	p.pdf.DrawPath("D")
}
