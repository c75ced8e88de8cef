package exchange

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/question"
)

// book makes a workbook as people do, cell by cell.
func book(t *testing.T, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, rows := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetSheetRow(name, at, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A sheet that teachers made themselves, with their own headings, a title above them and mistakes: each is told by its
// row and cell.
func TestSheetOfTeachers(t *testing.T) {
	t.Parallel()
	im, err := Read("a.xlsx", book(t, map[string][][]any{"Đề 1": {
		{"NGÂN HÀNG CÂU HỎI"},
		{},
		{"TT", "Câu hỏi", "A", "B", "C", "D", "Đáp án đúng", "Mức độ", "Ghi chú riêng", "Dạng"},
		{1, "Thủ đô?", "Huế", "Hà Nội", "", "", "b", "Nhận biết"},
		{2, "Chọn số lẻ", 1, 2, 3, "", "A, C", 2},
		{3, "Số đúng", "1000", "10", "", "", "1000", ""},
		{4, "Tỷ lệ?", "", "", "", "", 1.5, ""},
		{5, "Trái Đất tròn.", "", "", "", "", "Đ", ""},
		{6, "Thiếu B", "x", "", "y", "", "A", ""},
		{7, "Đáp án lạ", "x", "y", "", "", "F", "cao"},
		{8, "Loại lạ", "x", "y", "", "", "A", "", "", "Trắc nghiệm hình"},
		{9, "<b>Đậm</b><script>x</script>", "=1+1", "y", "", "", "A"},
		{10, "", "x", "y", "", "", "A"},
	}, "Ghi chép": {{"Không phải câu hỏi"}}}), Defaults)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		line   int
		status Status
		kind   question.Type
		codes  string
	}
	want := []row{
		{4, Imported, question.Single, ""}, {5, Imported, question.Multiple, ""}, {6, Imported, question.Single, ""}, {7, Imported, question.Numeric, ""},
		{8, Imported, question.TrueFalse, ""}, {9, Refused, question.Single, "sheet.option_gap"}, {10, Refused, question.Single, "field.level sheet.answer"},
		{11, Refused, "", "sheet.type"}, {12, Changed, question.Single, "html.active"}, {13, Refused, question.Single, "question.text_required"},
	}
	if len(im.Items) != len(want) {
		t.Fatalf("%d items: %s", len(im.Items), told(im))
	}
	for i, item := range im.Items {
		var codes []string
		for _, r := range item.Reasons {
			codes = append(codes, r.Code)
		}
		if got := (row{item.Place.Line, item.Status, item.Body.Type, strings.Join(codes, " ")}); got != want[i] || item.Place.Part != "Đề 1" {
			t.Errorf("got %+v, want %+v", got, want[i])
		}
	}
	if n := im.Items[3].Body.Numeric; n == nil || n.Value != "1.5" {
		t.Errorf("a cell of 1.5 is %+v", n)
	}
	if text := im.Items[6].Reasons[1].Text.VI; text != "Ô G10: không hiểu đáp án «F» của loại câu hỏi này. Xem trang Hướng dẫn." {
		t.Errorf("%s", text)
	}
	var notes []string
	for _, n := range im.Notes {
		notes = append(notes, n.Text.VI)
	}
	if got := strings.Join(notes, "|"); !strings.Contains(got, "Trang «Đề 1»: không hiểu cột «Ghi chú riêng» nên đã bỏ qua.") || !strings.Contains(got, "Trang «Ghi chép» không có dòng tiêu đề") {
		t.Errorf("%s", got)
	}
}

// The templates read back: their instructions and examples are no questions, and the examples are right ones.
func TestTemplatesReadBack(t *testing.T) {
	t.Parallel()
	sheet, err := SheetTemplate()
	if err != nil {
		t.Fatal(err)
	}
	word, err := WordTemplate()
	if err != nil {
		t.Fatal(err)
	}
	if im, err := Read("mau.xlsx", sheet, Defaults); err != nil || len(im.Items) != 0 || len(im.Notes) != 0 {
		t.Errorf("%v: %s", err, told(im))
	}
	if im, err := Read("mau.docx", word, Defaults); err != nil || len(im.Items) != 1 || len(im.Notes) != 0 || im.Items[0].Status != Refused {
		t.Errorf("%v: %s", err, told(im))
	}
	examples, err := writeBook(orderedColumns(), sheetExamples)
	if err != nil {
		t.Fatal(err)
	}
	if im, err := Read("vi-du.xlsx", examples, Defaults); err != nil || im.Count(Imported) != len(sheetExamples) {
		t.Errorf("%v: %s", err, told(im))
	}
	guide := strings.SplitN(wordGuide, "Ví dụ\n", 2)[1]
	example, _, _ := strings.Cut(guide, "Xóa phần ví dụ")
	if im, err := Read("vi-du.txt", []byte(example), Defaults); err != nil || im.Count(Imported) != 1 {
		t.Errorf("%v: %s", err, told(im))
	}
}

// What starts like a formula stays a text in the workbook.
func TestSheetHoldsNoFormulas(t *testing.T) {
	t.Parallel()
	item := Item{Name: "=cmd|' /C calc'!A0", Body: question.Body{Type: question.TrueFalse, MaxPoints: 100, Stem: question.LocalText{VI: "<p>=1+1</p>"}, Truth: new(bool)}}
	export, err := Write(Excel, []Item{item}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(export.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheetName)
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		for c := range row {
			at, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if formula, err := f.GetCellFormula(sheetName, at); err != nil || formula != "" {
				t.Errorf("%s: %q, %v", at, formula, err)
			}
		}
	}
}

// Pictures have no place in a sheet of questions, which the import says.
func TestSheetPicturesAreTold(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetRow("Sheet1", "A1", &[]any{"Câu hỏi", "A", "B", "Đáp án"}); err != nil {
		t.Fatal(err)
	}
	if err := f.AddPictureFromBytes("Sheet1", "A2", &excelize.Picture{Extension: ".png", File: pictures[0].Data}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	im, err := Read("a.xlsx", out.Bytes(), Defaults)
	if err != nil || len(im.Notes) != 1 || im.Notes[0].Code != "sheet.pictures" {
		t.Errorf("%v %s", err, told(im))
	}
}

// A penalty that is no number above zero is told, and not taken for points or for none.
func TestSheetPenalty(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		penalty question.Points
		codes   string
	}{"": {0, ""}, "0": {0, ""}, "0,25": {25, ""}, "-0,25": {0, "field.penalty"}, "ít": {0, "field.penalty"}, "2": {200, "question.penalty"}} {
		im, err := Read("a.xlsx", book(t, map[string][][]any{"Đề": {{"Câu hỏi", "A", "B", "Đáp án", "Điểm trừ"}, {"Hỏi", "x", "y", "A", text}}}), Defaults)
		if err != nil || len(im.Items) != 1 {
			t.Fatalf("%q: %d items, %v", text, len(im.Items), err)
		}
		var codes []string
		for _, r := range im.Items[0].Reasons {
			codes = append(codes, r.Code)
		}
		if got := im.Items[0].Body.Penalty; got != want.penalty || strings.Join(codes, " ") != want.codes {
			t.Errorf("%q is a penalty of %d, %v", text, got, codes)
		}
	}
}
