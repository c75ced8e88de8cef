package exchange

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// Read recognizes the format of a file by its content and reads every question in it. Name is the name of the file,
// which only tells GIFT from other text where both would do. The error is a fault of the whole file (see limits.go);
// what is wrong with one question stands in its Reasons.
func Read(name string, data []byte, limits Limits) (Import, error) {
	if int64(len(data)) > limits.File {
		return Import{}, ErrFileTooLarge
	}
	im := &importer{limits: limits, shelf: newShelf(limits)}
	format, err := im.read(name, data)
	if err != nil {
		return Import{}, err
	}
	return Import{Format: format, Items: im.items, Notes: im.notes, Media: im.shelf.media}, nil
}

func (im *importer) read(name string, data []byte) (Format, error) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return im.readArchive(data)
	case bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return "", ErrOldOffice
	}
	text, err := decoded(data)
	if err != nil {
		return "", err
	}
	if root := rootElement(text); root != "" {
		return im.readXML(root, []byte(text))
	}
	if isGIFT(name, text) {
		return GIFT, im.readGIFT(text)
	}
	if !looksWritten(text) {
		return "", ErrFormat
	}
	return Text, im.readText(text)
}

// readArchive tells workbooks, Word files and QTI packages apart by the parts that each must have.
func (im *importer) readArchive(data []byte) (Format, error) {
	a, err := openArchive(data, im.limits)
	if err != nil {
		return "", err
	}
	switch {
	case a.has("xl/workbook.xml"):
		if a.holds("xl/media/") {
			im.notes.add(reasonSheetPictures.reason())
		}
		return Excel, im.readSheets(data)
	case a.has("word/document.xml"):
		return Word, im.readWord(a)
	}
	return QTI, im.readPackage(a)
}

func (im *importer) readXML(root string, data []byte) (Format, error) {
	switch root {
	case "quiz":
		return MoodleXML, im.readMoodle(data)
	case "assessmentItem", "qti-assessment-item":
		return QTI, im.readLoneItem(data)
	}
	return "", ErrFormat
}

// decoded returns the text of a file in UTF-8, or UTF-16 with its mark. Error: ErrEncoding.
func decoded(data []byte) (string, error) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		plain, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", ErrEncoding.Because(err)
		}
		data = plain
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return "", ErrEncoding
	}
	return string(data), nil
}

var firstElement = regexp.MustCompile(`^\s*(?:<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*|<![^>\[]*(?:\[[^\]]*\])?[^>]*>\s*)*<(?:[A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)[\s>/]`)

// rootElement returns the name of the first element of an XML text, or "".
func rootElement(text string) string {
	m := firstElement.FindStringSubmatch(text[:min(len(text), 64<<10)])
	if m == nil || !strings.HasPrefix(strings.TrimSpace(text), "<") {
		return ""
	}
	return m[1]
}
