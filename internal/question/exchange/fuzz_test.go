package exchange

import (
	"os"
	"path/filepath"
	"testing"

	"taphuan/internal/question"
)

// sound checks what holds of every import, whatever the file was.
func sound(t *testing.T, name string, data []byte) {
	im, err := Read(name, data, Defaults)
	if err != nil {
		return
	}
	var good []Item
	for _, item := range im.Items {
		if item.Status != statusOf(item.Reasons) {
			t.Fatalf("%s with %v", item.Status, item.Reasons)
		}
		eachText(item.Body, func(text string) string {
			if again := safeHTML(text); again != text {
				t.Fatalf("not safe: %q, cleaned %q", text, again)
			}
			return text
		}, func(file string) string { return file })
		if item.Status == Refused {
			continue
		}
		if found := question.Validate(item.Body); len(found) > 0 {
			t.Fatalf("not valid: %+v", found)
		}
		for _, picture := range MediaNames(item.Body) {
			if findMedia(im.Media, picture) == nil {
				t.Fatalf("no picture %q", picture)
			}
		}
		good = append(good, item)
	}
	for _, format := range []Format{GIFT, MoodleXML, QTI22, QTI30} {
		if _, err := Write(format, good, im.Media); err != nil {
			t.Fatal(err)
		}
	}
}

// seeds adds the files of a folder.
func seeds(f *testing.F, pattern string) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		f.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
}

func FuzzGIFT(f *testing.F) {
	seeds(f, "testdata/gift/*.gift")
	f.Fuzz(func(t *testing.T, text string) { sound(t, "a.gift", []byte(text)) })
}

func FuzzText(f *testing.F) {
	seeds(f, "testdata/text/*.txt")
	f.Fuzz(func(t *testing.T, text string) { sound(t, "a.txt", []byte(text)) })
}

func FuzzMoodleXML(f *testing.F) {
	seeds(f, "testdata/moodle_xml/*.xml")
	f.Fuzz(func(t *testing.T, text string) { sound(t, "a.xml", []byte(text)) })
}

func FuzzQTI(f *testing.F) {
	seeds(f, "testdata/qti/*/items/*.xml")
	f.Fuzz(func(t *testing.T, text string) { sound(t, "a.xml", []byte(text)) })
}

func FuzzWord(f *testing.F) {
	f.Add(`<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Câu 1. Hỏi</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>A. x</w:t></w:r></w:p><w:p><w:r><w:t>B. y</w:t></w:r></w:p></w:body></w:document>`,
		`<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>`)
	f.Fuzz(func(t *testing.T, document, numbering string) {
		sound(t, "a.docx", zipped(t, packedPart{"word/document.xml", []byte(document)}, packedPart{"word/numbering.xml", []byte(numbering)}))
	})
}
