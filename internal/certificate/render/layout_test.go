package render

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/png"
	"strings"
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
	each(t, func(t *testing.T, _ string, facts Facts, design Design) {
		facts.Demo = false // its mark lies under the text on purpose
		checkPlaces(t, drawn(t, facts, design))
	})
}

// TestNamesFit: names as long as people's are, two lines of a course and a place's name of the longest kind stand side by side
// in every design.
func TestNamesFit(t *testing.T) {
	t.Parallel()
	facts := samples()["long"]
	facts.IssuerLines = []string{"ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "CƠ QUAN THƯỜNG TRỰC BAN CHỈ ĐẠO PHÒNG, CHỐNG TỘI PHẠM"}
	for form, design := range designs() {
		design.Logo = smallLogo()
		for _, name := range []string{"A Blao", "Đinh Thị Krếch", "H'Hen", "Y Bhăm Niê Kdăm", "Công Huyền Tôn Nữ Nguyễn Phước Thị Thùy Dương Hoàng Bảo Trân"} {
			t.Run(form+"/"+name, func(t *testing.T) {
				t.Parallel()
				named := facts
				named.Name = name
				file := drawn(t, named, design)
				checkPlaces(t, file)
				if text := string(tool(t, file, "pdftotext", "-raw", "FILE", "-")); !strings.Contains(text, name) {
					t.Errorf("%q does not stand in one line of\n%s", name, text)
				}
			})
		}
	}
}

// checkPlaces fails where words overlap or leave the frame.
func checkPlaces(t *testing.T, file []byte) {
	t.Helper()
	words := boxes(t, file)
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
}

func smallLogo() []byte {
	picture := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range picture.Pix {
		picture.Pix[i] = []byte{30, 90, 140, 255}[i%4]
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		panic(err)
	}
	return b.Bytes()
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
