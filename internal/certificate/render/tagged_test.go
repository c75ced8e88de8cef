package render

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// TestTagged checks the points of the Matterhorn protocol 1.1 (PDF/UA-1) that a program can check and that concern these
// files: 01-003 to 01-005 content is tagged or an artifact, 06 metadata, 07 the title is shown, 09 the tree, 11-006 language,
// 13-004 figures have words, 14 headings, 28-008 order of tabs.
func TestTagged(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, name string, facts Facts, design Design) {
		p := parse(t, drawn(t, facts, design))
		root := p.catalog()
		if p.dict(root["/MarkInfo"])["/Marked"] != true || p.dict(root["/ViewerPreferences"])["/DisplayDocTitle"] != true || root["/Lang"] != "u:vi-VN" {
			t.Errorf("catalog: %v", root)
		}
		read := p.readAloud(t, root)
		golden := filepath.Join("testdata", name+".read.txt")
		if *update {
			if err := os.WriteFile(golden, []byte(read), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), read); diff != "" {
			t.Errorf("read aloud (-want +got):\n%s", diff)
		}
	})
}

// readAloud walks the structure as a screen reader does, a line for each element, and compares it with the pages.
func (p parsed) readAloud(t *testing.T, root dict) string {
	t.Helper()
	tree := p.dict(root["/StructTreeRoot"])
	whole := p.dict(tree["/K"])
	if whole["/S"] != "/Document" {
		t.Fatalf("the tree begins with %v", whole["/S"])
	}
	page := p.pages()[0]
	if d := p.dict(page); d["/Tabs"] != "/S" || d["/StructParents"] != float64(0) {
		t.Errorf("page: %v", d)
	}
	drawn := map[int]string{}
	for _, m := range p.marks(page) {
		if _, twice := drawn[m.id]; twice && m.id >= 0 {
			t.Errorf("mark %d stands twice", m.id)
		}
		drawn[m.id] = m.text
	}
	delete(drawn, -1)
	parents := p.dict(tree["/ParentTree"])["/Nums"].([]any)[1].([]any)
	var b strings.Builder
	for i, kid := range whole["/K"].([]any) {
		e := p.dict(kid)
		id := int(e["/K"].(float64))
		text, exists := drawn[id]
		if !exists || e["/Pg"] != page || parents[id] != kid || id != i {
			t.Errorf("element %v and its mark do not lead to each other", e)
		}
		delete(drawn, id)
		fmt.Fprintf(&b, "%s %s\n", strings.TrimPrefix(e["/S"].(string), "/"), spoken(t, e, text))
	}
	if len(drawn) > 0 {
		t.Errorf("marks without an element: %v", drawn)
	}
	if strings.Count(b.String(), "H1 ") != 1 {
		t.Error("there is not one heading")
	}
	return b.String()
}

func spoken(t *testing.T, e dict, drawn string) string {
	t.Helper()
	for _, key := range []string{"/Alt", "/ActualText"} {
		if words, given := e[key].(string); given {
			return strings.TrimPrefix(words, "u:")
		}
	}
	if strings.TrimSpace(drawn) == "" {
		t.Errorf("%v says nothing", e)
	}
	return drawn
}

// TestArchived checks what PDF/A-2b (ISO 19005-2) asks and these files could miss: the claim, the color profile, the file's
// identifier, fonts that are embedded whole enough, and nothing that archives refuse.
func TestArchived(t *testing.T) {
	t.Parallel()
	file := draw(t, samples()["plain"])
	if !bytes.HasPrefix(file, []byte("%PDF-1.7\n%")) || slices.Min(file[10:14]) < 0x80 {
		t.Errorf("the file begins %q", file[:16])
	}
	p := parse(t, file)
	root := p.catalog()
	_, metadata := p.object(root["/Metadata"])
	for _, claim := range []string{"<pdfaid:part>2<", "<pdfaid:conformance>B<", "<pdfuaid:part>1<", "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Giấy chứng nhận số"} {
		if !bytes.Contains(metadata, []byte(claim)) {
			t.Errorf("the metadata lacks %s", claim)
		}
	}
	intent := p.dict(root["/OutputIntents"].([]any)[0])
	if profile, data := p.object(intent["/DestOutputProfile"]); profile["/N"] != float64(3) || !bytes.Equal(data, sRGB) {
		t.Error("the color profile is not sRGB")
	}
	if id := p.trailer()["/ID"].([]any); len(id) != 2 || p.trailer()["/Encrypt"] != nil {
		t.Errorf("identifiers %v", id)
	}
	for name, raw := range p.objects {
		for _, refused := range []string{`"/JavaScript"`, `"/EmbeddedFile`, `"/SMask"`, `"/CA"`, `"/ca"`, `"/BM"`, `"/AA"`, `"/OpenAction"`, `"/LZWDecode"`, `"/XFA"`} {
			if bytes.Contains(raw, []byte(refused)) {
				t.Errorf("%s holds %s", name, refused)
			}
		}
	}
}

