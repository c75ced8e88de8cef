package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"taphuan/internal/fault"
)

// zipped packs parts under names as they are given, however bad.
func zipped(t testing.TB, parts ...packedPart) []byte {
	t.Helper()
	data, err := packed(parts)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const moodleStart = `<?xml version="1.0"?><quiz><question type="truefalse"><name><text>a</text></name><questiontext format="html"><text>`

// A file that attacks is refused whole, by its reason; one that is only odd is read.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	link := &zip.FileHeader{Name: "link"}
	link.SetMode(fs.ModeSymlink | 0o777)
	var linked bytes.Buffer
	w := zip.NewWriter(&linked)
	if _, err := w.CreateHeader(link); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		file string
		data []byte
		want error
	}{
		"billion laughs":    {"a.xml", []byte(`<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>`), ErrEntities},
		"outside entity":    {"a.xml", []byte(`<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><name><text>&x;</text></name></question></quiz>`), ErrEntities},
		"outside DTD":       {"a.xml", []byte(`<!DOCTYPE quiz SYSTEM "http://vi.du/x.dtd"><quiz></quiz>`), nil},
		"undeclared entity": {"a.xml", []byte(`<quiz><question>&nbsp;</question></quiz>`), ErrXML},
		"deep XML":          {"a.xml", []byte(`<quiz>` + strings.Repeat("<a>", 100_000)), ErrTooDeep},
		"many elements":     {"a.xml", []byte(`<quiz><question>` + strings.Repeat("<a/>", 300_000) + `</question></quiz>`), ErrTooDeep},
		"huge attribute":    {"a.xml", []byte(`<quiz a="` + strings.Repeat("a", 100<<10) + `"/>`), ErrTooDeep},
		"cut off":           {"a.xml", []byte(`<quiz><question type="essay">`), ErrXML},
		"old encoding":      {"a.xml", []byte("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><quiz><question>x</question></quiz>"), ErrEncoding},
		"other XML":         {"a.xml", []byte(`<html><body/></html>`), ErrFormat},
		"not Unicode":       {"a.txt", []byte("C\xe2u 1. a\nA. b\nB. c"), ErrEncoding},
		"old Word":          {"a.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ErrOldOffice},
		"PDF":               {"a.pdf", []byte("%PDF-1.7 abc"), ErrFormat},
		"empty":             {"a.txt", nil, ErrFormat},
		"too large":         {"a.txt", make([]byte, 64<<20+1), ErrFileTooLarge},
		"too many":          {"a.gift", []byte(strings.Repeat("Một{T}\n\n", 10_001)), ErrTooManyItems},
		"too many written":  {"a.txt", []byte(strings.Repeat("Câu 1. x\n", 10_002)), ErrTooManyItems},
		"climbing name":     {"a.zip", zipped(t, packedPart{"../../etc/x", nil}), ErrPackagePath},
		"absolute name":     {"a.zip", zipped(t, packedPart{"/etc/x", nil}), ErrPackagePath},
		"Windows name":      {"a.zip", zipped(t, packedPart{`..\x`, nil}), ErrPackagePath},
		"link":              {"a.zip", linked.Bytes(), ErrPackagePath},
		"broken zip":        {"a.zip", []byte("PK\x03\x04 no zip"), ErrPackage},
		"bomb in Word":      {"a.docx", zipped(t, packedPart{"word/document.xml", make([]byte, 65<<20)}), ErrUnpackedTooLarge},
		"bomb in Excel":     {"a.xlsx", zipped(t, packedPart{"xl/workbook.xml", []byte("<workbook/>")}, packedPart{"xl/worksheets/sheet1.xml", make([]byte, 65<<20)}), ErrUnpackedTooLarge},
		"bomb beside":       {"a.docx", zipped(t, packedPart{"word/document.xml", []byte(`<document><body/></document>`)}, packedPart{"word/media/a.png", make([]byte, 1<<20)}), nil},
		"any zip":           {"a.zip", zipped(t, packedPart{"a.txt", []byte("x")}), ErrFormat},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			im, err := Read(test.file, test.data, Defaults)
			if !errors.Is(err, test.want) {
				t.Errorf("%v, want %v: %+v", err, test.want, im)
			}
			if err != nil && fault.KindOf(err) == fault.Internal {
				t.Errorf("%v is no fault of the file", err)
			}
		})
	}
}

// The bound of what is unpacked counts what comes out and not what the package says.
func TestUnpackedIsCounted(t *testing.T) {
	t.Parallel()
	limits := Defaults
	limits.Unpacked = 3 << 20
	item := `<assessmentItem identifier="i" title="t"><itemBody><p>` + strings.Repeat("a", 1<<20) + `</p></itemBody></assessmentItem>`
	var parts []packedPart
	for i := range 3 {
		parts = append(parts, packedPart{fmt.Sprintf("i%d.xml", i), []byte(item)})
	}
	if _, err := Read("a.zip", zipped(t, parts...), limits); !errors.Is(err, ErrUnpackedTooLarge) {
		t.Errorf("%v", err)
	}
	parts = nil
	for i := range limits.Parts + 1 {
		parts = append(parts, packedPart{fmt.Sprintf("p%d", i), nil})
	}
	if _, err := Read("a.zip", zipped(t, parts...), limits); !errors.Is(err, ErrUnpackedTooLarge) {
		t.Errorf("too many parts: %v", err)
	}
}

