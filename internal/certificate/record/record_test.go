package record

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func sample(courses, others int) Record {
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	r := Record{Year: 2026, Name: "Y Bhăm Niê Kdăm", Unit: "Văn phòng HĐND và UBND xã Bình Sơn", Post: "Công chức Văn hóa - xã hội",
		Address: "https://taphuan.example", AsOf: day}
	for i := range courses {
		r.Courses = append(r.Courses, Course{Title: "Nhận biết và phòng tránh lừa đảo trực tuyến dành cho cán bộ, công chức cấp xã", From: day.AddDate(0, 0, -20), To: day,
			Periods: 850, Result: "Giỏi (8,5)", Number: fmt.Sprintf("%04d/2026/GCN-CAT", i+1)})
	}
	for range others {
		r.Others = append(r.Others, Other{Title: "Bồi dưỡng kỹ năng số", Issuer: "Học viện Chính trị quốc gia Hồ Chí Minh", Number: "123/2026/GCN", IssuedOn: day})
	}
	return r
}

// TestPDF: every course is on paper, heads stand on each page, sums are right and the same record gives the same bytes.
func TestPDF(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		courses, others, pages int
		sum                    string
	}{{0, 1, 1, ""}, {1, 0, 1, "1 khóa, 8,5 tiết"}, {40, 3, 4, "40 khóa, 340 tiết"}} {
		r := sample(c.courses, c.others)
		pdf, err := PDF(r)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := PDF(r); !bytes.Equal(pdf, again) {
			t.Error("the same record gives other bytes")
		}
		if n := bytes.Count(pdf, []byte("/Type /Page\n")); n != c.pages {
			t.Errorf("%d courses: %d pages, want %d", c.courses, n, c.pages)
		}
		text := pdfText(t, pdf)
		for _, want := range []string{"NĂM 2026", "Y Bhăm Niê Kdăm", c.sum, "XÁC NHẬN CỦA CƠ QUAN", "đến ngày 23/11/2026"} {
			if !strings.Contains(text, want) {
				t.Errorf("%d courses: %q is not on paper", c.courses, want)
			}
		}
		if n := strings.Count(text, "/2026/GCN-CAT"); n != c.courses {
			t.Errorf("%d of %d courses", n, c.courses)
		}
	}
}

func pdfText(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "record.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
