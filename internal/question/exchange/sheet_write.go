package exchange

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

const sheetName = "Câu hỏi"

// sheetCells are the texts of one row by the keys of their columns.
type sheetCells map[string]string

// writeSheets writes the columns that some item uses, and leaves out the types that a row cannot hold.
func (w *exporter) writeSheets(items []Item) ([]byte, error) {
	var rows []sheetCells
	used := map[string]bool{"number": true, "stem": true, "answer": true, "type": true}
	for i, item := range items {
		w.at = i
		cells, ok := w.sheetCells(item)
		if !ok {
			w.leave(lossType)
			continue
		}
		for key, text := range cells {
			used[key] = used[key] || text != ""
		}
		rows = append(rows, cells)
	}
	var shown []column
	for _, c := range orderedColumns() {
		if used[c.key] {
			shown = append(shown, c)
		}
	}
	return writeBook(shown, rows)
}

// orderedColumns puts the options behind the question.
func orderedColumns() []column {
	at := slices.IndexFunc(columns, func(c column) bool { return c.key == "answer" })
	return slices.Concat(columns[:at], optionColumns(), columns[at:])
}

func writeBook(shown []column, rows []sheetCells) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", sheetName); err != nil {
		return nil, err
	}
	if err := writeRows(book, sheetName, shown, rows); err != nil {
		return nil, err
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// writeRows writes headings and rows as texts, so that nothing in them is a formula.
func writeRows(book *excelize.File, sheet string, shown []column, rows []sheetCells) error {
	stream, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	style, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE8F3"}}})
	if err != nil {
		return err
	}
	wrap, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, NumFmt: 49})
	if err != nil {
		return err
	}
	head := make([]any, len(shown))
	for i, c := range shown {
		head[i] = excelize.Cell{Value: c.heading, StyleID: style}
		if err := stream.SetColWidth(i+1, i+1, columnWidth(c.key)); err != nil {
			return err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := stream.SetRow("A1", head); err != nil {
		return err
	}
	for n, cells := range rows {
		row := make([]any, len(shown))
		for i, c := range shown {
			row[i] = excelize.Cell{Value: cells[c.key], StyleID: wrap}
		}
		at, err := excelize.CoordinatesToCellName(1, n+2)
		if err != nil {
			return err
		}
		if err := stream.SetRow(at, row); err != nil {
			return err
		}
	}
	return stream.Flush()
}

func columnWidth(key string) float64 {
	switch {
	case key == "number" || key == "points" || key == "penalty" || key == "level":
		return 9
	case strings.HasPrefix(key, "stem"):
		return 50
	case strings.HasPrefix(key, "option") || strings.HasPrefix(key, "explain"):
		return 28
	}
	return 18
}
