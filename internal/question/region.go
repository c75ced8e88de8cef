package question

import (
	"fmt"

	"taphuan/internal/fault"
)

// Bounds of an image and its regions.
const (
	MaxImageSide = 20_000 // pixels
	MaxRegions   = 20
	maxCoords    = 100
)

// point is a place in ten thousandths of a pixel of an image, in which picks and regions compare without rounding.
// The largest image keeps squares and products of differences within 64 bits: (2 × 10^8)² × 2 < 2^63.
type point struct{ x, y int64 }

// pointOf is where a pick lies.
func (i Image) pointOf(p Pick) point {
	return point{int64(p.X) * int64(i.Width), int64(p.Y) * int64(i.Height)}
}

// corner is the i-th pair of a region's coordinates.
func (r Region) corner(i int) point {
	return point{int64(r.Coords[2*i]) * PickScale, int64(r.Coords[2*i+1]) * PickScale}
}

// holds reports whether a point lies in the region or on its border.
func (r Region) holds(p point) bool {
	switch r.Shape {
	case Rectangle:
		from, to := r.corner(0), r.corner(1)
		return from.x <= p.x && p.x <= to.x && from.y <= p.y && p.y <= to.y
	case Circle:
		center, radius := r.corner(0), int64(r.Coords[2])*PickScale
		dx, dy := p.x-center.x, p.y-center.y
		return dx*dx+dy*dy <= radius*radius
	case Polygon:
		return r.surrounds(p)
	}
	return false
}

// surrounds counts the edges that a ray from the point to the right crosses (even-odd rule).
func (r Region) surrounds(p point) bool {
	inside, n := false, len(r.Coords)/2
	for i := range n {
		a, b := r.corner(i), r.corner((i+1)%n)
		side := (b.x-a.x)*(p.y-a.y) - (b.y-a.y)*(p.x-a.x)
		if side == 0 && between(p.x, a.x, b.x) && between(p.y, a.y, b.y) {
			return true
		}
		if (a.y > p.y) != (b.y > p.y) && (side > 0) == (b.y > a.y) {
			inside = !inside
		}
	}
	return inside
}

func between(v, a, b int64) bool { return min(a, b) <= v && v <= max(a, b) }

// region checks the form of a region: coordinates of its shape, within the image.
func (f *faults) region(path string, image Image, r Region) {
	f.text(path+".label", r.Label, MaxOptionLength, true)
	f.text(path+".explain", r.Explain, MaxExplainLength, false)
	if !r.wellFormed(image) {
		f.add(path+".coords", "question.region", fault.Text{
			VI: fmt.Sprintf("Vùng phải nằm trong hình %d × %d điểm ảnh: rect là trái, trên, phải, dưới; circle là tâm x, tâm y, bán kính; poly là x, y của ít nhất ba đỉnh.", image.Width, image.Height),
			EN: fmt.Sprintf("A region must lie within the image of %d × %d pixels: rect is left, top, right, bottom; circle is center x, center y, radius; poly is x, y of at least three corners.", image.Width, image.Height)})
	}
}

func (r Region) wellFormed(image Image) bool {
	c := r.Coords
	switch r.Shape {
	case Rectangle:
		return len(c) == 4 && c[0] < c[2] && c[1] < c[3] && within(image, c)
	case Circle:
		return len(c) == 3 && within(image, c[:2]) && c[2] > 0 && c[2] <= MaxImageSide
	case Polygon:
		return len(c) >= 6 && len(c) <= maxCoords && len(c)%2 == 0 && within(image, c)
	}
	return false
}

func within(image Image, coords []int) bool {
	for i, c := range coords {
		if limit := []int{image.Width, image.Height}[i%2]; c < 0 || c > limit {
			return false
		}
	}
	return true
}
