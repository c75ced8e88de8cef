package document

import (
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// A sheetWriter streams the rows of one sheet; row is the next free row.
type sheetWriter struct {
	stream *excelize.StreamWriter
	styles *styles
	table  Table
	widths []float64 // of the columns, in characters
	row    int
	err    error
}

// write fills sheet i: mark, title lines, head, rows, note.
func (b Book) write(file *excelize.File, styles *styles, i int, name string, sheet Sheet) error {
	if err := b.open(file, i, name, sheet); err != nil {
		return err
	}
	stream, err := file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	titles := b.titles(sheet)
	w := &sheetWriter{stream: stream, styles: styles, table: sheet.Table, row: 1}
	w.columns(sheet.Landscape)
	head := len(titles) + 2 // one empty row between
	end := head + w.headRows()
	w.keep(stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: end - 1, TopLeftCell: fmt.Sprintf("A%d", end), ActivePane: "bottomLeft"}))
	for _, line := range titles {
		w.line(line.text, line.look)
	}
	w.row++
	w.head()
	for _, row := range sheet.Table.Rows {
		w.cells(row)
	}
	if sheet.Table.Note != "" {
		w.line(clean(sheet.Table.Note), lookNote)
	}
	w.keep(stream.Flush())
	w.keep(file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, head, end-1),
	}))
	return w.err
}

// open makes the sheet and sets how it prints: A4, as wide as the page, numbered at the top.
func (b Book) open(file *excelize.File, i int, name string, sheet Sheet) error {
	if i == 0 {
		if err := file.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := file.NewSheet(name); err != nil {
		return err
	}
	paper, wide, high, first, orientation, fit := 9, 1, 0, uint(1), "portrait", true
	if sheet.Landscape {
		orientation = "landscape"
	}
	if err := file.SetPageLayout(name, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high, FirstPageNumber: &first,
	}); err != nil {
		return err
	}
	if err := file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	header := "&C&P"
	if b.Demo {
		header += "&R&8" + DemoMark
	}
	return file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddHeader: header})
}

type titleLine struct {
	text string
	look cellLook
}

func (b Book) titles(sheet Sheet) []titleLine {
	var lines []titleLine
	add := func(text string, look cellLook) {
		if text != "" {
			lines = append(lines, titleLine{text, look})
		}
	}
	if b.Demo {
		add(DemoMark, lookMark)
	}
	add(clean(b.Issuer), lookIssuer)
	add(clean(sheet.Name), lookCaption)
	add(capitals(sheet.Title), lookTitle)
	add(visible(sheet.Subtitle), lookSubtitle)
	add(clean(sheet.Table.Caption), lookCaption)
	return lines
}

func (w *sheetWriter) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

// columns chooses the widths in characters so that the table fills a page.
func (w *sheetWriter) columns(landscape bool) {
	room, total := 92.0, 0
	if landscape {
		room = 140
	}
	for _, c := range w.table.Columns {
		total += c.share()
	}
	for i, c := range w.table.Columns {
		width := max(room*float64(c.share())/float64(total), 5.5)
		w.widths = append(w.widths, width)
		w.keep(w.stream.SetColWidth(i+1, i+1, width))
	}
}

func (w *sheetWriter) headRows() int {
	if w.table.grouped() {
		return 2
	}
	return 1
}

// line writes one text over the whole width.
func (w *sheetWriter) line(text string, look cellLook) {
	id := w.style(styleKey{look: look})
	w.set([]any{excelize.Cell{StyleID: id, Value: text}}, excelize.RowOpts{Height: look.height()})
	w.merge(1, w.row-1, len(w.table.Columns), w.row-1)
}

func (w *sheetWriter) head() {
	id := w.style(styleKey{look: lookHead})
	upper, lower := make([]any, len(w.table.Columns)), make([]any, len(w.table.Columns))
	first := w.row
	for i, column := range w.table.Columns {
		text := column.Title
		if column.Group != "" {
			text = column.Group
		}
		upper[i] = excelize.Cell{StyleID: id, Value: clean(text)}
		lower[i] = excelize.Cell{StyleID: id, Value: clean(column.Title)}
	}
	if !w.table.grouped() {
		w.set(upper, excelize.RowOpts{Height: 32})
		return
	}
	w.set(upper, excelize.RowOpts{Height: 20})
	w.set(lower, excelize.RowOpts{Height: 20})
	for i := 0; i < len(w.table.Columns); {
		end := w.table.groupEnd(i)
		if w.table.Columns[i].Group == "" {
			w.merge(i+1, first, i+1, first+1)
		} else if end > i+1 {
			w.merge(i+1, first, end, first)
		}
		i = end
	}
}

func (w *sheetWriter) cells(row Row) {
	values := make([]any, 0, len(w.table.Columns))
	number, lines := w.row, 1.0
	for _, c := range row.Cells {
		at := len(values)
		key := styleKey{look: lookCell, form: c.form, align: w.table.Columns[at].Align, strong: row.Strong}
		if c.columns() > 1 {
			key.align = Left
		}
		cell := excelize.Cell{StyleID: w.style(key), Value: c.number()}
		lines = max(lines, w.lines(c, at))
		values = append(values, cell)
		for range c.columns() - 1 {
			values = append(values, excelize.Cell{StyleID: cell.StyleID})
		}
		if c.columns() > 1 {
			w.merge(at+1, number, at+c.columns(), number)
		}
	}
	w.set(values, excelize.RowOpts{Height: 3 + 15.5*lines})
}

// lines estimates how many lines a cell's text takes: a width counts digits, letters are a little
// narrower on the whole. Streamed rows have no height of their own.
func (w *sheetWriter) lines(c Cell, at int) float64 {
	room := 0.0
	for _, width := range w.widths[at : at+c.columns()] {
		room += width
	}
	return math.Ceil(0.95 * float64(utf8.RuneCountInString(c.String())) / room)
}

func (w *sheetWriter) set(values []any, options ...excelize.RowOpts) {
	w.keep(w.stream.SetRow(fmt.Sprintf("A%d", w.row), values, options...))
	w.row++
}

func (w *sheetWriter) merge(fromColumn, fromRow, toColumn, toRow int) {
	from, err := excelize.CoordinatesToCellName(fromColumn, fromRow)
	w.keep(err)
	to, err := excelize.CoordinatesToCellName(toColumn, toRow)
	w.keep(err)
	if from != to {
		w.keep(w.stream.MergeCell(from, to))
	}
}

func (w *sheetWriter) style(key styleKey) int {
	id, err := w.styles.id(key)
	w.keep(err)
	return id
}
