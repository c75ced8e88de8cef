package sheet

import (
	"fmt"
	"strings"

	"taphuan/internal/paper"
)

const (
	leastRow = 8.0
	// perTable is how many sessions stand beside each other; more go to a table of their own.
	perTable = 10
)

// PDF draws the sheet: a class list stands upright, an attendance sheet lies.
func PDF(s Sheet) ([]byte, error) {
	if len(s.Rows) > MaxRows {
		return nil, fmt.Errorf("draw sheet: %d rows, at most %d", len(s.Rows), MaxRows)
	}
	p := &page{paper.New(paper.Options{Title: s.Title, MadeAt: s.MadeAt, Wide: s.Wide, Demo: s.Demo}), s}
	p.head()
	p.title()
	for from := 0; from == 0 || from < len(s.Sessions); from += perTable {
		p.table(from, min(from+perTable, len(s.Sessions)))
	}
	p.foot()
	return p.Bytes()
}

type page struct {
	*paper.Paper
	sheet Sheet
}

// head is the issuer at the paper.Left and the national title at the right.
func (p *page) head() {
	const gap = 6.0
	leftRoom := p.Width * 0.42
	h := p.sheet.Head
	y := p.Y + 4
	if h.Parent != "" {
		p.Center(paper.Left, y, leftRoom, "", 12, strings.ToUpper(h.Parent))
		y += 5.5
	}
	w := p.Center(paper.Left, y, leftRoom, "B", 12, strings.ToUpper(h.Issuer))
	p.SetLineWidth(0.3)
	p.Line(paper.Left+(leftRoom-w*0.4)/2, y+2, paper.Left+(leftRoom+w*0.4)/2, y+2)
	if h.National {
		x, room := paper.Left+leftRoom+gap, p.Width-leftRoom-gap
		p.National(x, p.Y+4, room)
	}
	p.Y += 24
}

func (p *page) title() {
	p.Center(paper.Left, p.Y, p.Width, "B", 14, strings.ToUpper(p.sheet.Title))
	p.Y += 7
	for _, fact := range p.sheet.Facts {
		p.SetFont("serif", "", 12)
		for _, line := range p.SplitText(fact, p.Width) {
			p.Center(paper.Left, p.Y, p.Width, "", 12, line)
			p.Y += 5.8
		}
	}
	p.Y += 1
}

// widths are those of the columns with some sessions in the middle; the unit takes what is paper.Left.
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
	rest := p.Width
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
		p.Add()
	}
	w := p.widths(to - from)
	head := p.sheet.columns(p.sheet.Sessions[from:to])
	p.row(w, head, "B", 0)
	needed := make([]float64, len(p.sheet.Rows))
	for i := range needed {
		needed[i] = max(leastRow, p.RowHeight(w, p.sheet.cells(i, from, to), ""))
	}
	if last := len(needed) - 1; last >= 0 && to >= len(p.sheet.Sessions) {
		needed[last] += p.footHeight()
		if last > 0 {
			needed[last-1] += needed[last]
		}
	}
	for i := range needed {
		cells := p.sheet.cells(i, from, to)
		if p.Y+needed[i] > p.Height-paper.Bottom {
			p.Add()
			p.row(w, head, "B", 0)
		}
		p.row(w, cells, "", leastRow)
	}
	if to > from {
		p.row(w, p.sheet.attended(from, to), "B", leastRow)
	}
}

// row draws one row in a style; texts wrap, numbers and marks stand in the middle, and so does all of a
// head.
func (p *page) row(w []float64, cells []string, style string, least float64) {
	p.Row(w, cells, style, least, func(i int) bool { return style == "" && (i >= 1 && i <= 3 || i == len(cells)-1) })
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
	p.Y += 6
	p.SetFont("serif", "", 12)
	p.Text(paper.Left, p.Y, p.sheet.total())
	if len(p.sheet.Sessions) > 0 {
		p.Y += 6
		p.SetFont("serif", "I", 11)
		p.Text(paper.Left, p.Y, Legend)
	}
	p.Y += 7
	room := p.Width / float64(max(len(p.sheet.Head.Signers), 1))
	if dated := p.sheet.dated(); dated != "" {
		p.Center(paper.Left+p.Width-room, p.Y, room, "I", 12, dated)
		p.Y += 6
	}
	for i, signer := range p.sheet.Head.Signers {
		x := paper.Left + room*float64(i)
		p.Signer(x, p.Y, room, strings.ToUpper(signer))
	}
}
