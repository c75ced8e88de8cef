package organization

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"taphuan/internal/fault"
)

// TestTenHostileLists reads ten lists as they come in bad days. Each is refused whole with its exact
// words, or read with the exact words on its row.
func TestTenHostileLists(t *testing.T) {
	t.Parallel()
	good := workbook(t, [][]any{{"STT", "Họ và tên", "Lớp"}, {1, "Lê An", "10A1"}})
	const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	for name, test := range map[string]struct {
		file   string
		data   []byte
		vi, en string // of the list, or of its rows in order
		people int
	}{
		"wrong dates": {"a.xlsx", workbook(t, [][]any{{"STT", "Họ và tên", "Lớp", "Ngày sinh"}, {1, "Lê An", "10A1", "31/02/2009"}, {2, "Lê Bình", "10A1", "2031"}}),
			"Ô D2: Không đọc được ngày sinh hoặc năm sinh. Hãy ghi dạng 05/09/2009 hoặc chỉ năm 2009.|Ô D3: Năm sinh không hợp lý với năm học này. Hãy kiểm tra lại.",
			"Cell D2: The date or year of birth cannot be read. Write it as 05/09/2009, or the year only: 2009.|Cell D3: The year of birth does not fit the school year. Check it.", 2},
		"formulas": {"a.xlsx", workbook(t, [][]any{{"STT", "Họ và tên", "Lớp"}, {1, "=cmd|' /C calc'!A0", "10A1"}, {2, "Lê An", "#REF!"}}),
			"Ô B2: Họ và tên có chữ số hoặc ký hiệu lạ. Hãy chỉ ghi họ và tên.|Ô C3: Tên lớp có ký hiệu lạ hoặc công thức bị lỗi. Hãy gõ lại tên lớp, ví dụ 10A1.",
			"Cell B2: The full name holds digits or symbols. Write the name only.|Cell C3: The class name holds odd symbols or a broken formula. Type it again, such as 10A1.", 2},
		"a zip bomb": {"a.xlsx", repack(t, good, map[string]string{"xl/worksheets/sheet1.xml": sheet + strings.Repeat(" ", 65<<20)}),
			"Khi mở ra, tệp lớn bất thường. Hãy chép riêng danh sách sang một tệp mới rồi tải lên.", "The file is unusually large once unpacked. Copy the list alone into a new file and upload that.", 0},
		"macros (.xlsm)": {"a.xlsm", repack(t, good, map[string]string{"xl/vbaProject.bin": "x"}),
			"Tệp có macro nên bị từ chối. Hãy lưu lại dạng Excel Workbook (.xlsx), không có macro.", "The file holds macros and was refused. Save it as an Excel workbook (.xlsx) without macros.", 0},
		"mixed fonts": {"a.xlsx", workbook(t, [][]any{{"STT", "Họ và tên", "Lớp"}, {1, "NguyÔn V¨n B", "10A1"}, {2, "Nguyeãn Vaên C", "10A1"}, {3, "Lê An", "10A1"}}),
			"Ô B2: Họ và tên được gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển cả tệp sang Unicode rồi tải lên lại.|Ô B3: Họ và tên được gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển cả tệp sang Unicode rồi tải lên lại.|",
			"Cell B2: The name was typed in an old font (TCVN3 or VNI). Convert the file to Unicode and upload it again.|Cell B3: The name was typed in an old font (TCVN3 or VNI). Convert the file to Unicode and upload it again.|", 3},
		"duplicate codes": {"a.xlsx", workbook(t, [][]any{{"STT", "Họ và tên", "Lớp", "Mã học sinh"}, {1, "Lê An", "10A1", "HS1"}, {2, "Lê Bình", "10A1", "hs1"}}),
			"|Trùng mã với dòng 2 trong tệp. Hãy xóa dòng thừa hoặc sửa mã.", "|The same code stands in row 2 of the file. Delete one of the rows or correct the code.", 2},
		"three rows of headings": {"a.xlsx", workbook(t, [][]any{{"STT", "Họ và tên", "", "Năm sinh", "", "Lớp"}, {"", "Họ đệm", "Tên", "Nam", "Nữ", ""}, {1, 2, 3, 4, 5, 6}, {1, "Lê Văn", "An", 2010, "", "8A"}}), "", "", 1},
		"binary junk": {"a.xlsx", bytes.Repeat([]byte{0x7f, 0, 3, 9}, 1000),
			"Tệp này không phải danh sách .xlsx hoặc .csv. Hãy mở danh sách bằng Excel, lưu lại dạng .xlsx rồi tải lên.", "This is not an .xlsx or .csv list. Open the list in Excel, save it as .xlsx and upload it.", 0},
		"forbidden columns": {"a.xlsx", workbook(t, [][]any{{"STT", "Họ và tên", "Lớp", "Dân tộc", "Mã học sinh"}, {1, "Lê An", "10A1", "Kinh", "051209000001"}}),
			"Ô E2: Mã này giống số định danh cá nhân (CCCD) nên không được lưu. Hãy dùng mã của trường hoặc cơ quan nếu có.",
			"Cell E2: This code looks like a personal identity number, so it was not kept. Use the school's or agency's own code if there is one.", 1},
		"a million empty rows": {"a.xlsx", repack(t, good, map[string]string{"xl/worksheets/sheet1.xml": sheet + strings.Repeat("<row/>", 1_000_000) + "</sheetData></worksheet>"}),
			"Không thấy dòng tiêu đề trong 20 dòng đầu. Cần có cột Họ và tên cùng ít nhất một cột khác như STT, Mã, Ngày sinh, Lớp, Chức vụ, Đơn vị.",
			"No headings in the first 20 rows. There must be a column of full names and at least one more, such as number, code, date of birth, class, position, unit.", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table, err := readStudents(t, test.file, test.data)
			vi, en, people := []string{}, []string{}, 0
			if err != nil {
				vi, en = append(vi, fault.From(err).Text.VI), append(en, fault.From(err).Text.EN)
			} else {
				people = len(table.rows)
				for _, row := range table.rows {
					vi, en = append(vi, rowMessages(row, "vi")), append(en, rowMessages(row, "en"))
				}
			}
			if got := strings.Join(vi, "|"); got != test.vi || strings.Join(en, "|") != test.en || people != test.people {
				t.Errorf("%d people, %q, %q", people, got, strings.Join(en, "|"))
			}
		})
	}
}

