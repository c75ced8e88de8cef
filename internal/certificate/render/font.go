package render

import (
	"bytes"
	"sync"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
)

const serif = "serif"

// A face is a font at no particular size.
type face struct{ family, style string }

var (
	regular = face{serif, ""}
	bold    = face{serif, "B"}
	italic  = face{serif, "I"}
)

// The fonts are made lean once per process, at the first certificate.
var faces = sync.OnceValue(func() map[string][]byte {
	return map[string][]byte{
		"":  lean(liberationserifregular.TTF),
		"B": lean(liberationserifbold.TTF),
		"I": lean(liberationserifitalic.TTF),
	}
})

// addFonts registers the three faces; only the characters used are embedded. Each document gets copies,
// because the library pads tables in place.
func addFonts(pdf *fpdf.Fpdf) {
	for _, f := range []face{regular, bold, italic} {
		pdf.AddUTF8FontFromBytes(f.family, f.style, bytes.Clone(faces()[f.style]))
	}
}
