package render

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"
)

// TestPicture: the picture is sound XML whose references lead somewhere, and shows as many letters as the page does.
func TestPicture(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ string, facts Facts, design Design) {
		design.Logo = smallLogo()
		svg, err := Picture(facts, design)
		if err != nil {
			t.Fatal(err)
		}
		known, used, letters := map[string]bool{}, map[string]bool{}, 0
		decoder := xml.NewDecoder(strings.NewReader(string(svg)))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			start, opens := token.(xml.StartElement)
			for _, a := range start.Attr {
				switch {
				case opens && a.Name.Local == "id":
					known[a.Value] = true
				case opens && a.Name.Local == "href" && strings.HasPrefix(a.Value, "#"):
					used[a.Value[1:]] = true
					if strings.HasPrefix(a.Value, "#l") {
						letters++
					}
				}
			}
		}
		for id := range used {
			if !known[id] {
				t.Errorf("#%s leads nowhere", id)
			}
		}
		if want := lettersOf(t, drawn(t, facts, design)); letters != want || letters < 300 {
			t.Errorf("%d letters, the page has %d", letters, want)
		}
		if !strings.Contains(string(svg), "data:image/png;base64,") {
			t.Error("the logo is missing")
		}
	})
}

func lettersOf(t *testing.T, file []byte) (n int) {
	t.Helper()
	p := parse(t, file)
	for _, m := range p.marks(p.pages()[0]) {
		for _, r := range m.text {
			if !unicode.IsSpace(r) {
				n++
			}
		}
	}
	return n
}

func TestPictureRefuses(t *testing.T) {
	t.Parallel()
	facts := plain()
	facts.Name = ""
	if _, err := Picture(facts, TealGold()); !errors.Is(err, ErrFacts) {
		t.Errorf("without a name: %v", err)
	}
}
