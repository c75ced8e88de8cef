// Package paper draws the plain papers of an office: A4 with the national title, tables whose rows wrap and whose head
// stands on each page, and the lines below which people sign. The same calls give the same bytes; it knows no clock.
package paper

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
)

// Millimeters of an A4 sheet and its margins (Nghị định 30/2020/NĐ-CP).
const (
	longSide  = 297.0
	shortSide = 210.0

	Left   = 25.0
	Right  = 15.0
	Top    = 20.0
	Bottom = 18.0
)

// LineHeight is that of a line in a table, in millimeters.
const LineHeight = 5.2

// The national title (Nghị định 30/2020/NĐ-CP).
const (
	NationalTitle = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	NationalMotto = "Độc lập - Tự do - Hạnh phúc"
)

// DemoMark stands on everything made from invented data.
const DemoMark = "MẪU - SỐ LIỆU MINH HỌA"

// SignHint stands below who signs.
const SignHint = "(Ký, ghi rõ họ tên)"

// Options say what paper it is.
type Options struct {
	Title  string    // of the file
	MadeAt time.Time // of the file; the clock is the caller's
	Wide   bool      // the sheet lies
	Demo   bool      // each page carries the mark
}

// Paper is a document being drawn, from top to bottom. Lengths are millimeters, sizes points.
type Paper struct {
	*fpdf.Fpdf
	Width  float64 // between the margins
	Height float64 // of the sheet
	Y      float64 // where the next thing stands
	demo   bool
}

// New returns a paper with its first page. It gets copies of the fonts, because the library pads tables in place.
func New(o Options) *Paper {
	orientation, width, height := "P", shortSide, longSide
	if o.Wide {
		orientation, width, height = "L", longSide, shortSide
	}
	pdf := fpdf.New(orientation, "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(o.MadeAt.UTC())
	pdf.SetModificationDate(o.MadeAt.UTC())
	pdf.SetLang("vi-VN")
	pdf.SetTitle(o.Title, true)
	pdf.SetProducer("Tập Huấn", true)
	pdf.SetMargins(Left, Top, Right)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddUTF8FontFromBytes("serif", "", bytes.Clone(liberationserifregular.TTF))
	pdf.AddUTF8FontFromBytes("serif", "B", bytes.Clone(liberationserifbold.TTF))
	pdf.AddUTF8FontFromBytes("serif", "I", bytes.Clone(liberationserifitalic.TTF))
	p := &Paper{Fpdf: pdf, Width: width - Left - Right, Height: height, demo: o.Demo}
	p.Add()
	return p
}

// Bytes returns the file.
func (p *Paper) Bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("draw paper: %w", err)
	}
	return out.Bytes(), nil
}

// Add begins a page; its number stands in the middle of the top margin, but not on the first.
func (p *Paper) Add() {
	p.AddPage()
	p.Y = Top
	if n := p.PageNo(); n > 1 {
		p.Center(Left, 12, p.Width, "", 13, fmt.Sprint(n))
	}
	if p.demo {
		p.SetTextColor(176, 42, 32)
		p.Center(Left, p.Height-7, p.Width, "B", 9, DemoMark)
		p.SetTextColor(0, 0, 0)
	}
}

// Center writes a line in the middle of a room, smaller where it would be wider, and returns its width.
func (p *Paper) Center(x, y, room float64, style string, size float64, text string) float64 {
	p.SetFont("serif", style, size)
	if w := p.GetStringWidth(text); w > room {
		p.SetFontSize(size * room / w)
	}
	w := p.GetStringWidth(text)
	p.Text(x+(room-w)/2, y, text)
	return w
}

// National writes the national title in the middle of a room.
func (p *Paper) National(x, y, room float64) {
	p.Center(x, y, room, "B", 12, NationalTitle)
	w := p.Center(x, y+5.5, room, "B", 13, NationalMotto)
	p.Line(x+(room-w)/2, y+7.5, x+(room+w)/2, y+7.5)
}

// RowHeight is that of the highest cell.
func (p *Paper) RowHeight(widths []float64, cells []string, style string) float64 {
	p.SetFont("serif", style, 11)
	lines := 1
	for i, cell := range cells {
		lines = max(lines, len(p.SplitText(cell, widths[i]-2)))
	}
	return float64(lines)*LineHeight + 2.4
}

// Row draws one row of a table, no lower than least. Cells for which text is true wrap from the left, the others stand in
// the middle.
func (p *Paper) Row(widths []float64, cells []string, style string, least float64, text func(column int) bool) {
	height := max(least, p.RowHeight(widths, cells, style))
	x := Left
	p.SetLineWidth(0.2)
	for i, cell := range cells {
		p.Rect(x, p.Y, widths[i], height, "D")
		lines := p.SplitText(cell, widths[i]-2)
		y := p.Y + (height-float64(len(lines))*LineHeight)/2 + LineHeight*0.74
		for _, line := range lines {
			at := x + 1
			if !text(i) {
				at = x + (widths[i]-p.GetStringWidth(line))/2
			}
			p.Text(at, y, line)
			y += LineHeight
		}
		x += widths[i]
	}
	p.Y += height
}

// Signer writes who signs in the middle of a room.
func (p *Paper) Signer(x, y, room float64, who string) {
	p.Center(x, y, room, "B", 12, who)
	p.Center(x, y+5.5, room, "I", 11, SignHint)
}
