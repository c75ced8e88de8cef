package organization

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// workbook makes an .xlsx file of one sheet; nil cells stay empty.
func workbook(t testing.TB, rows [][]any, change ...func(*excelize.File)) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range change {
		c(book)
	}
	var out bytes.Buffer
	if _, err := book.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// readStudents reads a class list of 2026-2027.
func readStudents(t *testing.T, name string, file []byte) (*rosterTable, error) {
	t.Helper()
	return readRoster(t.Context(), rosterFile{name, file}, rosterForm{kind: StudentRoster, year: 2026, today: Day(time.Now())})
}

// line is a row as the tests write it down.
func line(r RosterRow) string {
	year := ""
	if r.BirthYear != nil {
		year = fmt.Sprint(*r.BirthYear)
	}
	text := fmt.Sprintf("%d|%s|%s|%s|%s|%s", r.Number, r.FullName, r.ClassName, r.Code, year, r.Verdict)
	for _, m := range r.Messages {
		text += "|" + strings.TrimSpace(m.Cell+" "+m.Code)
		if m.Row > 0 {
			text += fmt.Sprintf(" %d", m.Row)
		}
	}
	return text
}

func lines(rows []RosterRow) []string {
	out := []string{}
	for _, r := range rows {
		out = append(out, line(r))
	}
	return out
}