// What is hostile in one question is bounded: it is refused or cleaned, and takes no time to speak of.
func TestHostileQuestions(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<div>", 20_000)
	for name, test := range map[string]struct {
		file, text string
		code       string
	}{
		"exponent":       {"a.gift", "Số{#1e999999999}", "key.number"},
		"long digits":    {"a.gift", "Số{#" + strings.Repeat("9", 100_000) + "}", "key.number"},
		"deep HTML":      {"a.xml", moodleStart + "<![CDATA[" + deep + "]]></text></questiontext></question></quiz>", "html.broken"},
		"long HTML":      {"a.xml", moodleStart + strings.Repeat("a", 300<<10) + "</text></questiontext></question></quiz>", "html.too_long"},
		"many answers":   {"a.gift", "Ghép{" + strings.Repeat("=a -> b\n", 2000) + "}", "key.many_pieces"},
		"long question":  {"a.gift", "Dài" + strings.Repeat("x", 300<<10) + "{T}", "html.too_long"},
		"many pictures":  {"a.xml", moodleStart + strings.Repeat(`&lt;img src="a.png"&gt;`, 60) + "</text></questiontext></question></quiz>", "picture.many"},
		"powers":         {"a.xml", `<quiz><question type="calculated"><questiontext><text>{a}</text></questiontext><answer fraction="100"><text>` + strings.Repeat("pow(", 20_000) + `</text></answer></question></quiz>`, "moodle.expression"},
		"many gaps":      {"a.xml", `<quiz><question type="gapselect"><questiontext><text>` + strings.Repeat("[[1]]", 50_000) + `</text></questiontext>` + strings.Repeat("<selectoption><text>a</text></selectoption>", 900) + `</question></quiz>`, "key.many_gaps"},
		"many drops":     {"a.xml", `<assessmentItem identifier="i"><itemBody><gapMatchInteraction responseIdentifier="R"><gapText identifier="w">a</gapText>` + strings.Repeat(`<gap identifier="g"/>`, 900) + `</gapMatchInteraction></itemBody></assessmentItem>`, "key.many_gaps"},
		"many fields":    {"a.xml", `<quiz><question type="matching">` + strings.Repeat("<subquestion/>", 2000) + `</question></quiz>`, "key.many_pieces"},
		"long expansion": {"a.txt", "Câu 1. " + strings.Repeat("(((", 80_000) + "\nĐáp án: Đúng", "question.text_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			im, err := Read(test.file, []byte(test.text), Defaults)
			if err != nil || len(im.Items) != 1 {
				t.Fatalf("%d items, %v", len(im.Items), err)
			}
			codes := ""
			for _, r := range im.Items[0].Reasons {
				codes += r.Code + " "
			}
			if im.Items[0].Status != Refused || !strings.Contains(codes, test.code) {
				t.Errorf("%s: %q, want %q", im.Items[0].Status, codes, test.code)
			}
		})
	}
}

// Markup that runs or loads leaves nothing behind, however it is written.
func TestMarkupIsHarmless(t *testing.T) {
	t.Parallel()
	for _, markup := range []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `<a href="javascript:alert(1)">x</a>`,
		`<a href=" java&#x0A;script:alert(1)">x</a>`, `<iframe srcdoc="<script>alert(1)</script>">`, `<math><mtext><script>alert(1)</script></mtext></math>`,
		`<style>@import url(https://vi.du)</style>`, `<p style="background:url(https://vi.du/x)">x</p>`, `<img src="//vi.du/x.png">`, `<img srcset="https://vi.du/x.png 2x">`,
		`<object data="x.swf"></object>`, `<form action="https://vi.du"><input name=p></form>`, `<base href="https://vi.du/">`, `<meta http-equiv=refresh content="0;url=https://vi.du">`,
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<img src="media:../../x" onload=alert(1)>`, `<video src="https://vi.du/a.mp4" autoplay></video>`,
		`<table background="https://vi.du/x"><tr><td>x</td></tr></table>`, `<img src="data:text/html,<script>alert(1)</script>">`,
	} {
		pictures := newShelf(Defaults)
		d := &draft{shelf: &pictures}
		text := strings.ToLower(d.html(markup).VI)
		for _, bad := range []string{"script", "onerror", "onload", "style", "vi.du", "data:", "iframe", "<object", "<form", "src=", "srcdoc", "<svg", "javascript"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s leaves %s", markup, text)
			}
		}
	}
}
