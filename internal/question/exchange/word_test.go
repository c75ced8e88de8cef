package exchange

import (
	"strings"
	"testing"
)

// document makes a Word file of paragraphs in its own XML, with numbering and a picture.
func document(t *testing.T, body string) []byte {
	t.Helper()
	const numbering = `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Câu %1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>`
	const relations = `<Relationships><Relationship Id="rId1" Target="media/image1.png"/><Relationship Id="rId2" Target="https://vi.du/x.png" TargetMode="External"/></Relationships>`
	return zipped(t, packedPart{"word/document.xml", []byte(`<w:document xmlns:w="w" xmlns:m="m" xmlns:a="a" xmlns:r="r"><w:body>` + body + `</w:body></w:document>`)},
		packedPart{"word/numbering.xml", []byte(numbering)}, packedPart{"word/_rels/document.xml.rels", []byte(relations)},
		packedPart{"word/media/image1.png", pictures[0].Data})
}

func paragraph(level, runs string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="7"/></w:numPr></w:pPr>` + runs + `</w:p>`
}

func run(look, text string) string {
	return `<w:r><w:rPr>` + look + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// Numbers that Word writes by itself, pictures, equations, tracked changes, line breaks and a table.
func TestWordDocument(t *testing.T) {
	t.Parallel()
	body := paragraph("0", run("", "Nhìn hình ")+`<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>`) +
		paragraph("1", run("", "một")+`<w:r><w:footnoteReference w:id="1"/></w:r>`) + paragraph("1", `<w:del>`+run("", "cũ")+`</w:del><w:ins>`+run(`<w:color w:val="FF0000"/>`, "hai")+`</w:ins>`) +
		paragraph("0", run("", "Tính ")+`<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>`) +
		paragraph("1", run(`<w:highlight w:val="yellow"/>`, "0,5")) + paragraph("1", run("", "2")) +
		paragraph("0", run("", "Hình ngoài")+`<w:r><w:drawing><a:blip r:embed="rId2"/></w:drawing><w:br/></w:r>`+run("", "A. x")+`<w:r><w:br/></w:r>`+run(`<w:u w:val="single"/>`, "B")+run("", ". y")) +
		paragraph("0", run("", "Bảng số liệu")) +
		`<w:tbl><w:tr><w:tc><w:p>` + run("", "Năm") + `</w:p></w:tc><w:tc><w:p>` + run("", "Dân số") + `</w:p></w:tc></w:tr></w:tbl>` +
		`<w:p>` + run("", "A. tăng") + `<w:r><w:tab/></w:r>` + run(`<w:b w:val="0"/>`, "B. giảm") + `</w:p><w:p>` + run("", "Đáp án: A") + `</w:p>`
	im, err := Read("de.docx", document(t, body), Defaults)
	if err != nil {
		t.Fatal(err)
	}
	got := told(im)
	for _, want := range []string{
		"word: 0 imported, 4 changed, 0 refused", `changed: Câu 1 (:1)`, "word.footnote", `<p>Nhìn hình <img src=\"media:image1.png\" alt=\"\"></p>`, `{"text":{"vi":"hai"},"correct":true}`,
		"word.equation", "<p>Tính (1)/(2)</p>", `{"text":{"vi":"0,5"},"correct":true}`, "picture.outside", `{"text":{"vi":"y"},"correct":true}`,
		"word.table", "<p>Bảng số liệu</p><p>Năm\tDân số</p>", `{"text":{"vi":"tăng"},"correct":true}`,
	} {
		if !strings.Contains(strings.ReplaceAll(got, `\t`, "\t"), want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "cũ") {
		t.Error("a deleted text came back")
	}
}

// Text that was moved while changes were tracked, and rows and cells in content controls, are read like any other.
func TestWordWrappers(t *testing.T) {
	t.Parallel()
	cell := func(text string) string { return `<w:tc><w:p>` + run("", text) + `</w:p></w:tc>` }
	control := func(inner string) string { return `<w:sdt><w:sdtContent>` + inner + `</w:sdtContent></w:sdt>` }
	body := `<w:p>` + run("", "Câu 1. Thủ đô ") + `<w:moveFrom>` + run("", "chỗ cũ") + `</w:moveFrom><w:moveTo>` + run("", "của nước ta là") + `</w:moveTo></w:p>` +
		`<w:tbl>` + control(`<w:tr>`+cell("A. Huế")+control(cell("B. Hà Nội"))+`</w:tr>`) + `<w:tr>` + cell("Đáp án: B") + `</w:tr></w:tbl>`
	im, err := Read("de.docx", document(t, body), Defaults)
	if err != nil || im.Count(Imported) != 1 {
		t.Fatalf("%v %s", err, told(im))
	}
	if b := im.Items[0].Body; b.Stem.VI != "<p>Thủ đô của nước ta là</p>" || len(b.Options) != 2 || b.Options[1].Text.VI != "Hà Nội" || !b.Options[1].Correct {
		t.Errorf("%s", told(im))
	}
}
