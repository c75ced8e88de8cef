package organization

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// readCSV reads a list in UTF-8, with or without a byte order mark.
func readCSV(ctx context.Context, file []byte, year schoolYear) ([]*rosterTable, error) {
	file = bytes.TrimPrefix(file, []byte("\xEF\xBB\xBF"))
	table := newRosterTable(year, false)
	reader := csv.NewReader(bytes.NewReader(file))
	reader.Comma = separatorOf(file)
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	reader.ReuseRecord = true
	for {
		cells, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF):
			return []*rosterTable{table}, nil
		case err != nil:
			return nil, ErrRosterUnreadable.Because(err)
		case ctx.Err() != nil:
			return nil, ErrRosterSlow.Because(ctx.Err())
		}
		line, _ := reader.FieldPos(0)
		if err := table.take(line, cells); errors.Is(err, errNoHeader) {
			return []*rosterTable{table}, nil
		} else if err != nil {
			return nil, err
		}
	}
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
