package sheet

import (
	"bytes"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
)

// Millimeters of an A4 sheet; a class list stands upright, an attendance sheet lies.
const (
	longSide   = 297.0
	shortSide  = 210.0
	left       = 25.0
	right      = 15.0
	top        = 20.0
	bottom     = 18.0
	lineHeight = 5.2
	leastRow   = 8.0
	// perTable is how many sessions stand beside each other; more go to a table of their own.
	perTable = 10
)

// PDF draws the sheet.
func PDF(s Sheet) ([]byte, error) {
	if len(s.Rows) > MaxRows {
		return nil, fmt.Errorf("draw sheet: %d rows, at most %d", len(s.Rows), MaxRows)
	}
	p := newPage(s)
	p.add()
	p.head()
	p.title()
	for from := 0; from == 0 || from < len(s.Sessions); from += perTable {
		p.table(from, min(from+perTable, len(s.Sessions)))
	}
	p.foot()
	var out bytes.Buffer
	if err := p.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("draw sheet: %w", err)
	}
	return out.Bytes(), nil
}

// blank is an empty document with fonts and fixed dates. It gets copies of the fonts, because the
// library pads tables in place.
func blank(s Sheet) *fpdf.Fpdf {
	orientation := "P"
	if s.Wide {
		orientation = "L"
	}
	pdf := fpdf.New(orientation, "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(s.MadeAt.UTC())
	pdf.SetModificationDate(s.MadeAt.UTC())
	pdf.SetLang("vi-VN")
	pdf.SetTitle(s.Title, true)
	pdf.SetProducer("Tập Huấn", true)
	pdf.SetMargins(left, top, right)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddUTF8FontFromBytes("serif", "", bytes.Clone(liberationserifregular.TTF))
	pdf.AddUTF8FontFromBytes("serif", "B", bytes.Clone(liberationserifbold.TTF))
	pdf.AddUTF8FontFromBytes("serif", "I", bytes.Clone(liberationserifitalic.TTF))
	return pdf
}

type page struct {
	pdf    *fpdf.Fpdf
	sheet  Sheet
	width  float64 // between the margins
	height float64 // of the paper
	y      float64
}

func newPage(s Sheet) *page {
	p := &page{pdf: blank(s), sheet: s, width: shortSide - left - right, height: longSide}
	if s.Wide {
		p.width, p.height = longSide-left-right, shortSide
	}
	return p
}

// add begins a page; its number stands in the middle of the top margin, but not on the first.
func (p *page) add() {
	p.pdf.AddPage()
	p.y = top
	if n := p.pdf.PageNo(); n > 1 {
		p.center(left, 12, p.width, "", 13, fmt.Sprint(n))
	}
	if p.sheet.Demo {
		p.pdf.SetTextColor(176, 42, 32)
		p.center(left, p.height-7, p.width, "B", 9, "MẪU - SỐ LIỆU MINH HỌA")
		p.pdf.SetTextColor(0, 0, 0)
	}
}

// center writes a line in the middle of a room, smaller where it would be wider.
func (p *page) center(x, y, room float64, style string, size float64, text string) float64 {
	p.pdf.SetFont("serif", style, size)
	if w := p.pdf.GetStringWidth(text); w > room {
		p.pdf.SetFontSize(size * room / w)
	}
	w := p.pdf.GetStringWidth(text)
	p.pdf.Text(x+(room-w)/2, y, text)
	return w
}

// head is the issuer at the left and the national title at the right.
func (p *page) head() {
	const gap = 6.0
	leftRoom := p.width * 0.42
	h := p.sheet.Head
	y := p.y + 4
	if h.Parent != "" {
		p.center(left, y, leftRoom, "", 12, strings.ToUpper(h.Parent))
		y += 5.5
	}
	w := p.center(left, y, leftRoom, "B", 12, strings.ToUpper(h.Issuer))
	p.pdf.SetLineWidth(0.3)
	p.pdf.Line(left+(leftRoom-w*0.4)/2, y+2, left+(leftRoom+w*0.4)/2, y+2)
	if h.National {
		x, room := left+leftRoom+gap, p.width-leftRoom-gap
		p.center(x, p.y+4, room, "B", 12, nationalTitle)
		w := p.center(x, p.y+9.5, room, "B", 13, nationalMotto)
		p.pdf.Line(x+(room-w)/2, p.y+11.5, x+(room+w)/2, p.y+11.5)
	}
	p.y += 24
}

func (p *page) title() {
	p.center(left, p.y, p.width, "B", 14, strings.ToUpper(p.sheet.Title))
	p.y += 7
	for _, fact := range p.sheet.Facts {
		p.pdf.SetFont("serif", "", 12)
		for _, line := range p.pdf.SplitText(fact, p.width) {
			p.center(left, p.y, p.width, "", 12, line)
			p.y += 5.8
		}
	}
	p.y += 1
}

// widths are those of the columns with some sessions in the middle; the unit takes what is left.
func (p *page) widths(sessions int) []float64 {
	each := 0.0
	if sessions > 0 {
		each = min(16, 80/float64(sessions))
	}
	all := []float64{13, 45, 32, 0}
	for range sessions {
		all = append(all, each)
	}
	if p.sheet.Wide {
		all = append(all, 24)
	}
	all = append(all, 22)
	rest := p.width
	for _, w := range all {
		rest -= w
	}
	all[3] = rest
	return all
}

// table draws all rows with the sessions from one to another; the head stands on each page. The last two
// rows go over together with what is signed below: no signature stands on a page alone.
func (p *page) table(from, to int) {
	if from > 0 {
		p.add()
	}
	w := p.widths(to - from)
	head := p.sheet.columns(p.sheet.Sessions[from:to])
	p.row(w, head, "B", 0)
	needed := make([]float64, len(p.sheet.Rows))
	for i := range needed {
		needed[i] = max(leastRow, p.rowHeight(w, p.sheet.cells(i, from, to), ""))
	}
	if last := len(needed) - 1; last >= 0 && to >= len(p.sheet.Sessions) {
		needed[last] += p.footHeight()
		if last > 0 {
			needed[last-1] += needed[last]
		}
	}
	for i := range needed {
		cells := p.sheet.cells(i, from, to)
		if p.y+needed[i] > p.height-bottom {
			p.add()
			p.row(w, head, "B", 0)
		}
		p.row(w, cells, "", leastRow)
	}
	if to > from {
		p.row(w, p.sheet.attended(from, to), "B", leastRow)
	}
}

// rowHeight is that of the highest cell.
func (p *page) rowHeight(w []float64, cells []string, style string) float64 {
	p.pdf.SetFont("serif", style, 11)
	lines := 1
	for i, cell := range cells {
		lines = max(lines, len(p.pdf.SplitText(cell, w[i]-2)))
	}
	return float64(lines)*lineHeight + 2.4
}

// row draws one row in a style; texts wrap, numbers and marks stand in the middle, and so does all of a
// head.
func (p *page) row(w []float64, cells []string, style string, least float64) {
	height := max(least, p.rowHeight(w, cells, style))
	x := left
	p.pdf.SetLineWidth(0.2)
	for i, cell := range cells {
		p.pdf.Rect(x, p.y, w[i], height, "D")
		lines := p.pdf.SplitText(cell, w[i]-2)
		y := p.y + (height-float64(len(lines))*lineHeight)/2 + lineHeight*0.74
		for _, line := range lines {
			at := x + 1
			if text := i >= 1 && i <= 3 || i == len(cells)-1; style != "" || !text {
				at = x + (w[i]-p.pdf.GetStringWidth(line))/2
			}
			p.pdf.Text(at, y, line)
			y += lineHeight
		}
		x += w[i]
	}
	p.y += height
}

// footHeight is the room of the legend, the total and the signatures.
func (p *page) footHeight() float64 {
	height := 6.0 + 6 + 6 + 30
	if len(p.sheet.Sessions) > 0 {
		height += leastRow + 6
	}
	return height
}

// foot is the total, the legend and who signs.
func (p *page) foot() {
	p.y += 6
	p.pdf.SetFont("serif", "", 12)
	p.pdf.Text(left, p.y, p.sheet.total())
	if len(p.sheet.Sessions) > 0 {
		p.y += 6
		p.pdf.SetFont("serif", "I", 11)
		p.pdf.Text(left, p.y, Legend)
	}
	p.y += 7
	room := p.width / float64(max(len(p.sheet.Head.Signers), 1))
	if dated := p.sheet.dated(); dated != "" {
		p.center(left+p.width-room, p.y, room, "I", 12, dated)
		p.y += 6
	}
	for i, signer := range p.sheet.Head.Signers {
		x := left + room*float64(i)
		p.center(x, p.y, room, "B", 12, strings.ToUpper(signer))
		p.center(x, p.y+5.5, room, "I", 11, SignHint)
	}
}
