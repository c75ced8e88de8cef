package render

import (
	"bytes"
	"encoding/xml"
	"testing"
)

// A box is where the PDF tool found a word, in points from the upper left corner.
type box struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Word string  `xml:",chardata"`
}

func TestWordsNeitherOverlapNorLeaveTheFrame(t *testing.T) {
	t.Parallel()
	for name, facts := range samples() {
		if facts.Demo {
			continue // its mark lies under the text on purpose
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			words := boxes(t, draw(t, facts))
			const frame = (frameInset + bandWidth + 1.2) / pointMM
			for i, a := range words {
				if a.XMin < frame || a.XMax > pageWidth/pointMM-frame || a.YMax > pageHeight/pointMM-frame {
					t.Errorf("%q leaves the frame: %v", a.Word, a)
				}
				for _, b := range words[i+1:] {
					if overlap(a, b) {
						t.Errorf("%q overlaps %q: %v %v", a.Word, b.Word, a, b)
					}
				}
			}
		})
	}
}

// overlap compares the middle 60 % of the height: the boxes hold the font's full ascent and descent,
// which may touch between lines where no ink does.
func overlap(a, b box) bool {
	inset := func(w box) (float64, float64) { h := (w.YMax - w.YMin) * 0.2; return w.YMin + h, w.YMax - h }
	aTop, aBottom := inset(a)
	bTop, bBottom := inset(b)
	return a.XMin < b.XMax && b.XMin < a.XMax && aTop < bBottom && bTop < aBottom
}

func boxes(t *testing.T, file []byte) []box {
	t.Helper()
	var page struct {
		Words []box `xml:"body>doc>page>word"`
	}
	out := tool(t, file, "pdftotext", "-bbox", "FILE", "-")
	decoder := xml.NewDecoder(bytes.NewReader(out))
	decoder.Strict = false
	if err := decoder.Decode(&page); err != nil {
		t.Fatal(err)
	}
	if len(page.Words) < 40 {
		t.Fatalf("only %d words found", len(page.Words))
	}
	return page.Words
}
