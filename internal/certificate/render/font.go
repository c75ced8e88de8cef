package render

import (
	"bytes"
	"crypto/sha256"
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

var allFaces = []face{regular, bold, italic}

// name is how the font is called in a file.
func (f face) name() string {
	return "Liberation" + map[string]string{serif: "Serif"}[f.family] + map[string]string{"": "", "B": "-Bold", "I": "-Italic"}[f.style]
}

// subsetTag is six letters that stand for what a file holds.
func subsetTag(file []byte) string {
	sum := sha256.Sum256(file)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

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
	for _, f := range allFaces {
		pdf.AddUTF8FontFromBytes(f.family, f.style, bytes.Clone(faces()[f.style]))
	}
}
