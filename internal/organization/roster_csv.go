package organization

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"taphuan/internal/vietnamese"
)

// readCSV reads a list in UTF-8 (with or without a byte order mark), UTF-16 or windows-1258.
func readCSV(ctx context.Context, file []byte, form rosterForm) ([]*rosterTable, error) {
	text, err := decodeText(file)
	if err != nil {
		return nil, err
	}
	table := newRosterTable(form, "", false)
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = separatorOf(text)
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	reader.ReuseRecord = true
	// A record may be as long as the file, so what parts cells and rows is counted first, as if none stood in a text.
	rows := bytes.Count(text, []byte("\n"))
	if rows > lastRow || rows+bytes.Count(text, []byte(string(reader.Comma))) > maxCells {
		return nil, ErrRosterBomb
	}
	for {
		cells, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF):
			return []*rosterTable{table}, nil
		case err != nil:
			return nil, ErrRosterUnreadable.Because(errors.New("a quoted cell does not end")) // the library's words may repeat a cell
		case ctx.Err() != nil:
			return nil, ErrServerBusy.Because(ctx.Err())
		}
		line, _ := reader.FieldPos(0)
		if err := table.take(line, cells); errors.Is(err, errNoHeader) {
			return []*rosterTable{table}, nil
		} else if err != nil {
			return nil, err
		}
	}
}

// decodeText turns a text file into UTF-8. What is neither UTF-8 nor UTF-16 is taken for
// windows-1258, the code page of Vietnamese Windows; text of older fonts shows by its signs.
func decodeText(file []byte) ([]byte, error) {
	var text []byte
	var err error
	switch {
	case isUTF16(file):
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(file)
	case utf8.Valid(file):
		return bytes.TrimPrefix(file, []byte("\xEF\xBB\xBF")), nil
	default:
		text, err = charmap.Windows1258.NewDecoder().Bytes(file)
		if err == nil && vietnamese.LooksLegacy(string(text[:min(len(text), 4096)])) {
			return nil, ErrRosterLegacy
		}
	}
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) || bytes.IndexByte(text, 0) >= 0 {
		return nil, ErrRosterEncoding
	}
	return text, nil
}

// separatorOf finds what parts the cells: the sign that the first lines hold most often. Excel
// writes ";" where the comma is the decimal sign, as in Viet Nam.
func separatorOf(file []byte) rune {
	head := string(file[:min(len(file), 4096)])
	best, most := ',', strings.Count(head, ",")
	for _, sign := range []rune{';', '\t'} {
		if n := strings.Count(head, string(sign)); n > most {
			best, most = sign, n
		}
	}
	return best
}
