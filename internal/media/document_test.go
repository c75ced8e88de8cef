package media

import (
	"archive/zip"
	"bytes"
	"testing"
)

func office(t *testing.T, parts ...string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	for _, name := range parts {
		if _, err := archive.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func TestRecognizeDocument(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		kind string
	}{
		"a pdf":                {[]byte("%PDF-1.7\n"), "pdf"},
		"a photo":              {[]byte("\xff\xd8\xff\xe0\x00\x10JFIF"), "image"},
		"a text":               {[]byte("Bài làm của tôi\n"), "text"},
		"a document":           {office(t, "[Content_Types].xml", "word/document.xml"), "docx"},
		"a workbook":           {office(t, "[Content_Types].xml", "xl/workbook.xml"), "xlsx"},
		"a presentation":       {office(t, "[Content_Types].xml", "ppt/presentation.xml"), "pptx"},
		"macros":               {office(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), ""},
		"an archive":           {office(t, "virus.exe"), ""},
		"half an archive":      {office(t, "[Content_Types].xml", "word/document.xml")[:40], ""},
		"a document's name":    {office(t, "word/document.xml"), ""},
		"a drawing":            {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), ""},
		"a page":               {[]byte("\xef\xbb\xbf \n<html>"), ""},
		"a program":            {[]byte("MZ\x90\x00\x03"), ""},
		"windows-1258":         {[]byte("B\xe0i l\xe0m"), ""},
		"nothing":              {nil, ""},
		"zeros behind a word":  {append([]byte("a"), make([]byte, 100)...), ""},
		"a moving picture":     {[]byte("GIF89a"), ""},
		"an old office binary": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ""},
	} {
		document, is := RecognizeDocument(c.data)
		if document.Kind != c.kind || is != (c.kind != "") || is && document.Mime == "" {
			t.Errorf("%s is %+v, %t", name, document, is)
		}
	}
}
