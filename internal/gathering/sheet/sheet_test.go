package sheet

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func sample(rows, sessions int) Sheet {
	s := Sheet{Head: Head{Parent: "UBND tỉnh Quảng Ngãi", Issuer: "Sở Khoa học và Công nghệ", National: true, Place: "Quảng Ngãi", Signers: []string{"Người lập biểu", "Thủ trưởng đơn vị"}},
		Title: "Bảng điểm danh", Facts: []string{"Lớp tập huấn Nhận biết lừa đảo (mã lớp LTH-01/2026)", "Thời gian: ngày 25/11/2026"},
		Wide: sessions > 0, MadeAt: time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC)}
	for n := range sessions {
		s.Sessions = append(s.Sessions, fmt.Sprintf("Buổi %d (25/11)", n+1))
	}
	for n := range rows {
		row := Row{Name: "Đinh Thị K' Rớt", Unit: "Văn phòng HĐND và UBND xã Bình Sơn", Position: "Chuyên viên"}
		if n == 0 {
			row.Name, row.Unit = `=HYPERLINK("http://x","y")`, "+1+1"
		}
		for range sessions {
			row.Marks = append(row.Marks, "x")
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// TestXLSX: the usual columns, and no cell is a formula whatever a name begins with.
func TestXLSX(t *testing.T) {
	t.Parallel()
	out, err := XLSX(sample(3, 2))
	if err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := file.GetRows(tab)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[7], "|"); got != "STT|Họ và tên|Chức vụ|Đơn vị|Buổi 1 (25/11)|Buổi 2 (25/11)|Ký nhận|Ghi chú" {
		t.Errorf("head: %s", got)
	}
	if rows[8][1] != `=HYPERLINK("http://x","y")` || rows[9][1] != "Đinh Thị K' Rớt" {
		t.Errorf("rows: %q", rows[8:10])
	}
	if got := strings.Join(rows[11], "|"); got != "|Số người dự|||3|3" {
		t.Errorf("below: %s", got)
	}
	all := fmt.Sprint(rows)
	for _, want := range []string{"UBND TỈNH QUẢNG NGÃI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Danh sách gồm 3 người.", Legend, "THỦ TRƯỞNG ĐƠN VỊ", "năm 2026"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in the workbook", want)
		}
	}
	for row := range rows {
		for column := range rows[row] {
			cell, _ := excelize.CoordinatesToCellName(column+1, row+1)
			if formula, _ := file.GetCellFormula(tab, cell); formula != "" {
				t.Errorf("%s is the formula %s", cell, formula)
			}
		}
	}
}

// TestPDF: the first lines, every name and every session are on paper; the same sheet gives the same bytes.
func TestPDF(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rows, sessions, pages int }{{1, 0, 1}, {30, 0, 2}, {40, 3, 3}, {5, 12, 2}, {0, 1, 1}} {
		s := sample(c.rows, c.sessions)
		out, err := PDF(s)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := PDF(s); !bytes.Equal(out, again) {
			t.Error("the same sheet gives other bytes")
		}
		if n := bytes.Count(out, []byte("/Type /Page\n")); n != c.pages {
			t.Errorf("%d rows, %d sessions: %d pages, want %d", c.rows, c.sessions, n, c.pages)
		}
		text := pdfText(t, out)
		for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "BẢNG ĐIỂM DANH", "Quảng Ngãi, ngày", "NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ", fmt.Sprintf("Danh sách gồm %d người", c.rows)} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not on paper", want)
			}
		}
		if n := strings.Count(text, "K' Rớt"); c.rows > 1 && n < c.rows-1 {
			t.Errorf("%d of %d names", n, c.rows-1)
		}
	}
	if _, err := PDF(sample(MaxRows+1, 0)); err == nil {
		t.Error("a sheet without a bound")
	}
}

func pdfText(t *testing.T, file []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
