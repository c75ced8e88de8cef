package document

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The page is judged as an office program draws it.
func TestDOCXRendered(t *testing.T) {
	t.Parallel()
	pages := rendered(t, word(t, report()), "report.docx")
	if len(pages) != 6 {
		t.Fatalf("%d pages, want 3 of the report, 1 and 2 of the annexes", len(pages))
	}
	for i, want := range []string{DemoMark, "2", "3", DemoMark, DemoMark, "2"} {
		if got := strings.TrimSpace(strings.SplitN(pages[i], "\n", 2)[0]); got != want {
			t.Errorf("page %d begins with %q, want %q", i+1, got, want)
		}
		if !strings.Contains(pages[i], DemoMark) {
			t.Errorf("page %d lacks the demonstration mark", i+1)
		}
	}
	if !strings.Contains(pages[0], nationalTitle) || !strings.Contains(pages[0], "SỞ KHOA HỌC") {
		t.Errorf("the national title is broken over lines:\n%s", pages[0])
	}
	if !strings.Contains(pages[2], "tổng hợp./.") || !strings.Contains(pages[2], "PHÓ GIÁM ĐỐC") || !strings.Contains(pages[2], "Nơi nhận:") {
		t.Errorf("closing and signature are not together:\n%s", pages[2])
	}
	if !strings.Contains(pages[5], "Hoàn") || !strings.Contains(pages[5], "AN1-45") {
		t.Errorf("the head of a long table is not repeated:\n%s", pages[5])
	}
}

func TestWorkbookRendered(t *testing.T) {
	t.Parallel()
	pages := rendered(t, book(t), "report.xlsx")
	if len(pages) < 3 {
		t.Fatalf("%d pages, want a long second sheet", len(pages))
	}
	for _, want := range []string{"TỔNG HỢP SỐ LIỆU", DemoMark, "+247", "3,456"} {
		if !strings.Contains(pages[0], want) {
			t.Errorf("the first sheet lacks %q:\n%s", want, pages[0])
		}
	}
	for i, page := range pages[1:] {
		if !strings.Contains(page, "Mã lớp") || !strings.Contains(page, DemoMark) {
			t.Errorf("page %d of the long sheet lacks the head or the mark:\n%s", i+1, page)
		}
	}
}

// rendered is the text of each page. In CI a missing program is a failure.
func rendered(t *testing.T, file []byte, name string) []string {
	t.Helper()
	for _, program := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(program); err == nil {
			continue
		}
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing: install the packages of .ci/packages", program)
		}
		t.Skipf("%s is missing", program)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	convert := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless",
		"--convert-to", "pdf", "--outdir", dir, path)
	convert.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	pdf := strings.TrimSuffix(path, filepath.Ext(path)) + ".pdf"
	out, err := exec.Command("pdftotext", "-layout", pdf, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}
