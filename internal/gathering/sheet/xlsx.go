package sheet

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/paper"
)

const tab = "Danh sách"

// XLSX writes the sheet as a workbook: the same title, facts and table. All texts are typed as text, so
// no cell is ever a formula.
func XLSX(s Sheet) ([]byte, error) {
	file := excelize.NewFile()
	defer file.Close()
	if err := file.SetSheetName("Sheet1", tab); err != nil {
		return nil, err
	}
	made := s.MadeAt.UTC().Format(time.RFC3339)
	if err := file.SetDocProps(&excelize.DocProperties{Title: s.Title, Creator: "Tập Huấn", Created: made, Modified: made}); err != nil {
		return nil, err
	}
	if err := writeBook(file, s); err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	var out bytes.Buffer
	err := file.Write(&out)
	return out.Bytes(), err
}

// book is a workbook under way.
type book struct {
	w                                *excelize.StreamWriter
	columns, row                     int
	title, plain, italic, head, cell int // styles
}

func writeBook(file *excelize.File, s Sheet) error {
	b := &book{columns: len(s.columns(s.Sessions))}
	if err := b.makeStyles(file); err != nil {
		return err
	}
	var err error
	if b.w, err = file.NewStreamWriter(tab); err != nil {
		return err
	}
	if err := setWidths(b.w, s); err != nil {
		return err
	}
	for _, write := range []func(Sheet) error{b.writeHead, b.writeTable, b.writeFoot} {
		if err := write(s); err != nil {
			return err
		}
	}
	return b.w.Flush()
}

// writeHead writes the issuer beside the national title, then the title with its facts.
func (b *book) writeHead(s Sheet) error {
	if s.Demo {
		if err := b.across(b.title, paper.DemoMark); err != nil {
			return err
		}
	}
	title, motto := "", ""
	if s.Head.National {
		title, motto = paper.NationalTitle, paper.NationalMotto
	}
	if err := b.halves(b.plain, b.title, strings.ToUpper(s.Head.Parent), title); err != nil {
		return err
	}
	if err := b.halves(b.title, b.title, strings.ToUpper(s.Head.Issuer), motto); err != nil {
		return err
	}
	b.row++
	if err := b.across(b.title, strings.ToUpper(s.Title)); err != nil {
		return err
	}
	for _, fact := range s.Facts {
		if err := b.across(b.plain, fact); err != nil {
			return err
		}
	}
	b.row++
	return nil
}

func (b *book) writeTable(s Sheet) error {
	if err := b.add(b.head, s.columns(s.Sessions)); err != nil {
		return err
	}
	for i := range s.Rows {
		if err := b.add(b.cell, s.cells(i, 0, len(s.Sessions))); err != nil {
			return err
		}
	}
	if len(s.Sessions) == 0 {
		return nil
	}
	return b.add(b.head, s.attended(0, len(s.Sessions)))
}

func (b *book) writeFoot(s Sheet) error {
	if err := b.add(0, []string{s.total()}); err != nil {
		return err
	}
	if len(s.Sessions) > 0 {
		if err := b.add(0, []string{Legend}); err != nil {
			return err
		}
	}
	b.row++
	if err := b.halves(b.plain, b.italic, "", s.dated()); err != nil || len(s.Head.Signers) != 2 {
		return err
	}
	if err := b.halves(b.title, b.title, strings.ToUpper(s.Head.Signers[0]), strings.ToUpper(s.Head.Signers[1])); err != nil {
		return err
	}
	return b.halves(b.italic, b.italic, paper.SignHint, paper.SignHint)
}

// add writes one row of texts; the running number in front is a number.
func (b *book) add(style int, texts []string) error {
	b.row++
	cells := make([]any, len(texts))
	for i, text := range texts {
		cells[i] = excelize.Cell{StyleID: style, Value: text}
		if n, err := strconv.Atoi(text); err == nil && i == 0 {
			cells[i] = excelize.Cell{StyleID: style, Value: n}
		}
	}
	return b.w.SetRow(fmt.Sprintf("A%d", b.row), cells)
}

// across writes a line in the middle of the whole width.
func (b *book) across(style int, text string) error {
	if err := b.add(style, []string{text}); err != nil {
		return err
	}
	return b.merge(1, b.columns)
}

// halves writes two texts, each in the middle of its half.
func (b *book) halves(leftStyle, rightStyle int, left, right string) error {
	half := 3
	b.row++
	cells := make([]any, b.columns)
	cells[0] = excelize.Cell{StyleID: leftStyle, Value: left}
	cells[half] = excelize.Cell{StyleID: rightStyle, Value: right}
	if err := b.w.SetRow(fmt.Sprintf("A%d", b.row), cells); err != nil {
		return err
	}
	if err := b.merge(1, half); err != nil {
		return err
	}
	return b.merge(half+1, b.columns)
}

func (b *book) merge(from, to int) error {
	first, err := excelize.CoordinatesToCellName(from, b.row)
	if err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(to, b.row)
	if err != nil {
		return err
	}
	return b.w.MergeCell(first, last)
}

func (b *book) makeStyles(file *excelize.File) error {
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	middle := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	font := func(bold, italic bool) *excelize.Font {
		return &excelize.Font{Family: "Times New Roman", Size: 12, Bold: bold, Italic: italic}
	}
	for _, one := range []struct {
		into  *int
		style excelize.Style
	}{
		{&b.title, excelize.Style{Font: font(true, false), Alignment: middle}},
		{&b.plain, excelize.Style{Font: font(false, false), Alignment: middle}},
		{&b.italic, excelize.Style{Font: font(false, true), Alignment: middle}},
		{&b.head, excelize.Style{Font: font(true, false), Border: border, Alignment: middle}},
		{&b.cell, excelize.Style{Font: font(false, false), Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
	} {
		var err error
		if *one.into, err = file.NewStyle(&one.style); err != nil {
			return err
		}
	}
	return nil
}

func setWidths(w *excelize.StreamWriter, s Sheet) error {
	all := []float64{6, 28, 22, 34}
	for range s.Sessions {
		all = append(all, 11)
	}
	if s.Wide {
		all = append(all, 16)
	}
	for i, width := range append(all, 18) {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	return nil
}
