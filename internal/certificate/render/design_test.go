package render

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// TestPalettes: letters stand out from the paper (WCAG 2.2, 1.4.6 at 7:1 for running text and titles), ornaments are seen in
// black and white, and what lies behind the text is pale enough to read on.
func TestPalettes(t *testing.T) {
	t.Parallel()
	white := Color{255, 255, 255}
	for _, p := range Palettes() {
		for name, c := range map[string]Color{"ink": ink, "primary": p.Primary} {
			if got := min(contrast(c, white), contrast(c, p.Faint)); got < 6 {
				t.Errorf("%s: %s stands out %.1f:1", p.Key, name, got)
			}
		}
		if got := contrast(quiet, p.Faint); got < 4.5 {
			t.Errorf("%s: small print stands out %.1f:1", p.Key, got)
		}
		if got := contrast(p.Accent, white); got < 3 {
			t.Errorf("%s: rules stand out %.1f:1", p.Key, got)
		}
		if got := contrast(p.Faint, white); got > 1.35 {
			t.Errorf("%s: the background stands out %.2f:1", p.Key, got)
		}
	}
}

func contrast(a, b Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c Color) float64 {
	channel := func(v uint8) float64 {
		if s := float64(v) / 255; s > 0.04045 {
			return math.Pow((s+0.055)/1.055, 2.4)
		} else {
			return s / 12.92
		}
	}
	return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
}

func TestUnknownDesigns(t *testing.T) {
	t.Parallel()
	for _, choice := range [][3]string{{"baroque", "ink", "plain"}, {"state", "pink", "plain"}, {"state", "ink", "clouds"}} {
		if _, err := NewDesign(Form(choice[0]), choice[1], Background(choice[2]), nil); !errors.Is(err, ErrDesign) {
			t.Errorf("%v: %v", choice, err)
		}
	}
	design := TealGold()
	design.Logo = []byte("no picture")
	if _, err := Certificate(plain(), design); !errors.Is(err, ErrDesign) {
		t.Errorf("a logo that is no picture: %v", err)
	}
}

// TestRareLetters: a name with a letter that the design's font lacks is printed in the serif, not with a hole.
func TestRareLetters(t *testing.T) {
	t.Parallel()
	facts := plain()
	facts.Name = "Љуба"
	if _, lacking := sans().lacks(facts.Name); !lacking {
		t.Fatal("the letters without serifs have this name too: choose another")
	}
	file := drawn(t, facts, designs()["arcs"])
	if text := string(tool(t, file, "pdftotext", "-raw", "FILE", "-")); !strings.Contains(text, facts.Name) {
		t.Errorf("the name is missing in\n%s", text)
	}
}
