package render

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// code draws the QR code of the verification address as one vector path, so that no viewer shows
// seams between modules, on a white field. x and y are its upper left corner, side its width, all in millimeters.
func (p *page) code(x, y, side float64, c Color) {
	if p.err != nil {
		return
	}
	matrix, err := qr.Encode(p.facts.VerifyURL, qr.M, qr.Auto)
	if err != nil {
		p.err = fmt.Errorf("%w: VerifyURL: %v", ErrFacts, err)
		return
	}
	modules := matrix.Bounds().Dx()
	quiet := 4 * side / float64(modules)
	p.fill(Color{255, 255, 255})
	p.pdf.Rect(x-quiet, y-quiet, side+2*quiet, side+2*quiet, "F")
	unit := side / float64(modules) / pointMM
	var path strings.Builder
	fmt.Fprintf(&path, "q %.5f 0 0 %.5f %.3f %.3f cm\n", unit, -unit, x/pointMM, (pageHeight-y)/pointMM)
	for row := range modules {
		for from := 0; from < modules; {
			to := from
			for to < modules && matrix.At(to, row) == color.Black {
				to++
			}
			if to > from {
				fmt.Fprintf(&path, "%d %d %d 1 re\n", from, row, to-from)
			}
			from = max(to, from+1)
		}
	}
	p.fill(c)
	p.pdf.RawWriteStr(path.String() + "f Q")
}
