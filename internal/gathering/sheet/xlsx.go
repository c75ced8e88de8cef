package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
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

func writeBook(file *excelize.File, s Sheet) error {
	bold, head, cell, err := styles(file)
	if err != nil {
		return err
	}
	w, err := file.NewStreamWriter(tab)
	if err != nil {
		return err
	}
	columns := s.columns(s.Sessions)
	if err := setWidths(w, len(s.Sessions)); err != nil {
		return err
	}
	lines := append([]string{strings.ToUpper(s.Head.Issuer), strings.ToUpper(s.Title)}, s.Facts...)
	if s.Demo {
		lines = append([]string{"MẪU - SỐ LIỆU MINH HỌA"}, lines...)
	}
	row := 0
	add := func(style int, cells ...any) error {
		row++
		for i, value := range cells {
			cells[i] = excelize.Cell{StyleID: style, Value: value}
		}
		return w.SetRow(fmt.Sprintf("A%d", row), cells)
	}
	for _, line := range lines {
		if err := add(bold, line); err != nil {
			return err
		}
	}
	if err := add(head, texts(columns)...); err != nil {
		return err
	}
	for i, r := range s.Rows {
		cells := append([]any{i + 1, r.Name, r.Unit, r.Position}, texts(padded(r.Marks, len(s.Sessions)))...)
		if err := add(cell, append(cells, "", r.Note)...); err != nil {
			return err
		}
	}
	if len(s.Sessions) > 0 {
		if err := add(0, Legend); err != nil {
			return err
		}
	}
	return w.Flush()
}

func styles(file *excelize.File) (bold, head, cell int, err error) {
	font := func(strong bool) *excelize.Font {
		return &excelize.Font{Family: "Times New Roman", Size: 12, Bold: strong}
	}
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	if bold, err = file.NewStyle(&excelize.Style{Font: font(true)}); err != nil {
		return
	}
	middle := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	if head, err = file.NewStyle(&excelize.Style{Font: font(true), Border: border, Alignment: middle}); err != nil {
		return
	}
	cell, err = file.NewStyle(&excelize.Style{Font: font(false), Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	return
}

func setWidths(w *excelize.StreamWriter, sessions int) error {
	all := []float64{6, 28, 34, 22}
	for range sessions {
		all = append(all, 11)
	}
	for i, width := range append(all, 16, 18) {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	return nil
}

func texts(list []string) []any {
	all := make([]any, len(list))
	for i, text := range list {
		all[i] = text
	}
	return all
}

func padded(list []string, n int) []string {
	all := make([]string, n)
	copy(all, list)
	return all
}
