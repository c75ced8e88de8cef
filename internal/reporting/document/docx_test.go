package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

func TestDOCXText(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]Document{"department": report(), "commune": commune()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(paragraphs(t, parts(t, word(t, d))["word/document.xml"]), "\n") + "\n"
			golden := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDOCXForm(t *testing.T) {
	t.Parallel()
	body := parts(t, word(t, report()))["word/document.xml"]
	for what, want := range map[string]struct {
		fragment string
		times    int
	}{
		"margins 20, 15, 20, 30 mm":         {`<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701"`, 3},
		"page numbers restart in each part": {`<w:pgNumType w:start="1"/><w:titlePg/>`, 3},
		"one annex is landscape":            {`w:orient="landscape"`, 1},
		"national title at least 100 mm":    {`<w:gridCol w:w="5785"/>`, 1},
		"rows that may split":               {`<w:trPr></w:trPr>`, 0},
		"repeated heads":                    {`<w:tblHeader/>`, 5},
		"body indent and spacing":           {`<w:spacing w:before="0" w:after="120" w:line="276" w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="720"/><w:jc w:val="both"/>`, 9},
		"text in markup is escaped":         {`&lt;nếu có&gt;`, 2},
	} {
		if n := strings.Count(body, want.fragment); n != want.times {
			t.Errorf("%s: found %d times, want %d", what, n, want.times)
		}
	}
}

func TestDOCXDemonstrationMark(t *testing.T) {
	t.Parallel()
	for _, demo := range []bool{true, false} {
		d := report()
		d.Demo = demo
		files := parts(t, word(t, d))
		for _, name := range []string{"word/header_first.xml", "word/header_rest.xml"} {
			if got := strings.Contains(files[name], DemoMark); got != demo {
				t.Errorf("%s: mark %v, want %v", name, got, demo)
			}
		}
		if strings.Contains(files["word/header_first.xml"], "PAGE") || !strings.Contains(files["word/header_rest.xml"], "PAGE") {
			t.Error("the page number belongs on every page but the first")
		}
	}
}

func TestDOCXIsRepeatableAndWellFormed(t *testing.T) {
	t.Parallel()
	file := word(t, report())
	if !bytes.Equal(file, word(t, report())) {
		t.Error("the same document gives other bytes")
	}
	d := report()
	d.Summary = "Bell \a, null \x00, nhãn <w:p/> & \"dấu\""
	for name, content := range parts(t, word(t, d)) {
		decoder := xml.NewDecoder(strings.NewReader(content))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

func TestDOCXRefuses(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*Document){
		"Header.Kind":     func(d *Document) { d.Header.Kind = "party" },
		"Header.Issuer":   func(d *Document) { d.Header.Issuer = " " },
		"Closing":         func(d *Document) { d.Closing = "" },
		"Signature.Lines": func(d *Document) { d.Signature.Lines = nil },
		"Blocks[0]":       func(d *Document) { d.Blocks = []Block{Heading{4, "Sâu quá"}} },
		"Blocks[1] row 2": func(d *Document) {
			t := figures()
			t.Rows[1].Cells = t.Rows[1].Cells[1:]
			d.Blocks = []Block{Plainly(""), t}
		},
		"Annexes[0].Blocks[0]": func(d *Document) { d.Annexes[0].Blocks = []Block{Table{}} },
		"unknown block":        func(d *Document) { d.Blocks = []Block{nil} },
		"characters":           func(d *Document) { d.Blocks = []Block{Plainly(strings.Repeat("a", maxText+1))} },
	} {
		d := report()
		spoil(&d)
		if _, err := DOCX(d); !errors.Is(err, ErrDocument) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v", want, err)
		}
	}
}

// commune is a signed report of a commune with one annex and two addressees.
func commune() Document {
	d := report()
	on := time.Date(2026, 2, 5, 0, 0, 0, 0, time.UTC)
	d.Header = Header{Kind: Commune, Issuer: "Xã Nguyễn Nghiêm", Symbol: "BC-UBND", Number: "05", Place: "Xã Nguyễn Nghiêm", Date: &on}
	d.Addressees = []string{"Ban Chỉ đạo 138 tỉnh Quảng Ngãi", "Công an tỉnh Quảng Ngãi;"}
	d.Closing = "Trên đây là báo cáo, Ủy ban nhân dân xã báo cáo Ban Chỉ đạo 138 tỉnh theo dõi, tổng hợp./."
	d.Signature = Signature{Lines: []string{"TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"}, Name: "Trần Văn Mẫu"}
	d.Annexes, d.Demo = d.Annexes[:1], false
	return d
}

func word(t *testing.T, d Document) []byte {
	t.Helper()
	file, err := DOCX(d)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func parts(t *testing.T, file []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[entry.Name] = string(content)
	}
	return out
}

// paragraphs is the text of each paragraph that has any.
func paragraphs(t *testing.T, document string) []string {
	t.Helper()
	var out []string
	var line strings.Builder
	inText := false
	decoder := xml.NewDecoder(strings.NewReader(document))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			inText = e.Name.Local == "t"
		case xml.CharData:
			if inText {
				line.Write(e)
			}
		case xml.EndElement:
			inText = false
			if e.Name.Local == "p" && line.Len() > 0 {
				out = append(out, line.String())
				line.Reset()
			}
		}
	}
}
