package slip

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var expires = time.Date(2026, 12, 7, 16, 59, 0, 0, time.UTC)

func meta() Meta {
	return Meta{Issuer: "Trường THCS Nguyễn Nghiêm", Address: "taphuan.example.vn",
		PrintedAt: time.Date(2026, 11, 23, 1, 5, 0, 0, time.UTC), Demo: true}
}

// class returns n slips of one class; the last name is a long one.
func class(group string, n int) []Slip {
	var out []Slip
	for i := range n {
		out = append(out, Slip{Name: "Đinh Thị K' Rớt", Group: group, Username: fmt.Sprintf("8a1.rot%02d", i+1),
			Password: "K7MP-X3QT-H9BC", Expires: expires})
	}
	out[n-1].Name = "Nguyễn Phước Hoàng Bảo Trân Công Tằng Tôn Nữ Thị Quỳnh Phương"
	return out
}

func TestSheetPagesByGroup(t *testing.T) {
	t.Parallel()
	file := printed(t, append(class("Lớp 8A1", 10), class("Lớp 8A2", 3)...))
	pages := strings.Split(strings.TrimSuffix(string(tool(t, file, "pdftotext", "-layout", "FILE", "-")), "\f"), "\f")
	if len(pages) != 3 {
		t.Fatalf("%d pages, want 3", len(pages))
	}
	for i, want := range []struct {
		group string
		cards int
	}{{"Lớp 8A1", 8}, {"Lớp 8A1", 2}, {"Lớp 8A2", 3}} {
		page := pages[i]
		if !strings.Contains(page, "Phiếu đăng nhập lần đầu: "+want.group) || !strings.Contains(page, fmt.Sprintf("trang %d/3", i+1)) {
			t.Errorf("page %d lacks its head or foot:\n%s", i+1, page)
		}
		for _, text := range []string{"K7MP-X3QT-H9BC", "taphuan.example.vn", demoMark, "23:59 ngày 07/12/2026"} {
			if n := strings.Count(page, text); n != want.cards {
				t.Errorf("page %d shows %q %d times, want %d", i+1, text, n, want.cards)
			}
		}
	}
}

func TestSheetIsSoundAndRepeatable(t *testing.T) {
	t.Parallel()
	slips := class("Lớp 8A1", 40)
	file := printed(t, slips)
	if !bytes.Equal(file, printed(t, slips)) {
		t.Error("the same slips give other bytes")
	}
	if out := string(tool(t, file, "qpdf", "--check", "FILE")); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", out)
	}
	if bytes.Contains(file, []byte("/URI")) {
		t.Error("a slip carries a link")
	}
}

func TestSheetRefuses(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*Slip, *Meta){
		"slip 2: Name":                 func(s *Slip, _ *Meta) { s.Name = "" },
		"slip 2: Username":             func(s *Slip, _ *Meta) { s.Username = strings.Repeat("x", 65) },
		"slip 2: the password":         func(s *Slip, _ *Meta) { s.Password = "K7MPX3QTO9" },
		"slip 2: the moment of expiry": func(s *Slip, _ *Meta) { s.Expires = time.Time{} },
		"Address":                      func(_ *Slip, m *Meta) { m.Address = "" },
	} {
		slips, m := class("Lớp 8A1", 3), meta()
		spoil(&slips[1], &m)
		_, err := Sheet(slips, m)
		if !errors.Is(err, ErrSlip) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v", want, err)
		}
		if err != nil && strings.Contains(err.Error(), slips[1].Password) {
			t.Errorf("%s: the error repeats a password", want)
		}
	}
	if _, err := Sheet(nil, meta()); !errors.Is(err, ErrSlip) {
		t.Errorf("no slips: got error %v", err)
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]string{
		"K7MP": "K7MP", "K7MPX3QTH9": "K7MP X3QT H9", "K7MP-X3QT-H9": "K7MP-X3QT-H9",
	} {
		if got := strings.Join(groups(password), " "); got != want {
			t.Errorf("groups(%q) = %q, want %q", password, got, want)
		}
	}
}

func printed(t *testing.T, slips []Slip) []byte {
	t.Helper()
	file, err := Sheet(slips, meta())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// tool runs a PDF tool on the file and returns its output. In CI a missing tool is a failure.
func tool(t *testing.T, file []byte, name string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing: install the packages of .ci/packages", name)
		}
		t.Skipf("%s is missing", name)
	}
	path := filepath.Join(t.TempDir(), "slips.pdf")
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
