package nameless

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// Bounds of a package of Office Open XML: a small file can unpack to an endless one.
const (
	maxParts      = 20_000
	maxPartBytes  = 64 << 20
	maxBytes      = 200 << 20
	embeddedDepth = 1 // documents in documents
)

// Properties of a document that say nothing (ECMA-376 part 2, 11, and part 1, 22.2 and 22.3).
var emptyProperties = map[string]string{
	"docProps/core.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`,
	"docProps/app.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`,
	"docProps/custom.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>`,
}

var (
	errSigned = errors.New("a signed document cannot be changed")
	errInside = errors.New("a document in the document cannot be changed")
	errBounds = errors.New("the document unpacks to too much")
)

// office copies a document with empty properties, nameless changes and comments, and nameless pictures and documents in
// it. Every other part is copied as it is packed. The dates of its parts are left out.
func office(file []byte, depth int) ([]byte, bool) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil || len(archive.File) > maxParts {
		return nil, false
	}
	var made bytes.Buffer
	copied := copier{out: zip.NewWriter(&made), depth: depth, left: maxBytes}
	for _, part := range archive.File {
		if err := copied.part(part); err != nil {
			return nil, false
		}
	}
	err = copied.out.Close()
	return made.Bytes(), err == nil
}

// copier writes the copy of a document.
type copier struct {
	out   *zip.Writer
	depth int
	left  int64 // bytes that may still be unpacked
}

func (c *copier) part(part *zip.File) error {
	if strings.HasPrefix(part.Name, "_xmlsignatures/") {
		return errSigned
	}
	if text, properties := emptyProperties[part.Name]; properties {
		return c.write(part, []byte(text))
	}
	change := c.changeOf(part.Name)
	if change == nil {
		return c.out.Copy(part)
	}
	content, err := c.unpack(part)
	if err != nil {
		return err
	}
	if content, err = change(content); err != nil {
		return err
	}
	return c.write(part, content)
}

// changeOf returns what is to be done with a part by its name; nil: nothing.
func (c *copier) changeOf(name string) func([]byte) ([]byte, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".psmdcp": // core properties under a name of their own
		return func([]byte) ([]byte, error) { return []byte(emptyProperties["docProps/core.xml"]), nil }
	case ".xml", ".rels":
		return nameNobody
	case ".jpg", ".jpeg", ".png", ".webp":
		return pictureIn
	case ".docx", ".xlsx", ".pptx":
		return c.documentIn
	}
	return nil
}

// pictureIn keeps a picture that is none: no program shows what it tells either.
func pictureIn(content []byte) ([]byte, error) {
	if made, clean := picture(content); clean {
		return made, nil
	}
	return content, nil
}

// documentIn copies a document in a document; one deeper is none that people hand in.
func (c *copier) documentIn(content []byte) ([]byte, error) {
	if c.depth == 0 {
		return nil, errBounds
	}
	made, clean := office(content, c.depth-1)
	if !clean {
		return nil, errInside
	}
	return made, nil
}

func (c *copier) unpack(part *zip.File) ([]byte, error) {
	packed, err := part.Open()
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	limit := min(maxPartBytes, c.left)
	content, err := io.ReadAll(io.LimitReader(packed, limit+1))
	if int64(len(content)) > limit {
		return nil, errBounds
	}
	c.left -= int64(len(content))
	return content, err
}

func (c *copier) write(part *zip.File, content []byte) error {
	to, err := c.out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err == nil {
		_, err = to.Write(content)
	}
	return err
}
