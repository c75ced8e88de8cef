package render

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"slices"
	"sync"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font/sfnt"
)

// A face is a font of a family at no particular size, as the PDF library calls it.
type face string

const (
	regular face = ""
	bold    face = "B"
	italic  face = "I"
)

var faces = []face{regular, bold, italic}

// A family is three faces that go together.
type family struct {
	key   string
	name  string              // in files
	scale float64             // of its sizes beside those of the serif
	lean  map[face][]byte     // without what only screens need
	whole map[face]*sfnt.Font // to ask for characters
}

//go:embed fonts/*.ttf
var sansFiles embed.FS

// The fonts are made lean once per process, at the first certificate.
var (
	serif = sync.OnceValue(func() *family {
		return newFamily("serif", "LiberationSerif", 1, map[face][]byte{
			regular: liberationserifregular.TTF, bold: liberationserifbold.TTF, italic: liberationserifitalic.TTF})
	})
	sans = sync.OnceValue(func() *family {
		files := map[face][]byte{}
		for f, name := range map[face]string{regular: "be-vietnam-pro", bold: "be-vietnam-pro-bold", italic: "be-vietnam-pro-italic"} {
			files[f], _ = sansFiles.ReadFile("fonts/" + name + ".ttf") // compiled in
		}
		return newFamily("sans", "BeVietnamPro", 0.86, files)
	})
)

func newFamily(key, name string, scale float64, files map[face][]byte) *family {
	f := &family{key, name, scale, map[face][]byte{}, map[face]*sfnt.Font{}}
	for style, file := range files {
		f.lean[style] = lean(file)
		whole, err := sfnt.Parse(file)
		if err != nil {
			panic(fmt.Sprintf("font %s%s, which is compiled in: %v", key, style, err))
		}
		f.whole[style] = whole
	}
	return f
}

// lacks returns the first character of a text that a face of the family cannot show.
func (f *family) lacks(text string) (rune, bool) {
	var buffer sfnt.Buffer
	for _, r := range text {
		for _, style := range faces {
			if glyph, err := f.whole[style].GlyphIndex(&buffer, r); err != nil || glyph == 0 {
				return r, true
			}
		}
	}
	return 0, false
}

// familyFor is the design's, or the serif where a name needs a character that the design's lacks.
func familyFor(design Design, facts Facts) (*family, error) {
	text := facts.printed()
	if design.Form == Arcs {
		if _, lacking := sans().lacks(text); !lacking {
			return sans(), nil
		}
	}
	if r, lacking := serif().lacks(text); lacking {
		return nil, fmt.Errorf("%w: %s holds %q, which the printed font lacks", ErrFacts, facts.fieldWith(r), r)
	}
	return serif(), nil
}

// use registers the faces of a family once; only the characters used are embedded. Each document gets copies, because the
// library pads tables in place.
func (b *book) use(f *family) {
	if slices.Contains(b.families, f) {
		return
	}
	b.families = append(b.families, f)
	for _, style := range faces {
		b.pdf.AddUTF8FontFromBytes(f.key, string(style), bytes.Clone(f.lean[style]))
	}
}

// nameOf is how a face is called in a file.
func (f *family) nameOf(style face) string {
	return f.name + map[face]string{regular: "", bold: "-Bold", italic: "-Italic"}[style]
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
