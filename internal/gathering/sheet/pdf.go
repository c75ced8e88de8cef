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

// Millimeters of an A4 sheet, landscape.
const (
	pageWidth  = 297.0
	pageHeight = 210.0
	left       = 20.0
	right      = 15.0
	top        = 18.0
	bottom     = 16.0
	width      = pageWidth - left - right
	lineHeight = 5.2
	// perTable is how many sessions stand beside each other; more go to a table of their own.
	perTable = 10
)

// PDF draws the sheet.
func PDF(s Sheet) ([]byte, error) {
	if len(s.Rows) > MaxRows {
		return nil, fmt.Errorf("draw sheet: %d rows, at most %d", len(s.Rows), MaxRows)
	}
	p := &page{pdf: blank(s), sheet: s}
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
	pdf := fpdf.New("L", "mm", "A4", "")
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
	pdf   *fpdf.Fpdf
	sheet Sheet
	y     float64
}

// add begins a page; its number stands in the middle of the top margin, but not on the first.
func (p *page) add() {
	p.pdf.AddPage()
	p.y = top
	if n := p.pdf.PageNo(); n > 1 {
		p.center(left, 12, width, "", 13, fmt.Sprint(n))
	}
	if p.sheet.Demo {
		p.pdf.SetTextColor(176, 42, 32)
		p.center(left, pageHeight-7, width, "B", 9, "MẪU - SỐ LIỆU MINH HỌA")
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
	const leftRoom, gap = 105.0, 12.0
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
		x, room := left+leftRoom+gap, width-leftRoom-gap
		p.center(x, p.y+4, room, "B", 12, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
		w := p.center(x, p.y+9.5, room, "B", 13, "Độc lập - Tự do - Hạnh phúc")
		p.pdf.Line(x+(room-w)/2, p.y+11.5, x+(room+w)/2, p.y+11.5)
	}
	p.y += 24
}

func (p *page) title() {
	p.center(left, p.y, width, "B", 14, strings.ToUpper(p.sheet.Title))
	p.y += 7
	for _, line := range p.sheet.Facts {
		p.center(left, p.y, width, "", 12, line)
		p.y += 5.8
	}
	p.y += 1
}

// widths are those of the columns with some sessions in the middle.
func widths(sessions int) []float64 {
	each := 0.0
	if sessions > 0 {
		each = min(16, 70/float64(sessions))
	}
	fixed := []float64{13, 50, 0, 34}
	rest := width - 13 - 50 - 34 - 26 - 24 - each*float64(sessions)
	fixed[2] = rest
	for range sessions {
		fixed = append(fixed, each)
	}
	return append(fixed, 26, 24)
}

// table draws all rows with the sessions from one to another; the head stands on each page.
func (p *page) table(from, to int) {
	if from > 0 {
		p.add()
	}
	w := widths(to - from)
	head := p.sheet.columns(p.sheet.Sessions[from:to])
	p.row(w, head, true, 0)
	for i, r := range p.sheet.Rows {
		marks := make([]string, to-from)
		for n := range marks {
			if from+n < len(r.Marks) {
				marks[n] = r.Marks[from+n]
			}
		}
		cells := append([]string{fmt.Sprint(i + 1), r.Name, r.Unit, r.Position}, marks...)
		cells = append(cells, "", r.Note)
		if p.y+p.rowHeight(w, cells, "") > pageHeight-bottom {
			p.add()
			p.row(w, head, true, 0)
		}
		p.row(w, cells, false, 8)
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

// row draws one row; texts wrap, numbers and marks stand in the middle.
func (p *page) row(w []float64, cells []string, strong bool, least float64) {
	style := ""
	if strong {
		style = "B"
	}
	height := max(least, p.rowHeight(w, cells, style))
	x := left
	p.pdf.SetLineWidth(0.2)
	for i, cell := range cells {
		p.pdf.Rect(x, p.y, w[i], height, "D")
		lines := p.pdf.SplitText(cell, w[i]-2)
		y := p.y + (height-float64(len(lines))*lineHeight)/2 + lineHeight*0.74
		for _, line := range lines {
			at := x + 1
			if text := i >= 1 && i <= 3 || i == len(cells)-1; strong || !text {
				at = x + (w[i]-p.pdf.GetStringWidth(line))/2
			}
			p.pdf.Text(at, y, line)
			y += lineHeight
		}
		x += w[i]
	}
	p.y += height
}

// foot is the legend, the total and the place of signing.
func (p *page) foot() {
	const high = 42
	if p.y+high > pageHeight-bottom {
		p.add()
	}
	p.y += 6
	p.pdf.SetFont("serif", "", 12)
	p.pdf.Text(left, p.y, fmt.Sprintf("Danh sách gồm %d người.", len(p.sheet.Rows)))
	if len(p.sheet.Sessions) > 0 {
		p.pdf.SetFont("serif", "I", 11)
		p.pdf.Text(left, p.y+6, Legend)
	}
	const room = 110.0
	x := pageWidth - right - room
	if p.sheet.Head.Place != "" {
		p.center(x, p.y, room, "I", 12, p.sheet.Head.Place+", ngày      tháng      năm "+fmt.Sprint(p.sheet.MadeAt.In(vietnam).Year()))
		p.y += 6
	}
	for _, line := range p.sheet.Head.SignedBy {
		p.center(x, p.y, room, "B", 12, strings.ToUpper(line))
		p.y += 5.5
	}
}
