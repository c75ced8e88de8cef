package nameless

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"hash/crc32"
	"image"
	imagejpeg "image/jpeg"
	imagepng "image/png"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	_ "golang.org/x/image/webp"
)

// names are what no copy may hold, in any part of it.
var names = []string{"Bí Mật", "Kín Đáo", "bimat@example.vn", `Users\bimat`}

// says lists the names that stand in a file, in the parts of a package one by one.
func says(t *testing.T, file []byte) []string {
	t.Helper()
	contents := [][]byte{file}
	if archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file))); err == nil {
		for _, part := range archive.File {
			contents = append(contents, unpacked(t, part))
		}
	}
	var found []string
	for _, content := range contents {
		for _, name := range names {
			if bytes.Contains(content, []byte(name)) {
				found = append(found, name)
			}
		}
	}
	return found
}

func unpacked(t *testing.T, part *zip.File) []byte {
	t.Helper()
	from, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	content, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// cleaned is the copy of a file that named somebody and names nobody any more.
func cleaned(t *testing.T, kind string, file []byte) []byte {
	t.Helper()
	if len(says(t, file)) == 0 {
		t.Fatalf("the %s names nobody to begin with", kind)
	}
	before := bytes.Clone(file)
	made, clean := Copy(kind, file)
	if left := says(t, made); !clean || len(left) > 0 {
		t.Errorf("%s: clean %t, still names %v", kind, clean, left)
	}
	if !bytes.Equal(before, file) {
		t.Errorf("%s: the original was changed", kind)
	}
	return made
}

// exif is the content of an Exif segment that names an artist and says how the picture is turned.
func exif(order binary.AppendByteOrder, mark string, turn uint16) []byte {
	tiff := order.AppendUint32(append([]byte(mark), order.AppendUint16(nil, 42)...), 8)
	tiff = order.AppendUint16(tiff, 2)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3), 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, turn), 0)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x013b), 2), 11)
	tiff = order.AppendUint32(order.AppendUint32(tiff, 38), 0)
	return append(tiff, "Bí Mật\x00"...)
}

func segment(marker byte, content string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(2+len(content))), content...)
}

// photo is a JPEG as a camera writes it: Exif data with a name, a comment, XMP data, and a video behind its end.
func photo(t *testing.T, order binary.AppendByteOrder, mark string, turn uint16) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := imagejpeg.Encode(&plain, drawn(), nil); err != nil {
		t.Fatal(err)
	}
	return bytes.Join([][]byte{{0xff, 0xd8}, segment(exifApp, exifHead+string(exif(order, mark, turn))),
		segment(exifApp, "http://ns.adobe.com/xap/1.0/\x00<dc:creator>Kín Đáo</dc:creator>"), segment(comment, "Kín Đáo"),
		segment(0xe2, "ICC_PROFILE\x00\x01\x01colors"), plain.Bytes()[2:], []byte("ftypmp4 of Kín Đáo")}, nil)
}

func drawn() image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, 37, 21))
	for i := range picture.Pix {
		picture.Pix[i] = byte(i * 7)
	}
	return picture
}

// TestPhoto: a photo loses everything but its picture, its colors and how it is turned.
func TestPhoto(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		order binary.AppendByteOrder
		mark  string
		turn  uint16
	}{"turned": {binary.BigEndian, "MM", 6}, "turned, the other order": {binary.LittleEndian, "II", 8}, "upright": {binary.BigEndian, "MM", 1}} {
		file := photo(t, c.order, c.mark, c.turn)
		made := cleaned(t, "image", file)
		same(t, name, file, made)
		if !bytes.Contains(made, []byte("ICC_PROFILE")) || !bytes.HasSuffix(made, []byte{0xff, endOfImage}) {
			t.Errorf("%s: %q", name, made[:80])
		}
		at := bytes.Index(made, []byte(exifHead))
		if (at > 0) != (c.turn > 1) {
			t.Errorf("%s: Exif at %d", name, at)
		}
		if at > 0 && orientation(made[at+len(exifHead):]) != c.turn {
			t.Errorf("%s: turned %d", name, orientation(made[at+len(exifHead):]))
		}
		if again, clean := Copy("image", made); !clean || !bytes.Equal(again, made) {
			t.Errorf("%s: the copy of the copy is another", name)
		}
	}
}

