package caption

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"taphuan/internal/vietnamese"
)

// decode returns the text of a file with \n at the end of lines, and what there is to say about how it was read.
// Unicode is recognized by its marks or by being valid; everything else is taken for windows-1258, in which old
// Vietnamese programs for subtitles write, and the author is asked to look.
func decode(data []byte) (string, []Problem) {
	if len(data) > MaxBytes {
		return "", []Problem{problem("too_big", 0, -1, MaxBytes>>10)}
	}
	text, encoding := toUnicode(data)
	if strings.ContainsRune(text, 0) {
		return "", []Problem{problem("not_text", 0, -1)}
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(norm.NFC.String(text))
	switch {
	case encoding == "":
		return text, nil
	case mostlyLegacy(text):
		return "", []Problem{problem("legacy_font", 0, -1)}
	}
	return text, []Problem{problem("encoding", 0, -1, encoding)}
}

// toUnicode also names the encoding when it had to be guessed.
func toUnicode(data []byte) (text, guessed string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fromUTF16(data[2:], binary.LittleEndian), ""
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data[2:], binary.BigEndian), ""
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), "\ufeff"), ""
	}
	out, err := charmap.Windows1258.NewDecoder().Bytes(data)
	if err != nil { // every byte is a character of it
		return "\x00", ""
	}
	return string(out), "windows-1258"
}

func fromUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(data)/2)
	for pair := range slices.Chunk(data[:len(data)&^1], 2) {
		units = append(units, order.Uint16(pair))
	}
	return string(utf16.Decode(units))
}

// mostlyLegacy reports whether the words were typed in a font of before Unicode. One odd sign in a long text
// (a quotation mark of another language) does not make it so.
func mostlyLegacy(text string) bool {
	words, legacy := 0, 0
	for word := range strings.FieldsSeq(text) {
		if isASCII(word) {
			continue
		}
		words++
		if vietnamese.LooksLegacy(word) {
			legacy++
		}
	}
	return legacy*4 > words
}

func isASCII(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf })
}
