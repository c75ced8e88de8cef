package media

import (
	"archive/zip"
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/h2non/filetype"
)

// Document is a kind of file that people hand in, by its content.
type Document struct {
	Kind string // "pdf", "docx", "xlsx", "pptx", "image", "text"
	Mime string
}

// officeParts is what makes a package of Office Open XML (ECMA-376) one of its kinds. Packages with macros are none.
var officeParts = map[string]Document{
	"word/document.xml":    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	"xl/workbook.xml":      {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	"ppt/presentation.xml": {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
}

// maxOfficeParts bounds how many parts of a package are looked through.
const maxOfficeParts = 20_000

// RecognizeDocument tells what a file is by its content, whatever its name says; false when it is nothing that people
// hand in: a drawing or page that can hold scripts, an archive, a program, a document with macros.
func RecognizeDocument(data []byte) (Document, bool) {
	head := data[:min(len(data), sniffedBytes)]
	kind, err := filetype.Match(head)
	switch {
	case err == nil && kind.Extension == "pdf":
		return Document{"pdf", "application/pdf"}, true
	case err == nil && (kind.Extension == "jpg" || kind.Extension == "png" || kind.Extension == "webp"):
		return Document{"image", kind.MIME.Value}, true
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return recognizeOffice(data)
	case err == nil && kind == filetype.Unknown && isPlainText(data):
		return Document{"text", "text/plain; charset=utf-8"}, true
	}
	return Document{}, false
}

func recognizeOffice(data []byte) (Document, bool) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) > maxOfficeParts {
		return Document{}, false
	}
	var found Document
	hasTypes := false
	for _, part := range archive.File {
		hasTypes = hasTypes || part.Name == "[Content_Types].xml"
		if strings.HasSuffix(strings.ToLower(part.Name), "vbaproject.bin") {
			return Document{}, false
		}
		if document, is := officeParts[part.Name]; is {
			found = document
		}
	}
	if !hasTypes || found.Kind == "" {
		return Document{}, false
	}
	return found, true
}

// isPlainText reports whether the data is text in UTF-8 that no browser takes for a page.
func isPlainText(data []byte) bool {
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	return len(text) > 0 && utf8.Valid(text) && bytes.IndexByte(text, 0) < 0 && text[0] != '<'
}