// same compares pictures point by point.
func same(t *testing.T, name string, before, after []byte) {
	t.Helper()
	a, _, err := image.Decode(bytes.NewReader(before))
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := image.Decode(bytes.NewReader(after))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.Bounds() != b.Bounds() || a.At(x, y) != b.At(x, y) {
				t.Fatalf("%s: another picture at %d, %d", name, x, y)
			}
		}
	}
}

// TestDrawing: a PNG loses its texts and keeps its picture.
func TestDrawing(t *testing.T) {
	t.Parallel()
	var plain bytes.Buffer
	if err := imagepng.Encode(&plain, drawn()); err != nil {
		t.Fatal(err)
	}
	chunk := func(name, content string) []byte {
		c := append(binary.BigEndian.AppendUint32(nil, uint32(len(content))), name+content...)
		return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
	}
	header := plain.Bytes()[:33] // the signature and IHDR
	file := bytes.Join([][]byte{header, chunk("tEXt", "Author\x00Bí Mật"), chunk("eXIf", string(exif(binary.BigEndian, "MM", 1))), chunk("pHYs", "\x00\x00\x0b\x13\x00\x00\x0b\x13\x01"),
		plain.Bytes()[33:], []byte("Kín Đáo")}, nil)
	made := cleaned(t, "image", file)
	same(t, "png", file, made)
	if !bytes.Contains(made, []byte("pHYs")) {
		t.Error("the resolution is lost")
	}
}

// TestWebP: a WebP picture loses its Exif and XMP data and the bits that tell of them, and keeps how it is turned.
func TestWebP(t *testing.T) {
	t.Parallel()
	build := func(turn uint16) []byte {
		file := []byte("RIFF\x00\x00\x00\x00WEBP")
		file = appendChunk(file, "VP8X", []byte{exifBit | xmpBit | 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0})
		file = appendChunk(file, "VP8L", []byte("\x2fpixels"))
		file = appendChunk(file, "EXIF", exif(binary.LittleEndian, "II", turn))
		file = appendChunk(file, "XMP ", []byte("<dc:creator>Kín Đáo</dc:creator>"))
		binary.LittleEndian.PutUint32(file[4:], uint32(len(file)-8))
		return file
	}
	upright := cleaned(t, "image", build(1))
	if upright[20] != 0x10 || bytes.Contains(upright, []byte("EXIF")) || !bytes.Contains(upright, []byte("VP8L\x07\x00\x00\x00\x2fpixels")) || int(binary.LittleEndian.Uint32(upright[4:])) != len(upright)-8 {
		t.Errorf("upright: %q", upright)
	}
	turned := cleaned(t, "image", build(6))
	at := bytes.Index(turned, []byte("EXIF"))
	if turned[20] != 0x10|exifBit || at < 0 || orientation(turned[at+8:]) != 6 {
		t.Errorf("turned: %q", turned)
	}
}

// TestDocument: a document that an office program wrote keeps its text, its tracked changes and its comments, and names
// nobody.
func TestDocument(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/bai.docx")
	if err != nil {
		t.Fatal(err)
	}
	parts := wellFormed(t, cleaned(t, "docx", file))
	for part, want := range map[string]string{"word/document.xml": "Đoạn thêm sau.", "word/comments.xml": `w:author="Ẩn danh"`, "docProps/core.xml": "coreProperties"} {
		if !strings.Contains(parts[part], want) {
			t.Errorf("%s lost %s", part, want)
		}
	}
	if !strings.Contains(parts["word/document.xml"], `<w:ins w:id="0" w:author="Ẩn danh" w:date="2026-11-20T08:00:00Z">`) {
		t.Error("the tracked change is lost")
	}
}

// wellFormed returns the parts of a package, each of which a program can read.
func wellFormed(t *testing.T, file []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, part := range archive.File {
		content := unpacked(t, part)
		parts[part.Name] = string(content)
		if !strings.HasSuffix(part.Name, ".xml") && !strings.HasSuffix(part.Name, ".rels") {
			continue
		}
		decoder := xml.NewDecoder(bytes.NewReader(content))
		for {
			_, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
		}
	}
	return parts
}

