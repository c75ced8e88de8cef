package document

import (
	"fmt"
	"strings"
)

const cellSpace = 30 // above and below the text of a cell, in twips

// layout is a table without lines that puts blocks side by side. Every row stays whole.
func layout(widths []int, rows ...[]string) string {
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + fmt.Sprint(sum(widths)) + `" w:type="dxa"/><w:tblLayout w:type="fixed"/>` +
		`<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>` + grid(widths))
	for _, row := range rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, content := range row {
			fmt.Fprintf(&b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>%s</w:tc>`, widths[i], content)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	return b.String()
}

func grid(widths []int) string {
	var b strings.Builder
	b.WriteString(`<w:tblGrid>`)
	for _, width := range widths {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, width)
	}
	b.WriteString(`</w:tblGrid>`)
	return b.String()
}

// table writes caption, table with lines, and note.
func (w *writer) table(t Table) {
	if t.Caption != "" {
		w.add(para{align: center, keepNext: true, before: sixPoints, after: 60}.xml(run(clean(t.Caption), look{size: 13, bold: true})))
	}
	widths := t.widths(w.width)
	const edge = ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`
	w.add(`<w:tbl><w:tblPr><w:tblW w:w="`, fmt.Sprint(sum(widths)), `" w:type="dxa"/><w:tblBorders>`,
		`<w:top`, edge, `<w:left`, edge, `<w:bottom`, edge, `<w:right`, edge, `<w:insideH`, edge, `<w:insideV`, edge,
		`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>`,
		grid(widths))
	w.add(t.head(widths)...)
	for _, row := range t.Rows {
		w.add(t.row(row, widths))
	}
	w.add(`</w:tbl>`)
	if t.Note != "" {
		w.add(para{align: justify, before: 60, after: sixPoints}.xml(run(clean(t.Note), look{size: 12, italic: true})))
		return
	}
	w.add(para{line: -120}.xml())
}

// widths shares the room among the columns.
func (t Table) widths(room int) []int {
	total := 0
	for _, c := range t.Columns {
		total += c.share()
	}
	out := make([]int, len(t.Columns))
	used := 0
	for i, c := range t.Columns {
		out[i] = room * c.share() / total
		used += out[i]
	}
	out[len(out)-1] += room - used
	return out
}

func (c Column) share() int {
	if c.Width <= 0 {
		return 10
	}
	return c.Width
}

func (t Table) size() int {
	if t.Size == 0 {
		return 12
	}
	return t.Size
}

func (t Table) grouped() bool {
	for _, c := range t.Columns {
		if c.Group != "" {
			return true
		}
	}
	return false
}

// groupEnd is the index after the last column that shares its group with column i.
func (t Table) groupEnd(i int) int {
	end := i + 1
	for t.Columns[i].Group != "" && end < len(t.Columns) && t.Columns[end].Group == t.Columns[i].Group {
		end++
	}
	return end
}

// head is the repeated head: one row, or two where columns are grouped.
func (t Table) head(widths []int) []string {
	title := func(text string) string {
		return para{align: center, keepNext: true, before: cellSpace, after: cellSpace}.xml(run(clean(text), look{size: t.size(), bold: true}))
	}
	var upper, lower []string
	for i := 0; i < len(t.Columns); {
		end, column := t.groupEnd(i), t.Columns[i]
		if column.Group == "" {
			upper = append(upper, cell(widths[i], 1, restart(t.grouped()), title(column.Title)))
			lower = append(lower, cell(widths[i], 1, `<w:vMerge/>`, para{}.xml()))
		} else {
			upper = append(upper, cell(sum(widths[i:end]), end-i, "", title(column.Group)))
			for j := i; j < end; j++ {
				lower = append(lower, cell(widths[j], 1, "", title(t.Columns[j].Title)))
			}
		}
		i = end
	}
	const open = `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`
	rows := []string{open, strings.Join(upper, ""), `</w:tr>`}
	if t.grouped() {
		rows = append(rows, open, strings.Join(lower, ""), `</w:tr>`)
	}
	return rows
}

func restart(grouped bool) string {
	if grouped {
		return `<w:vMerge w:val="restart"/>`
	}
	return ""
}

func (t Table) row(row Row, widths []int) string {
	var b strings.Builder
	b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	at := 0
	for _, c := range row.Cells {
		end := at + c.columns()
		form := para{align: string(t.Columns[at].Align), before: cellSpace, after: cellSpace}
		if c.columns() > 1 {
			form.align = ""
		}
		b.WriteString(cell(sum(widths[at:end]), c.columns(), "", form.xml(run(c.String(), look{size: t.size(), bold: row.Strong}))))
		at = end
	}
	b.WriteString(`</w:tr>`)
	return b.String()
}

// cell is one cell; merge is its vertical merge, if any.
func cell(width, span int, merge, content string) string {
	spanned := ""
	if span > 1 {
		spanned = fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, span)
	}
	return fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s%s<w:vAlign w:val="center"/></w:tcPr>%s</w:tc>`,
		width, spanned, merge, content)
}

func sum(numbers []int) int {
	total := 0
	for _, n := range numbers {
		total += n
	}
	return total
}
