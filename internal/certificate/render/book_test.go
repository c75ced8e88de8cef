package render

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
)

func sheets(list ...Sheet) iter.Seq2[Sheet, error] {
	return func(yield func(Sheet, error) bool) {
		for _, s := range list {
			if !yield(s, nil) {
				return
			}
		}
	}
}

// TestCopies: certificates in one file share their fonts and ornaments, stay in order and are tagged page by page.
func TestCopies(t *testing.T) {
	t.Parallel()
	var list []Sheet
	for i := range 30 {
		facts := plain()
		facts.RegisterNumber = fmt.Sprintf("%04d/2026/GCN", i+1)
		list = append(list, Sheet{facts, designs()[[]string{"woven", "state", "arcs"}[i%3]]})
	}
	file, err := Copies("Bản in", "Ban Chỉ đạo 138", date(2026, 2, 5), sheets(list...))
	if err != nil {
		t.Fatal(err)
	}
	if one := len(draw(t, plain())); len(file) > 30*one/3 {
		t.Errorf("30 certificates take %d bytes, one %d: nothing is shared", len(file), one)
	}
	p := parse(t, file)
	if len(p.pages()) != 30 {
		t.Fatalf("%d pages", len(p.pages()))
	}
	for i, page := range p.pages() {
		text := ""
		for _, m := range p.marks(page) {
			text += m.text
		}
		if !strings.Contains(text, list[i].Facts.RegisterNumber) {
			t.Errorf("page %d does not show %s", i+1, list[i].Facts.RegisterNumber)
		}
	}
	parts := p.dict(p.dict(p.catalog()["/StructTreeRoot"])["/K"])["/K"].([]any)
	if len(parts) != 30 || p.dict(parts[29])["/S"] != "/Sect" {
		t.Errorf("%d parts", len(parts))
	}
	if fonts := strings.Count(string(tool(t, file, "pdffonts", "FILE")), "Identity-H"); fonts != 6 {
		t.Errorf("%d fonts, want three of each family", fonts)
	}
}

func TestCopiesRefuse(t *testing.T) {
	t.Parallel()
	nameless := plain()
	nameless.Name = ""
	_, err := Copies("x", "y", date(2026, 2, 5), sheets(Sheet{plain(), TealGold()}, Sheet{nameless, TealGold()}))
	if !errors.Is(err, ErrFacts) || !strings.Contains(err.Error(), nameless.RegisterNumber) {
		t.Errorf("a certificate without a name: %v", err)
	}
	broken := errors.New("the database went away")
	_, err = Copies("x", "y", date(2026, 2, 5), func(yield func(Sheet, error) bool) { yield(Sheet{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("a failing source: %v", err)
	}
}
