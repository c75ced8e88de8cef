package book

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// TestXLSX: the workbook is read back; what looks like a formula is text.
func TestXLSX(t *testing.T) {
	t.Parallel()
	row := []string{"1", "0001/2026/GCN-CAT", "=HYPERLINK(\"http://x\")", "1985", "", "Sở", "AN1", "03/11/2026 - 23/11/2026", "8,5/10", "Giỏi", "", "23/11/2026", "", "+1"}
	file, err := XLSX(Sheet{Issuer: []string{"UBND TỈNH", "BAN CHỈ ĐẠO"}, Title: "Sổ cấp giấy chứng nhận", About: "Năm 2026", Rows: [][]string{row}, MadeAt: time.Unix(0, 0), Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	read, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	rows, err := read.GetRows(tab)
	if err != nil || len(rows) != 7 || rows[0][0] != "MẪU - SỐ LIỆU MINH HỌA" || rows[3][0] != "SỔ CẤP GIẤY CHỨNG NHẬN" {
		t.Fatalf("%q, %v", rows, err)
	}
	if !slices.Equal(rows[5], Columns) || !slices.Equal(rows[6], row) || len(Columns) != len(widths) {
		t.Errorf("the table reads %q", rows[5:])
	}
	for column := 'A'; column <= 'N'; column++ {
		if formula, err := read.GetCellFormula(tab, string(column)+"7"); formula != "" || err != nil {
			t.Errorf("%c7 is the formula %q, %v", column, formula, err)
		}
	}
	if layout, err := read.GetPageLayout(tab); err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 {
		t.Errorf("paper %v, %v", layout, err)
	}
}
