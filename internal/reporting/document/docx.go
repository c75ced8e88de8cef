package document

import (
	"archive/zip"
	"bytes"
	"embed"
	"fmt"
	"strings"
	"time"
)

//go:embed ooxml
var ooxml embed.FS

// DOCX writes the document as an editable Word file in the form of Nghị định 30/2020/NĐ-CP. The same
// document gives the same bytes. An error wraps ErrDocument and names the place in the model.
func DOCX(d Document) ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	parts := []part{
		static("[Content_Types].xml", "content_types.xml"),
		static("_rels/.rels", "package_rels.xml"),
		{"docProps/core.xml", d.properties()},
		static("word/_rels/document.xml.rels", "document_rels.xml"),
		static("word/styles.xml", "styles.xml"),
		static("word/settings.xml", "settings.xml"),
		static("word/fontTable.xml", "font_table.xml"),
		{"word/header_first.xml", d.pageHeader(false)},
		{"word/header_rest.xml", d.pageHeader(true)},
		{"word/document.xml", d.body()},
	}
	return pack(parts)
}

// A part is one file of the package.
type part struct{ name, content string }

// static reads a part that is the same in every document.
func static(name, source string) part {
	content, err := ooxml.ReadFile("ooxml/" + source)
	if err != nil {
		panic(err) // compiled in: the name is wrong in the line above
	}
	return part{name, string(content)}
}

// pack zips the parts in their order with a fixed time.
func pack(parts []part) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := archive.CreateHeader(&zip.FileHeader{
			Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.name, err)
		}
		if _, err := w.Write([]byte(p.content)); err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("pack document: %w", err)
	}
	return out.Bytes(), nil
}

func (d Document) properties() string {
	at := d.MadeAt.UTC().Format(time.RFC3339)
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(clean(d.Kind)+" "+lowerFirst(clean(d.Summary))) + `</dc:title>` +
		`<dc:creator>` + escape(d.Header.name()) + `</dc:creator><dc:language>vi-VN</dc:language>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created>` +
		`<dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}

// pageHeader is what stands in the top margin: the page number, except on the first page of a part,
// and the demonstration mark on every page.
func (d Document) pageHeader(numbered bool) string {
	var b strings.Builder
	if numbered {
		b.WriteString(para{align: center}.xml(field("PAGE", look{size: 14})))
	}
	if d.Demo {
		b.WriteString(para{align: center}.xml(run(DemoMark, look{size: 8, bold: true, color: "B02A20"})))
	}
	if b.Len() == 0 {
		b.WriteString(para{}.xml())
	}
	return xmlHead + `<w:hdr ` + namespaces + `>` + b.String() + `</w:hdr>`
}

// body is the main part: the document proper as the first section, then one section an annex.
func (d Document) body() string {
	w := &writer{width: portraitWidth}
	w.letterhead(d.Header)
	w.title(d)
	w.addressees(d.Addressees)
	w.blocks(d.Blocks)
	w.closing(d.Closing)
	w.signature(d)
	sections := []section{{}}
	for i, annex := range d.Annexes {
		w.add(w.sectionBreak(sections[i]))
		sections = append(sections, section{landscape: annex.Landscape})
		w.annex(d, i)
	}
	w.add(sections[len(sections)-1].xml())
	return xmlHead + `<w:document ` + namespaces + `><w:body>` + w.String() + `</w:body></w:document>`
}
