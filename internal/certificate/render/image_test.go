package render

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestCertificateImage compares the pages with pictures that a person has looked at. Versions of the tool smooth edges
// differently, so what counts is how far squares of 4 by 4 dots differ on average.
func TestCertificateImage(t *testing.T) {
	t.Parallel()
	facts := samples()["long"]
	for form, design := range designs() {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			design.Logo = smallLogo()
			got := seen(t, drawn(t, facts, design))
			golden := filepath.Join("testdata", "long-"+form+".png")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if at, by := farthest(t, want, got); by > 20 {
				t.Errorf("the page differs by %d of 255 around %v", by, at)
			}
		})
	}
	if _, by := farthest(t, seen(t, drawn(t, facts, designs()["state"])), seen(t, drawn(t, plain(), designs()["state"]))); by <= 20 {
		t.Errorf("pages of different people differ by %d of 255 only: this test would notice nothing", by)
	}
}

// seen is the page in shades of gray, 36 dots an inch.
func seen(t *testing.T, file []byte) []byte {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Fatal("pdftoppm is missing: install the packages of .ci/packages")
	}
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftoppm", "-r", "36", "-gray", "-png", "-singlefile", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// farthest is the square that differs most, and by how many of 255 on average.
func farthest(t *testing.T, want, got []byte) (at image.Point, by int) {
	t.Helper()
	var pages [2]image.Image
	for i, file := range [][]byte{want, got} {
		page, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		pages[i] = page
	}
	if pages[0].Bounds() != pages[1].Bounds() {
		t.Fatalf("pages of %v and %v", pages[0].Bounds(), pages[1].Bounds())
	}
	for y := 0; y < pages[0].Bounds().Dy(); y += 4 {
		for x := 0; x < pages[0].Bounds().Dx(); x += 4 {
			if d := shade(pages[0], x, y) - shade(pages[1], x, y); max(d, -d) > by {
				at, by = image.Pt(x, y), max(d, -d)
			}
		}
	}
	return at, by
}

func shade(page image.Image, x, y int) int {
	sum := 0
	for i := range 16 {
		sum += int(color.GrayModel.Convert(page.At(x+i%4, y+i/4)).(color.Gray).Y)
	}
	return sum / 16
}