func TestReadRoster(t *testing.T) {
	t.Parallel()
	birthday := time.Date(2009, 9, 5, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		rows   [][]any
		change func(*excelize.File)
		want   []string
	}{
		"as a school has it: title, merged cells, groups, footer": {
			rows: [][]any{
				{"TRƯỜNG THPT MẪU"}, {"DANH SÁCH HỌC SINH NĂM HỌC 2026-2027"}, {},
				{"STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Lớp", "Mã định danh Bộ GD&ĐT", "Số CCCD", "Điện thoại"},
				{"(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"},
				{"I. Khối 10"},
				{1, "Nguyễn\u00a0Văn  An", "05/09/2009", "Nam", "Kinh", "10A1", "5104000001", "051209000001", "0912345678"},
				{},
				{2, "Nguye\u0302\u0303n Thi\u0323 Hằng", birthday, "Nữ", "Hrê", "Lớp 10A1", 5104000002, "051309000002", "0912345679"},
				{3, "Y Blứ", 2009, "Nam", "Xơ Đăng", "10a2", "", "", ""},
				{4, "Đinh Thị K' Rớt", "2009", "Nữ", "Cor", "10A2"},
				{"Tổng số: 4 học sinh"},
				{"", "", "", "", "", "Quảng Ngãi, ngày 5 tháng 9 năm 2026"},
				{"", "Người lập biểu", "", "", "", "Hiệu trưởng"},
				{"", "Trần Thị Bích", "", "", "", "Lê Văn Cường"},
			},
			change: func(f *excelize.File) { _ = f.MergeCell("Sheet1", "A2", "I2") },
			want: []string{
				"7|Nguyễn Văn An|10A1|5104000001|2009|new",
				"9|Nguyễn Thị Hằng|10A1|5104000002|2009|new",
				"10|Y Blứ|10A2||2009|new",
				"11|Đinh Thị K' Rớt|10A2||2009|new",
			},
		},
		"three rows of headings, a year for boys and one for girls, a name in two columns": {
			rows: [][]any{
				{"STT", "Họ và tên", "", "Năm sinh", "", "Lớp"},
				{"", "Họ đệm", "Tên", "Nam", "Nữ", ""},
				{1, 2, 3, 4, 5, 6},
				{1, "Trần Quốc", "Bảo", 2010, "", "8A"},
				{2, "Lê Thị", "Chi", "", 2011, "8A"},
			},
			want: []string{"4|Trần Quốc Bảo|8A||2010|new", "5|Lê Thị Chi|8A||2011|new"},
		},
		"one heading over the two columns of a name": {
			rows: [][]any{{"TT", "Họ và tên", "", "Lớp"}, {1, "Phạm Minh", "Đức", "9B"}, {2, "Hồ", "Ly", "9B"}},
			want: []string{"2|Phạm Minh Đức|9B|||new", "3|Hồ Ly|9B|||new"},
		},
		"the class in the title, then in group rows": {
			rows: [][]any{{"DANH SÁCH HỌC SINH LỚP 10A1 NĂM HỌC 2026-2027"}, {"STT", "Họ và tên"}, {1, "Võ An"}, {"Lớp: 10A2"}, {1, "Võ Bình"}},
			want: []string{"3|Võ An|10A1|||new", "5|Võ Bình|10A2|||new"},
		},
		"names that look like footers": {
			rows: [][]any{{"Họ và tên", "Lớp"}, {"Tống Công Minh", "10A1"}, {"Công Huyền Tôn Nữ Hà", "10A1"}, {"Ký Thị Nam", "10A1"}},
			want: []string{"2|Tống Công Minh|10A1|||new", "3|Công Huyền Tôn Nữ Hà|10A1|||new", "4|Ký Thị Nam|10A1|||new"},
		},
		"wrong cells are refused, each by its name": {
			rows: [][]any{
				{"STT", "Họ và tên", "Lớp", "Mã học sinh", "Ngày sinh"},
				{1, "NguyÔn V¨n B", "10A1", "HS1", "2009"},
				{2, "Nguyeãn Vaên C", "10A1", "HS2", "2009"},
				{3, "L\u00adu Thị D", "10A1", "HS3", "2009"},
				{4, "Nguyễn Văn 3", "10A1", "HS4", "31/02/2009"},
				{5, "", "10A1", "HS5", "2009"},
				{6, "Lê Văn E", "", "HS6", "2031"},
				{7, "Lê Văn G", "#REF!", "HS 7;", "chín"},
				{8, "Lê Văn H", "10A1", "051209000008", "05-9-2009"},
				{9, strings.Repeat("Lê ", 60), strings.Repeat("A", 41), strings.Repeat("9", 41), ""},
			},
			want: []string{
				"2|NguyÔn V¨n B|10A1|HS1|2009|refused|B2 name.legacy_font",
				"3|Nguyeãn Vaên C|10A1|HS2|2009|refused|B3 name.legacy_font",
				"4|Lu Thị D|10A1|HS3|2009|refused|B4 name.legacy_font",
				"5|Nguyễn Văn 3|10A1|HS4||refused|B5 name.symbols|E5 birth.unreadable",
				"6||10A1|HS5|2009|refused|B6 name.missing",
				"7|Lê Văn E||HS6||refused|C7 class.missing|E7 birth.range",
				"8|Lê Văn G||||refused|C8 class.symbols|D8 code.symbols|E8 birth.unreadable",
				"9|Lê Văn H|10A1||2009|new|D9 code.identity",
				"10|" + strings.TrimSpace(strings.Repeat("Lê ", 40)) + "||||refused|B10 name.too_long|C10 class.too_long|D10 code.too_long",
			},
		},
		"repeats: the second is refused": {
			rows: [][]any{
				{"STT", "Họ và tên", "Lớp", "Mã", "Năm sinh"},
				{1, "Lê An", "10A1", "HS1", 2009}, {2, "Lê Bình", "10A1", "hs1", 2009},
				{3, "Lê Hoà", "10A1", "", 2009}, {4, "LÊ HÒA", "10 a1", "", 2009}, {5, "Lê Hòa", "10A1", "", 2008}, {6, "Lê Hoa", "10A1", "", 2009},
			},
			want: []string{
				"2|Lê An|10A1|HS1|2009|new", "3|Lê Bình|10A1|hs1|2009|refused|same.code 2",
				"4|Lê Hoà|10A1||2009|new", "5|LÊ HÒA|10A1||2009|refused|same.student 4", "6|Lê Hòa|10A1||2008|new", "7|Lê Hoa|10A1||2009|new",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var changes []func(*excelize.File)
			if test.change != nil {
				changes = append(changes, test.change)
			}
			table, err := readStudents(t, "ds.xlsx", workbook(t, test.rows, changes...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, lines(table.rows)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadCSV(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"semicolons and a byte order mark": "\ufeffSTT;Họ và tên;Lớp;Mã HS;Ngày sinh\r\n1;Lê Văn An;10A1;0012;5/9/2009\r\n\r\n2;\"Trần; Bình\";10A1;0013;2009\r\n",
		"commas":                           "STT,Họ và tên,Lớp,Mã HS,Ngày sinh\n1,Lê Văn An,10A1,0012,05/09/2009\n\n2,\"Trần; Bình\",10A1,0013,2009\n",
	} {
		table, err := readStudents(t, "ds.csv", []byte(file))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := []string{"2|Lê Văn An|10A1|0012|2009|new", "4|Trần; Bình|10A1|0013|2009|refused|B4 name.symbols"}
		if diff := cmp.Diff(want, lines(table.rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// repack rewrites a workbook's parts: what add returns replaces a part, or is a new one.
func repack(t *testing.T, file []byte, parts map[string]string) []byte {
	t.Helper()
	old, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, part := range old.File {
		if _, replaced := parts[part.Name]; !replaced {
			if err := writer.Copy(part); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, content := range parts {
		w, err := writer.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestHostileRosters(t *testing.T) {
	t.Parallel()
	good := workbook(t, [][]any{{"STT", "Họ và tên", "Lớp"}, {1, "Lê An", "10A1"}})
	const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	for name, test := range map[string]struct {
		file string
		data []byte
		want error
	}{
		"binary junk":               {"ds.xlsx", bytes.Repeat([]byte{0x7f, 0, 3, 9}, 1000), ErrRosterKind},
		"a picture":                 {"ds.xlsx", []byte("\x89PNG\r\n\x1a\n0000000000000000"), ErrRosterKind},
		"a program":                 {"ds.csv", append([]byte("MZ"), make([]byte, 600)...), ErrRosterKind},
		"old Excel or a password":   {"ds.xlsx", append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 600)...), ErrRosterOldExcel},
		"an .xlsx called .csv":      {"ds.csv", good, ErrRosterName},
		"a .csv called .xlsx":       {"ds.xlsx", []byte("STT,Họ và tên\n1,Lê An\n"), ErrRosterName},
		"a program's name":          {"ds.exe", good, ErrRosterName},
		"a cut file":                {"ds.xlsx", good[:len(good)/2], ErrRosterUnreadable},
		"another kind of ZIP":       {"ds.xlsx", repack(t, good, map[string]string{"[Content_Types].xml": "<Types/>"}), ErrRosterKind},
		"macros":                    {"ds.xlsx", repack(t, good, map[string]string{"xl/vbaProject.bin": "x"}), ErrRosterMacros},
		"macros by content type":    {"ds.xlsx", repack(t, good, map[string]string{"[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}), ErrRosterMacros},
		"a bomb in a sheet":         {"ds.xlsx", repack(t, good, map[string]string{"xl/worksheets/sheet1.xml": sheet + strings.Repeat(" ", 65<<20)}), ErrRosterBomb},
		"a bomb beside the sheets":  {"ds.xlsx", repack(t, good, map[string]string{"xl/media/image1.png": strings.Repeat("0", 9<<20)}), ErrRosterBomb},
		"a bomb of shared texts":    {"ds.xlsx", repack(t, good, map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si/>", 2_600_000)}), ErrRosterBomb},
		"too many parts":            {"ds.xlsx", repack(t, good, manyParts(2100)), ErrRosterBomb},
		"no headings":               {"ds.xlsx", workbook(t, [][]any{{"Xin chào"}, {"Lê An", "10A1"}}), ErrRosterHeader},
		"headings too far down":     {"ds.xlsx", workbook(t, append(make([][]any, 20), []any{"STT", "Họ và tên", "Lớp"}, []any{1, "Lê An", "10A1"})), ErrRosterHeader},
		"headings in an old font":   {"ds.xlsx", workbook(t, [][]any{{"STT", "Hä vµ tªn", "Líp"}, {1, "NguyÔn V¨n A", "10A1"}}), ErrRosterLegacy},
		"nobody below the headings": {"ds.xlsx", workbook(t, [][]any{{"STT", "Họ và tên", "Lớp"}}), ErrRosterEmpty},
		"CSV in an old encoding":    {"ds.csv", []byte("STT,H\xe4 v\xb5 t\xaan\n1,Nguy\xd4n\n"), ErrRosterLegacy},
		"UTF-16 cut in a letter":    {"ds.csv", []byte("\xff\xfeS\x00T\x00T"), ErrRosterEncoding},
		"lists on two sheets": {"ds.xlsx", workbook(t, [][]any{{"STT", "Họ và tên", "Lớp"}, {1, "Lê An", "10A1"}}, func(f *excelize.File) {
			_, _ = f.NewSheet("10A2")
			_ = f.SetSheetRow("10A2", "A1", &[]any{"STT", "Họ và tên", "Lớp"})
			_ = f.SetSheetRow("10A2", "A2", &[]any{1, "Lê Bình", "10A2"})
		}), ErrRosterSheets},
		"too many students": {"ds.csv", []byte("Họ và tên,Lớp\n" + strings.Repeat("Lê An,10A1\n", MaxRosterRows+1)), ErrRosterRows},
		"over 10 MiB":       {"ds.csv", make([]byte, MaxRosterBytes+1), ErrRosterTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := readStudents(t, test.file, test.data)
			if !errors.Is(err, test.want) {
				t.Errorf("error is %v, want %v", err, test.want)
			}
		})
	}
}

func manyParts(n int) map[string]string {
	parts := map[string]string{}
	for i := range n {
		parts[fmt.Sprintf("xl/x%d.xml", i)] = ""
	}
	return parts
}

// TestFormulas holds that a formula counts by the value that was saved with it and is never computed.
func TestFormulas(t *testing.T) {
	t.Parallel()
	sheet := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
		<row r="1"><c r="A1" t="str"><v>STT</v></c><c r="B1" t="str"><v>Họ và tên</v></c><c r="C1" t="str"><v>Lớp</v></c></row>
		<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><f>HYPERLINK("http://example.com","Lê Bình")</f><v>Lê An</v></c><c r="C2" t="str"><f>"10"&amp;"A2"</f><v>10A1</v></c></row>
		<row r="3"><c r="A3"><v>2</v></c><c r="B3" t="str"><f>[1]Sheet1!B3</f></c><c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
		<row r="4"><c r="A4"><v>3</v></c><c r="B4" t="str"><v>=cmd|' /C calc'!A0</v></c><c r="C4" t="str"><v>10A1</v></c></row>
		</sheetData></worksheet>`
	file := repack(t, workbook(t, [][]any{{"x"}}), map[string]string{"xl/worksheets/sheet1.xml": sheet})
	table, err := readStudents(t, "ds.xlsx", file)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2|Lê An|10A1|||new", "3|||||refused|B3 name.missing|C3 class.symbols", "4|=cmd|' /C calc'!A0|10A1|||refused|B4 name.symbols"}
	if diff := cmp.Diff(want, lines(table.rows)); diff != "" {
		t.Error(diff)
	}
}

// TestEmptyRows reads a list with a million empty rows behind it, as formatting whole columns
// leaves them, and leaves nothing in temporary files.
func TestEmptyRows(t *testing.T) {
	before, err := os.ReadDir(os.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var sheet strings.Builder
	sheet.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	cell := func(ref, text string) string {
		return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
	}
	sheet.WriteString(`<row r="1">` + cell("A1", "STT") + cell("B1", "Họ và tên") + cell("C1", "Lớp") + `</row>`)
	sheet.WriteString(`<row r="2">` + cell("A2", "1") + cell("B2", "Lê An") + cell("C2", "10A1") + `</row>`)
	for i := 3; i <= 1_000_000; i++ {
		fmt.Fprintf(&sheet, `<row r="%d"/>`, i)
	}
	sheet.WriteString(`</sheetData></worksheet>`)
	good := workbook(t, [][]any{{"x"}})
	file := repack(t, good, map[string]string{"xl/worksheets/sheet1.xml": sheet.String()})
	start := time.Now()
	table, err := readStudents(t, "ds.xlsx", file)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("1,000,000 rows in %v", time.Since(start))
	if diff := cmp.Diff([]string{"2|Lê An|10A1|||new"}, lines(table.rows)); diff != "" {
		t.Error(diff)
	}
	after, err := os.ReadDir(os.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, entry := range before {
		known[entry.Name()] = true
	}
	for _, entry := range after {
		if !known[entry.Name()] && strings.Contains(entry.Name(), "excelize") {
			t.Errorf("a temporary file was left: %s", entry.Name())
		}
	}
}

// FuzzReadRoster holds that no file makes the reader panic or read past its bounds.
func FuzzReadRoster(f *testing.F) {
	f.Add("ds.csv", []byte("STT;Họ và tên;Lớp\n1;Lê An;10A1\n"))
	f.Add("ds.xlsx", []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, name string, file []byte) {
		table, err := readStudents(t, name, file)
		if err == nil && (len(table.rows) == 0 || len(table.rows) > MaxRosterRows) {
			t.Errorf("%d rows without an error", len(table.rows))
		}
	})
}

func TestTextsOfMessages(t *testing.T) {
	t.Parallel()
	m := RosterMessage{Code: "same.code", Cell: "C12", Row: 7}
	if got := m.Text(); got.VI != "Ô C12: Trùng mã với dòng 7 trong tệp. Hãy xóa dòng thừa hoặc sửa mã." || !strings.HasPrefix(got.EN, "Cell C12: The same code stands in row 7") {
		t.Errorf("texts are %q", got)
	}
	for code, text := range rosterTexts {
		if text.VI == "" || text.EN == "" {
			t.Errorf("%s has no text in one language", code)
		}
	}
}
