package render

import "math"

// frameInset is from the edge of the paper to the outer rule: what every printer can print.
const frameInset = 10.0

// frame draws the edge of the page in the form of the design.
func (p *page) frame() {
	switch p.design.Form {
	case Woven:
		p.wovenFrame()
	case State:
		p.stateFrame()
	case Arcs:
		p.arcFrame()
	}
}

// rule strokes a rectangle at a distance from the paper's edge.
func (p *page) rule(inset, width float64, c Color) {
	p.pen(c, width)
	p.pdf.Rect(inset, inset, pageWidth-2*inset, pageHeight-2*inset, "D")
}

// stateFrame is a strong rule between two fine ones, with a knot of squares in each corner.
func (p *page) stateFrame() {
	const knot = 7.0
	c := p.design.Palette
	p.rule(frameInset, 0.3, c.Primary)
	p.rule(frameInset+2.4, 1.2, c.Primary)
	p.rule(frameInset+4.6, 0.25, c.Accent)
	for _, x := range []float64{frameInset, pageWidth - frameInset - knot} {
		for _, y := range []float64{frameInset, pageHeight - frameInset - knot} {
			p.fill(Color{255, 255, 255})
			p.pen(c.Primary, 0.3)
			p.pdf.Rect(x, y, knot, knot, "FD")
			p.pen(c.Accent, 0.25)
			p.pdf.Rect(x+1.2, y+1.2, knot-2.4, knot-2.4, "D")
			p.fill(c.Primary)
			p.diamond(x+knot/2, y+knot/2, 1.5)
		}
	}
}

// arcFrame is two rules that give way to arcs in the corners, as rings of a tree or of a drum.
func (p *page) arcFrame() {
	c := p.design.Palette
	p.pdf.SetLineCapStyle("round")
	p.notched(frameInset, 17, 0.9, c.Primary)
	p.notched(frameInset+1.8, 18.8, 0.3, c.Accent)
	p.pdf.SetLineCapStyle("butt")
	for i, r := range []float64{13.4, 11.4, 9.4, 7.4} {
		p.pen([]Color{c.Weave, c.WeaveFine}[i%2], 0.55)
		p.corners(frameInset, func(x, y, from float64) { p.pdf.Arc(x, y, r, r, 0, from, from+90, "D") })
	}
	p.corners(frameInset, func(x, y, from float64) {
		p.fill(c.Primary)
		p.slice(x, y, 5, from)
	})
}

// notched strokes a rectangle whose corners are cut out by quarter circles around the corners of the outer frame.
func (p *page) notched(inset, radius, width float64, c Color) {
	p.pen(c, width)
	across := math.Sqrt(radius*radius - (inset-frameInset)*(inset-frameInset)) // where a side meets its circle
	near, far := frameInset+across, inset
	for _, side := range []struct{ x1, y1, x2, y2 float64 }{
		{near, far, pageWidth - near, far}, {near, pageHeight - far, pageWidth - near, pageHeight - far},
		{far, near, far, pageHeight - near}, {pageWidth - far, near, pageWidth - far, pageHeight - near},
	} {
		p.pdf.Line(side.x1, side.y1, side.x2, side.y2)
	}
	gap := math.Asin((inset-frameInset)/radius) * 180 / math.Pi
	p.corners(frameInset, func(x, y, from float64) { p.pdf.Arc(x, y, radius, radius, 0, from+gap, from+90-gap, "D") })
}

// corners calls draw for each corner of a frame with the angle, in degrees, at which its inner quarter begins.
func (p *page) corners(inset float64, draw func(x, y, from float64)) {
	draw(inset, inset, 270)
	draw(pageWidth-inset, inset, 180)
	draw(pageWidth-inset, pageHeight-inset, 90)
	draw(inset, pageHeight-inset, 0)
}

// slice fills a quarter of a circle.
func (p *page) slice(x, y, radius, from float64) {
	sin, cos := math.Sincos(from * math.Pi / 180)
	p.pdf.MoveTo(x, y)
	p.pdf.LineTo(x+radius*cos, y-radius*sin)
	p.pdf.ArcTo(x, y, radius, radius, 0, from, from+90)
	p.pdf.ClosePath()
	p.pdf.DrawPath("F")
}

// background draws what stands pale behind the text.
func (p *page) background() {
	switch p.design.Background {
	case Rosette:
		p.rosette(pageWidth/2, pageHeight/2+3, 62, 0.28, 6, 10, p.design.Palette.Faint, 0.12)
		p.rosette(pageWidth/2, pageHeight/2+3, 40, 0.42, 5, 8, p.design.Palette.Faint, 0.12)
	case Rays:
		p.rays()
	}
}

// rays spread over the body from above the register number, long and short in turn.
func (p *page) rays() {
	const x, y, near = pageWidth / 2, bodyBottom + 3, 20.0
	p.pen(p.design.Palette.Faint, 0.35)
	for i := range 61 {
		far := []float64{82, 66, 74, 66}[i%4]
		sin, cos := math.Sincos(float64(i) * math.Pi / 60)
		p.pdf.Line(x+near*cos, y-near*sin, x+far*cos, y-far*sin)
	}
	p.pdf.Arc(x, y, near-3, near-3, 0, 0, 180, "D")
	p.pdf.Arc(x, y, near-6, near-6, 0, 0, 180, "D")
}