// TestEncodings reads one list in every encoding in which offices save CSV files.
func TestEncodings(t *testing.T) {
	t.Parallel()
	const text = "STT;Họ và tên;Lớp\r\n1;Nguyễn Thị Đức;10A1\r\n2;Trần Ưng Ước;10A1\r\n"
	utf16 := func(order string) []byte {
		out := map[string][]byte{"le": {0xFF, 0xFE}, "be": {0xFE, 0xFF}}[order]
		for _, r := range text {
			if order == "le" {
				out = append(out, byte(r), byte(r>>8))
			} else {
				out = append(out, byte(r>>8), byte(r))
			}
		}
		return out
	}
	// windows-1258: the letter, then the tone as a mark of its own.
	windows := strings.NewReplacer("ê", "\xea", "ọ", "o\xf2", "à", "\xe0", "ớ", "\xf5\xec", "ễ", "\xea\xde", "ị", "i\xf2", "Đ", "\xd0", "ứ", "\xfd\xec", "ầ", "\xe2\xcc", "Ư", "\xdd").Replace(text)
	for name, file := range map[string][]byte{
		"UTF-8": []byte(text), "UTF-8 with a mark": []byte("\ufeff" + text), "UTF-16 LE": utf16("le"), "UTF-16 BE": utf16("be"), "windows-1258": []byte(windows),
		"commas": []byte(strings.ReplaceAll(text, ";", ",")), "tabs": []byte(strings.ReplaceAll(text, ";", "\t")), "decomposed": []byte(strings.NewReplacer("ễ", "e\u0302\u0303", "ọ", "o\u0323").Replace(text)),
	} {
		table, err := readStudents(t, "ds.csv", file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(table.rows) != 2 || table.rows[0].FullName != "Nguyễn Thị Đức" || table.rows[1].FullName != "Trần Ưng Ước" || table.rows[0].ClassName != "10A1" {
			t.Errorf("%s: rows are %v", name, lines(table.rows))
		}
	}
}

// TestSheetsOfOneWorkbook takes the people's sheet of a workbook whose other sheet holds agencies, and
// asks which one when two hold people.
func TestSheetsOfOneWorkbook(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	agencies := func(f *excelize.File) {
		_, _ = f.NewSheet("Cơ quan")
		_ = f.SetSheetRow("Cơ quan", "A1", &[]any{"Mã cơ quan", "Tên cơ quan", "Loại", "Mã cơ quan cấp trên"})
		_ = f.SetSheetRow("Cơ quan", "A2", &[]any{"TH", "Phòng Tổng hợp", "unit", "SNV"})
	}
	second := func(f *excelize.File) {
		_, _ = f.NewSheet("Đợt 2")
		_ = f.SetSheetRow("Đợt 2", "A1", &[]any{"STT", "Họ và tên", "Mã đơn vị"})
		_ = f.SetSheetRow("Đợt 2", "A2", &[]any{1, "Lê Bình", "TTLT-2"})
	}
	rows := [][]any{{"STT", "Họ và tên", "Mã đơn vị", "Đơn vị"}, {1, "Lê An", "TTLT-1", "Trung tâm Lưu trữ"}}
	cmd := CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ca-tinh.xlsx", File: workbook(t, rows, agencies)}
	roster, err := w.CheckRoster(t.Context(), w.who, cmd)
	ok(t, err)
	if roster.Counts.New != 1 {
		t.Errorf("counts are %+v", roster.Counts)
	}
	cmd.File = workbook(t, rows, agencies, second)
	_, err = w.CheckRoster(t.Context(), w.who, cmd)
	assertFault(t, "two sheets of people", err, ErrRosterSheets)
	found, err := w.FindRosterColumns(t.Context(), w.who, cmd)
	ok(t, err)
	if strings.Join(found.Sheets, ",") != "Sheet1,Đợt 2" || found.Sheet != "Sheet1" {
		t.Errorf("the sheets are %+v", found)
	}
	cmd.Sheet = "Đợt 2"
	roster, err = w.CheckRoster(t.Context(), w.who, cmd)
	ok(t, err)
	_, read, _, err := w.FindRoster(t.Context(), w.who, FindRoster{ID: roster.ID, Limit: 10})
	ok(t, err)
	if read[0].FullName != "Lê Bình" || *read[0].UnitID != w.west {
		t.Errorf("the row is %+v", read[0])
	}
	cmd.Sheet = "Không có"
	_, err = w.CheckRoster(t.Context(), w.who, cmd)
	if !errors.Is(err, ErrRosterHeader) {
		t.Errorf("a sheet that is not there: %v", err)
	}
}
