package render

import (
	"fmt"
	"strings"

	goqr "github.com/piglig/go-qr"
)

// finest is the least width of a module in millimeters that office printers and old phones' cameras still separate.
const finest = 0.33

// matrixFor makes the code of a text for a width in millimeters. It corrects 15 % of damage (level M), as paper that is
// handled and copied needs, unless its modules would be too fine for that: then 7 % (level L) and larger modules, because a
// code that no camera separates needs no correction.
func matrixFor(text string, side float64) (*goqr.QrCode, error) {
	code, err := encode(text, goqr.Medium)
	if err != nil || side/float64(code.Size()) >= finest {
		return code, err
	}
	return encode(text, goqr.Low)
}

// encode packs the digits of the text in less room than its letters.
func encode(text string, level goqr.Ecc) (*goqr.QrCode, error) {
	segments, err := goqr.MakeSegmentsOptimally(text, level, goqr.MinVersion, goqr.MaxVersion)
	if err != nil {
		return nil, err
	}
	return goqr.EncodeSegments(segments, level, goqr.MinVersion, goqr.MaxVersion, -1, true)
}

// code draws the QR code of the verification address as one vector path, so that no viewer shows
// seams between modules, on a white field. x and y are its upper left corner, side its width, all in millimeters.
func (p *page) code(x, y, side float64, c Color) {
	if p.err != nil {
		return
	}
	matrix, err := matrixFor(p.facts.coded(), side)
	if err != nil {
		p.err = fmt.Errorf("%w: VerifyURL: %v", ErrFacts, err)
		return
	}
	modules := matrix.Size()
	quiet := 4 * side / float64(modules)
	p.fill(Color{255, 255, 255})
	p.pdf.Rect(x-quiet, y-quiet, side+2*quiet, side+2*quiet, "F")
	unit := side / float64(modules) / pointMM
	var path strings.Builder
	fmt.Fprintf(&path, "q %.5f 0 0 %.5f %.3f %.3f cm\n", unit, -unit, x/pointMM, (pageHeight-y)/pointMM)
	for row := range modules {
		for from := 0; from < modules; {
			to := from
			for to < modules && matrix.Module(to, row) {
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
