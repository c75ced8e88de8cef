package document

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func TestWorkbookHoldsFiguresAsNumbers(t *testing.T) {
	t.Parallel()
	file := open(t, book(t))
	if diff := cmp.Diff([]string{"Phụ lục I", "Phụ lục II"}, file.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	rows, err := file.GetRows("Phụ lục I", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"1", "Số người được tập huấn (không trùng)", "1234", "987", "247", "0.25", "3456"},
		{"2", "Tỷ lệ bao phủ", "0.857", "0.607", "–", "–", "–"},
		{"3", "Điểm trung bình sau khóa học", "8.4", "8.1", "–", "–", "–"},
	}
	const first = 10 // after six titles, an empty row, two rows of head and the group's row
	if diff := cmp.Diff(want, rows[first:first+3]); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	panes, err := file.GetPanes("Phụ lục I")
	if err != nil || !panes.Freeze || panes.YSplit != 9 {
		t.Errorf("panes: %+v, %v", panes, err)
	}
}

func TestWorkbookShowsTheDigitsOfTheDocument(t *testing.T) {
	t.Parallel()
	cells := []Cell{Count(1234567), Change(-3), Rate(8565), Rate(6072), RateChange(-1250), RateChange(2503), Score(845), Score(700)}
	table := Table{Columns: []Column{{Title: "Số"}}}
	for _, c := range cells {
		table.Rows = append(table.Rows, Row{Cells: []Cell{c}})
	}
	written, err := Workbook(Book{Issuer: "Sở Nội vụ", Sheets: []Sheet{{Name: "Số", Title: "Số", Table: table}}})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := open(t, written).GetRows("Số")
	if err != nil {
		t.Fatal(err)
	}
	swap := strings.NewReplacer(",", ".", ".", ",")
	for i, c := range cells {
		if got := swap.Replace(rows[5+i][0]); got != c.String() {
			t.Errorf("the spreadsheet shows %q, the document %q", got, c.String())
		}
	}
}

func TestWorkbookHoldsNoFormula(t *testing.T) {
	t.Parallel()
	table := Table{Columns: []Column{{Title: "=1+1"}}, Rows: []Row{{Cells: []Cell{Text(`=HYPERLINK("http://example.com")`)}}}, Note: "+1"}
	written, err := Workbook(Book{Issuer: "@SUM(A1)", Sheets: []Sheet{{Name: "A[1]:*?/", Title: "-1", Table: table}, {Name: "a-1-----", Title: "B", Table: table}}})
	if err != nil {
		t.Fatal(err)
	}
	for name, part := range parts(t, written) {
		if strings.HasPrefix(name, "xl/worksheets/") && strings.Contains(part, "<f>") {
			t.Errorf("%s holds a formula", name)
		}
	}
	if diff := cmp.Diff([]string{"A-1-----", "a-1----- 2"}, open(t, written).GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
}

func TestWorkbookIsRepeatable(t *testing.T) {
	t.Parallel()
	first := book(t)
	for range 5 {
		if !bytes.Equal(first, book(t)) {
			t.Fatal("the same book gives other bytes")
		}
	}
}

func TestWorkbookRefuses(t *testing.T) {
	t.Parallel()
	if _, err := Workbook(Book{}); !errors.Is(err, ErrDocument) {
		t.Errorf("no sheets: got error %v", err)
	}
	bad := report().Book()
	bad.Sheets[1].Table.Rows[3].Cells = nil
	if _, err := Workbook(bad); !errors.Is(err, ErrDocument) || !strings.Contains(err.Error(), "Sheets[1].Table row 4") {
		t.Errorf("a short row: got error %v", err)
	}
}

func book(t *testing.T) []byte {
	t.Helper()
	file, err := Workbook(report().Book())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func open(t *testing.T, written []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}
