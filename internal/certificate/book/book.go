// Package book writes the register of certificates (sổ cấp giấy chứng nhận) as a workbook, in the customary columns.
package book

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Columns are the customary columns of the register, from left to right.
var Columns = []string{"STT", "Số vào sổ", "Họ và tên", "Năm sinh", "Giới tính", "Đơn vị", "Khóa", "Thời gian", "Kết quả", "Xếp loại", "Số QĐ, ngày", "Ngày cấp", "Người nhận ký", "Ghi chú"}

// widths are those of the columns in characters; together they fill a landscape A4 page.
var widths = []float64{6, 20, 24, 8, 8, 26, 30, 13, 9, 9, 22, 11, 12, 26}

// Sheet is a register, or a part of one, as it is printed.
type Sheet struct {
	Issuer []string // its lines
	Title  string
	About  string // what the part is: the year, the filters
	Rows   [][]string
	MadeAt time.Time
	Demo   bool
}

const tab = "Sổ cấp giấy"

// XLSX writes the sheet as a workbook that prints on landscape A4 with the head of the table on each page. All texts are
// typed as text, so no cell is ever a formula.
func XLSX(s Sheet) ([]byte, error) {
	file := excelize.NewFile()
	defer file.Close()
	if err := prepare(file, s); err != nil {
		return nil, fmt.Errorf("write register: %w", err)
	}
	if err := write(file, s); err != nil {
		return nil, fmt.Errorf("write register: %w", err)
	}
	var out bytes.Buffer
	err := file.Write(&out)
	return out.Bytes(), err
}

// prepare sets the paper and what the file says about itself.
func prepare(file *excelize.File, s Sheet) error {
	if err := file.SetSheetName("Sheet1", tab); err != nil {
		return err
	}
	made := s.MadeAt.UTC().Format(time.RFC3339)
	if err := file.SetDocProps(&excelize.DocProperties{Title: s.Title, Creator: "Tập Huấn", Created: made, Modified: made}); err != nil {
		return err
	}
	landscape, a4, one, any := "landscape", 9, 1, 0
	if err := file.SetPageLayout(tab, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &any}); err != nil {
		return err
	}
	fit := true
	if err := file.SetSheetProps(tab, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	head := len(heads(s)) + 1
	return file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: tab, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", tab, head, head)})
}

// heads are the lines above the table.
func heads(s Sheet) []string {
	lines := append([]string{}, s.Issuer...)
	lines = append(lines, strings.ToUpper(s.Title), s.About)
	if s.Demo {
		lines = append([]string{"MẪU - SỐ LIỆU MINH HỌA"}, lines...)
	}
	return lines
}

func write(file *excelize.File, s Sheet) error {
	bold, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Horizontal: "center"}})
	if err != nil {
		return err
	}
	line := []excelize.Border{{Type: "left", Style: 1}, {Type: "right", Style: 1}, {Type: "top", Style: 1}, {Type: "bottom", Style: 1}}
	head, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: line, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}})
	if err != nil {
		return err
	}
	cell, err := file.NewStyle(&excelize.Style{Border: line, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49})
	if err != nil {
		return err
	}
	w, err := file.NewStreamWriter(tab)
	if err != nil {
		return err
	}
	for i, width := range widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := writeHeads(w, bold, heads(s)); err != nil {
		return err
	}
	at := len(heads(s)) + 1
	for i, row := range append([][]string{Columns}, s.Rows...) {
		style := cell
		if i == 0 {
			style = head
		}
		if err := w.SetRow(fmt.Sprintf("A%d", at+i), cells(style, row)); err != nil {
			return err
		}
	}
	return w.Flush()
}

func writeHeads(w *excelize.StreamWriter, style int, lines []string) error {
	for i, text := range lines {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells(style, []string{text})); err != nil {
			return err
		}
		if err := w.MergeCell(fmt.Sprintf("A%d", i+1), fmt.Sprintf("N%d", i+1)); err != nil {
			return err
		}
	}
	return nil
}

func cells(style int, texts []string) []any {
	row := make([]any, len(texts))
	for i, text := range texts {
		row[i] = excelize.Cell{StyleID: style, Value: text}
	}
	return row
}
