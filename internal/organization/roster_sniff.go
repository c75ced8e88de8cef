package organization

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

	"github.com/h2non/filetype"
)

// Bounds of an unpacked workbook, as its directory states them; what its cells cost is counted while they are
// read (work). No part goes into a temporary file.
const (
	maxUnpacked  = 64 << 20
	maxPart      = 8 << 20  // every part but the sheets and the shared texts
	maxTexts     = 32 << 20 // the shared texts
	maxParts     = 2000
	maxTextMarks = 2_500_000 // tags among the shared texts: what they cost in memory
)

type rosterFormat int

const (
	rosterXLSX rosterFormat = iota
	rosterCSV
)

// sniffRoster says by its content what a file is, and refuses what is no list: the name is only
// asked whether it agrees.
func sniffRoster(name string, file []byte) (rosterFormat, error) {
	if len(file) > MaxRosterBytes {
		return 0, ErrRosterTooLarge
	}
	extension := strings.ToLower(path.Ext(name))
	if bytes.HasPrefix(file, []byte{0xD0, 0xCF, 0x11, 0xE0}) { // OLE: .xls, or .xlsx under a password
		return 0, ErrRosterOldExcel
	}
	if bytes.HasPrefix(file, []byte("PK\x03\x04")) {
		if err := checkWorkbook(file); err != nil {
			return 0, err
		}
		if extension != ".xlsx" {
			return 0, ErrRosterName
		}
		return rosterXLSX, nil
	}
	if kind, err := filetype.Match(file); err != nil || kind != filetype.Unknown || bytes.IndexByte(file, 0) >= 0 && !isUTF16(file) {
		return 0, ErrRosterKind
	}
	if extension != ".csv" {
		return 0, ErrRosterName
	}
	return rosterCSV, nil
}

func isUTF16(file []byte) bool {
	return bytes.HasPrefix(file, []byte{0xFF, 0xFE}) || bytes.HasPrefix(file, []byte{0xFE, 0xFF})
}

// checkWorkbook looks at a ZIP file without trusting it: it must be an Excel workbook without
// macros that stays small when it is unpacked. Links to other files are never followed.
func checkWorkbook(file []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return ErrRosterUnreadable.Because(err)
	}
	if len(archive.File) > maxParts {
		return ErrRosterBomb
	}
	var types, texts *zip.File
	var unpacked uint64
	for _, part := range archive.File {
		name := partName(part.Name)
		if strings.Contains(name, "vbaproject") || strings.HasPrefix(name, "xl/macrosheets/") {
			return ErrRosterMacros
		}
		unpacked += part.UncompressedSize64
		if unpacked > maxUnpacked || part.UncompressedSize64 > partLimit(name) {
			return ErrRosterBomb
		}
		switch name {
		case "[content_types].xml":
			types = part
		case "xl/sharedstrings.xml":
			texts = part
		}
	}
	if err := checkTypes(types); err != nil {
		return err
	}
	return checkTexts(texts)
}

// partLimit is how large a part of a workbook may be.
func partLimit(name string) uint64 {
	switch {
	case strings.HasPrefix(name, "xl/worksheets/sheet"):
		return maxUnpacked
	case name == "xl/sharedstrings.xml":
		return maxTexts
	}
	return maxPart
}

func checkTypes(part *zip.File) error {
	if part == nil {
		return ErrRosterKind
	}
	content, err := unpack(part, maxPart)
	switch {
	case err != nil:
		return err
	case bytes.Contains(bytes.ToLower(content), []byte("macroenabled")):
		return ErrRosterMacros
	case !bytes.Contains(content, []byte("spreadsheetml.sheet.main+xml")):
		return ErrRosterKind
	}
	return nil
}

func checkTexts(part *zip.File) error {
	if part == nil {
		return nil
	}
	content, err := unpack(part, maxTexts)
	if err == nil && bytes.Count(content, []byte("<")) > maxTextMarks {
		return ErrRosterBomb
	}
	return err
}

func unpack(part *zip.File, most int64) ([]byte, error) {
	reader, err := part.Open()
	if err != nil {
		return nil, ErrRosterUnreadable.Because(err)
	}
	defer reader.Close()
	content, err := io.ReadAll(io.LimitReader(reader, most+1))
	if err != nil {
		return nil, ErrRosterUnreadable.Because(err)
	}
	if int64(len(content)) > most {
		return nil, ErrRosterBomb
	}
	return content, nil
}
