package render

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

var update = flag.Bool("update", false, "write the golden files")

// TestCertificateText: what a page says does not depend on how it looks.
func TestCertificateText(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, name string, facts Facts, design Design) {
		got := tool(t, drawn(t, facts, design), "pdftotext", "-raw", "FILE", "-")
		golden := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(words(want), words(got)); diff != "" {
			t.Errorf("text of the page (-want +got):\n%s", diff)
		}
	})
}

func TestCertificateIsSoundAndSmall(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ string, facts Facts, design Design) {
		file := drawn(t, facts, design)
		if len(file) >= 60_000 {
			t.Errorf("%d bytes, want under 60,000", len(file))
		}
		report := string(tool(t, file, "qpdf", "--check", "FILE"))
		if !strings.Contains(report, "No syntax or stream encoding errors found") {
			t.Errorf("qpdf: %s", report)
		}
		fonts := strings.Split(strings.TrimSpace(string(tool(t, file, "pdffonts", "FILE"))), "\n")[2:]
		for _, font := range fonts {
			if !strings.Contains(font, "Identity-H       yes") {
				t.Errorf("font is not embedded: %s", font)
			}
		}
	})
}

func TestCertificateDependsOnNothingElse(t *testing.T) {
	t.Parallel()
	facts := samples()["long"]
	first := draw(t, facts)
	facts.Name = norm.NFD.String(facts.Name)
	facts.CourseTitle = norm.NFD.String(" " + facts.CourseTitle + "\u200b")
	facts.IssuedOn = facts.IssuedOn.Add(7 * time.Hour)
	if !bytes.Equal(first, draw(t, facts)) {
		t.Error("the same facts in another spelling of Unicode give other bytes")
	}
	facts.RegisterNumber = "0124/2026/GCN-BCĐ138"
	if bytes.Equal(first, draw(t, facts)) {
		t.Error("other facts give the same bytes")
	}
}

func TestCertificateInformation(t *testing.T) {
	t.Parallel()
	info := string(tool(t, draw(t, samples()["plain"]), "pdfinfo", "FILE"))
	for _, want := range []string{
		"Giấy chứng nhận số 0123/2026/GCN-BCĐ138", "Metadata Stream: yes", "Feb  5 00:00:00 2026",
		"Pages:           1", "841.89 x 595.28 pts (A4)",
	} {
		if !strings.Contains(info, want) {
			t.Errorf("document information lacks %q:\n%s", want, info)
		}
	}
}

func TestDemonstrationShowsNoSigner(t *testing.T) {
	t.Parallel()
	facts := samples()["demo"]
	text := string(tool(t, draw(t, facts), "pdftotext", "-raw", "FILE", "-"))
	if strings.Contains(text, facts.SignerName) {
		t.Error("a demonstration certificate shows its signer")
	}
	if !strings.Contains(text, DemoMark) {
		t.Error("a demonstration certificate lacks its mark")
	}
}

func TestCertificateRefuses(t *testing.T) {
	t.Parallel()
	for field, spoil := range map[string]func(*Facts){
		"Name":        func(f *Facts) { f.Name = " \u200b " },
		"Name has":    func(f *Facts) { f.Name = strings.Repeat("Nguyễn ", 20) },
		"Name is too": func(f *Facts) { f.Name = strings.Repeat("W", 100) },
		"Name holds":  func(f *Facts) { f.Name = "Nguyễn 😀" },
		"CourseTitle": func(f *Facts) { f.CourseTitle = "" },
		"To":          func(f *Facts) { f.To = f.From.AddDate(0, 0, -1) },
		"Periods":     func(f *Facts) { f.Periods = 0 },
		"Score":       func(f *Facts) { over := 1001; f.Score = &over },
		"IssuerLines": func(f *Facts) { f.IssuerLines = nil },
		"SignerLines": func(f *Facts) { f.SignerLines = []string{"A", "B", "C", "D", "E"} },
		"VerifyURL":   func(f *Facts) { f.VerifyURL = "" },
	} {
		facts := plain()
		spoil(&facts)
		_, err := Certificate(facts, TealGold())
		if !errors.Is(err, ErrFacts) || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: got error %v", field, err)
		}
	}
}

func BenchmarkCertificate(b *testing.B) {
	facts := plain()
	for b.Loop() {
		if _, err := Certificate(facts, TealGold()); err != nil {
			b.Fatal(err)
		}
	}
}

// each runs a test for every sample in every design.
func each(t *testing.T, test func(t *testing.T, name string, facts Facts, design Design)) {
	t.Helper()
	for name, facts := range samples() {
		for form, design := range designs() {
			t.Run(name+"/"+form, func(t *testing.T) {
				t.Parallel()
				test(t, name, facts, design)
			})
		}
	}
}

func draw(t *testing.T, facts Facts) []byte {
	t.Helper()
	return drawn(t, facts, TealGold())
}

func drawn(t *testing.T, facts Facts, design Design) []byte {
	t.Helper()
	file, err := Certificate(facts, design)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// tool runs a PDF tool on the file and returns its output. In CI a missing tool is a failure.
func tool(t *testing.T, file []byte, name string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing: install the packages of .ci/packages", name)
	}
	path := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, arg := range args {
		if arg == "FILE" {
			args[i] = path
		}
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return out
}

// words drops the spacing of the layout, which differs between versions of the tool.
func words(text []byte) []string { return strings.Fields(string(text)) }