// TestFonts: each character that is drawn has a shape of its own in the embedded font, the width that the file says, and a
// way back to Unicode (Matterhorn 10-001, 31; ISO 19005-2, 6.2.11).
func TestFonts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, name string, facts Facts, design Design) {
		p := parse(t, drawn(t, facts, design))
		page := p.pages()[0]
		used := map[string]string{}
		for _, m := range p.marks(page) {
			for key, text := range m.used {
				used[key] += text
			}
		}
		fonts := p.dict(p.dict(p.dict(page)["/Resources"])["/Font"])
		if len(used) != len(fonts) {
			t.Errorf("%s: %d fonts are used of %d", name, len(used), len(fonts))
		}
		for key, text := range used {
			p.checkFont(t, name, p.dict(fonts[key]), text)
		}
	})
}

var subsetName = regexp.MustCompile(`^/[A-Z]{6}\+[A-Za-z-]+$`)

func (p parsed) checkFont(t *testing.T, sample string, f dict, text string) {
	t.Helper()
	cid := p.dict(f["/DescendantFonts"].([]any)[0])
	descriptor := p.dict(cid["/FontDescriptor"])
	if !subsetName.MatchString(f["/BaseFont"].(string)) || f["/BaseFont"] != cid["/BaseFont"] || f["/BaseFont"] != descriptor["/FontName"] {
		t.Errorf("%s: names %v, %v, %v", sample, f["/BaseFont"], cid["/BaseFont"], descriptor["/FontName"])
	}
	_, back := p.object(f["/ToUnicode"])
	if !bytes.Contains(back, []byte("<0000> <FFFF> <0000>")) {
		t.Errorf("%s: %v: codes are not Unicode: %s", sample, f["/BaseFont"], back)
	}
	_, glyphs := p.object(cid["/CIDToGIDMap"])
	_, program := p.object(descriptor["/FontFile2"])
	embedded, err := sfnt.Parse(program)
	if err != nil {
		t.Fatalf("%s: %v: %v", sample, f["/BaseFont"], err)
	}
	widths := widthsOf(cid["/W"].([]any))
	var buffer sfnt.Buffer
	for _, code := range text {
		width := widths[int(code)]
		glyph := sfnt.GlyphIndex(glyphs[2*code])<<8 | sfnt.GlyphIndex(glyphs[2*code+1])
		advance, err := embedded.GlyphAdvance(&buffer, glyph, fixed.I(1000), font.HintingNone)
		if glyph == 0 || err != nil || width-float64(advance)/64 > 1 || float64(advance)/64-width > 1 {
			t.Errorf("%s: %v: %q is glyph %d of width %v, the file says %v (%v)", sample, f["/BaseFont"], code, glyph, float64(advance)/64, width, err)
		}
	}
}

// widthsOf reads the two forms of a font's widths: code [w w ...] and first last w.
func widthsOf(entries []any) map[int]float64 {
	widths := map[int]float64{}
	for len(entries) > 1 {
		first := int(entries[0].(float64))
		if list, several := entries[1].([]any); several {
			for i, w := range list {
				widths[first+i] = w.(float64)
			}
			entries = entries[2:]
			continue
		}
		for code := first; code <= int(entries[1].(float64)); code++ {
			widths[code] = entries[2].(float64)
		}
		entries = slices.Clone(entries[3:])
	}
	return widths
}