// TestWorkbook: a workbook keeps its cells and comments, and loses their author, its properties and what a photo in it
// tells.
func TestWorkbook(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	defer book.Close()
	for _, err := range []error{
		book.SetCellValue("Sheet1", "A1", "Địa chỉ"),
		book.SetDocProps(&excelize.DocProperties{Creator: "Bí Mật", LastModifiedBy: "Kín Đáo"}),
		book.SetAppProps(&excelize.AppProperties{Company: "Phòng Bí Mật"}),
		book.AddComment("Sheet1", excelize.Comment{Cell: "A1", Author: "Bí Mật", Text: "xem lại"}),
		book.AddPictureFromBytes("Sheet1", "C3", &excelize.Picture{Extension: ".jpg", File: photo(t, binary.BigEndian, "MM", 1)}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	made := cleaned(t, "xlsx", file.Bytes())
	wellFormed(t, made)
	read, err := excelize.OpenReader(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	value, _ := read.GetCellValue("Sheet1", "A1")
	comments, err := read.GetComments("Sheet1")
	if err != nil || value != "Địa chỉ" || len(comments) != 1 || comments[0].Author != Someone || !strings.Contains(comments[0].Text, "xem lại") {
		t.Errorf("%q, %+v, %v", value, comments, err)
	}
	if pictures, err := read.GetPictures("Sheet1", "C3"); err != nil || len(pictures) != 1 {
		t.Errorf("%d pictures, %v", len(pictures), err)
	}
}

// pack makes a package of named parts.
func pack(t *testing.T, parts ...string) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for i := 0; i < len(parts); i += 2 {
		part, err := archive.Create(parts[i])
		if err == nil {
			_, err = part.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestMarkup: names stand in many places of the formats, each of which stays in its form.
func TestMarkup(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ part, markup, want string }{
		{"ppt/commentAuthors.xml", `<p:cmAuthor id="0" name="Bí Mật" initials="BM" lastIdx="1"/>`, `<p:cmAuthor id="0" name="Ẩn danh" initials="" lastIdx="1"/>`},
		{"ppt/authors.xml", `<p188:author id="{1}" name="Bí Mật" initials="B" userId="S::bimat@example.vn" providerId="AD"/>`, `<p188:author id="{1}" name="Ẩn danh" initials="" userId="" providerId="AD"/>`},
		{"word/people.xml", `<w15:person w15:author="Bí Mật"><w15:presenceInfo w15:providerId="AD" w15:userId="bimat@example.vn"/></w15:person>`,
			`<w15:person w15:author="Ẩn danh"><w15:presenceInfo w15:providerId="AD" w15:userId=""/></w15:person>`},
		{"xl/persons/person.xml", `<person displayName='Bí Mật' id="{2}" userId="bimat@example.vn"/>`, `<person displayName="Ẩn danh" id="{2}" userId=""/>`},
		{"xl/comments1.xml", `<authors><author>Bí Mật</author></authors><comment authorId="0"><t>Bí Mật:</t><t>xem lại</t></comment>`,
			`<authors><author>Ẩn danh</author></authors><comment authorId="0"><t>Ẩn danh:</t><t>xem lại</t></comment>`},
		{"xl/tables/table1.xml", `<table displayName="Bang1" name="Bang1"/>`, `<table displayName="Bang1" name="Bang1"/>`},
		{"xl/workbook.xml", `<x15ac:absPath url="C:\Users\bimat\" xmlns:x15ac="x"/><fileSharing userName="Bí Mật"/>`, `<x15ac:absPath url="" xmlns:x15ac="x"/><fileSharing userName="Ẩn danh"/>`},
		{"word/_rels/settings.xml.rels", `<Relationship Id="rId1" Target="file:///C:\Users\bimat\mau.dotx" TargetMode="External"/>`, `<Relationship Id="rId1" Target="file:///" TargetMode="External"/>`},
		{"word/document.xml", `<w:t>w:author="em" là thuộc tính</w:t><w:a w:val="x:author='y'"/>`, `<w:t>w:author="em" là thuộc tính</w:t><w:a w:val="x:author='y'"/>`},
		{"word/comments.xml", "\ufeff<?xml version='1.0'?><!-- a --><w:comment\n w:author = \"Bí Mật\">&amp;<w:p/></w:comment>", "\ufeff<?xml version='1.0'?><!-- a --><w:comment\n w:author = \"Ẩn danh\">&amp;<w:p/></w:comment>"},
	} {
		made, clean := Copy("docx", pack(t, "[Content_Types].xml", "<Types/>", c.part, c.markup))
		if !clean {
			t.Errorf("%s: not clean", c.part)
			continue
		}
		archive, err := zip.NewReader(bytes.NewReader(made), int64(len(made)))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(unpacked(t, archive.File[1])); got != c.want {
			t.Errorf("%s: %s, want %s", c.part, got, c.want)
		}
	}
}

// TestAsHandedIn: what cannot be changed safely is handed on as it is, and said to be so.
func TestAsHandedIn(t *testing.T) {
	t.Parallel()
	whole := photo(t, binary.BigEndian, "MM", 6)
	inner := pack(t, "word/document.xml", `<w:ins w:author="Bí Mật"/>`)
	deep := pack(t, "word/embeddings/b.docx", string(inner))
	for name, c := range map[string]struct {
		kind string
		file []byte
	}{
		"a pdf":                    {"pdf", []byte("%PDF-1.7")},
		"half a photo":             {"image", whole[:30]},
		"a segment without length": {"image", []byte("\xff\xd8\xff\xe1\x00\x01")},
		"a segment without end":    {"image", []byte("\xff\xd8\xff\xe1\xff\xff\x00\x00")},
		"no segment":               {"image", []byte("\xff\xd8abcdefgh")},
		"half a png":               {"image", []byte(pngSignature + "\xff\xff\xff\xffIHDRabcdefgh")},
		"half a webp":              {"image", []byte("RIFF\x00\x00\x00\x00WEBPVP8 \xff\xff\xff\xffab")},
		"another picture":          {"image", []byte("GIF89a")},
		"nothing":                  {"image", nil},
		"no archive":               {"docx", []byte("PK\x03\x04")},
		"no markup":                {"docx", pack(t, "word/document.xml", "<a <b>")},
		"a document three deep":    {"docx", pack(t, "word/embeddings/c.docx", string(deep))},
		"an unreadable one in it":  {"docx", pack(t, "word/embeddings/c.docx", "PK")},
		"a signed document":        {"docx", pack(t, "word/document.xml", "<a/>", "_xmlsignatures/sig1.xml", "<a/>")},
	} {
		if made, clean := Copy(c.kind, c.file); clean || !bytes.Equal(made, c.file) {
			t.Errorf("%s: clean %t", name, clean)
		}
	}
	if made, clean := Copy("text", []byte("bài làm")); !clean || string(made) != "bài làm" {
		t.Error("a text")
	}
	if made, clean := Copy("docx", deep); !clean || strings.Contains(string(unpackAll(t, made)), "Bí Mật") {
		t.Errorf("a document in a document: %t", clean)
	}
}

// unpackAll returns what a document in a document holds.
func unpackAll(t *testing.T, file []byte) (content []byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return file
	}
	for _, part := range archive.File {
		content = append(content, unpackAll(t, unpacked(t, part))...)
	}
	return content
}

// TestBomb: a document that unpacks to far more than it is, is left alone.
func TestBomb(t *testing.T) {
	t.Parallel()
	big := "<a>" + strings.Repeat(" ", maxPartBytes) + "</a>"
	if _, clean := Copy("docx", pack(t, "word/document.xml", big)); clean {
		t.Error("clean")
	}
}

// FuzzCopy: whatever is handed in, nothing breaks, and a clean copy is one of itself.
func FuzzCopy(f *testing.F) {
	for _, seed := range [][]byte{[]byte("\xff\xd8\xff\xe0\x00\x04ab\xff\xda\x00\x02abc\xff\xd9"), []byte(pngSignature), []byte("RIFF\x00\x00\x00\x00WEBPVP8 \x02\x00\x00\x00ab")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		made, clean := Copy("image", file)
		if !clean {
			return
		}
		if again, still := Copy("image", made); !still || !bytes.Equal(again, made) {
			t.Errorf("%x becomes %x and then %x", file, made, again)
		}
	})
}
