package organization

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// rowMarks gathers the cells of a row out of the marks of a sheet.
type rowMarks struct {
	book    *openBook
	inData  bool
	number  int
	cells   []string
	reach   int // columns that were counted, the empty ones among them
	column  int // of the cell that is being read
	kind    string
	formula bool
	text    strings.Builder
	in      within
}

// put takes one mark and reports whether a row or all of them have ended.
func (r *rowMarks) put(token xml.Token) (ended bool, err error) {
	switch mark := token.(type) {
	case xml.StartElement:
		return false, r.open(mark)
	case xml.CharData:
		if r.in.text {
			r.text.Write(mark)
		}
	case xml.EndElement:
		r.in.close(mark.Name.Local)
		switch mark.Name.Local {
		case "c":
			return false, r.add()
		case "row":
			return r.inData, nil
		case "sheetData":
			r.inData = false
			return true, nil
		}
	}
	return false, nil
}

// open starts a row or a cell. Error: ErrRosterUnreadable for what no sheet of Excel has.
func (r *rowMarks) open(mark xml.StartElement) error {
	r.in.open(mark.Name.Local)
	switch mark.Name.Local {
	case "sheetData":
		r.inData = true
	case "row":
		before := r.number
		r.number++
		if said := attribute(mark, "r"); said != "" {
			r.number, _ = strconv.Atoi(said)
		}
		r.cells, r.reach, r.column = r.cells[:0], 0, 0
		if r.number <= before || r.number > lastRow {
			return ErrRosterUnreadable.Because(errors.New("rows out of order"))
		}
	case "c":
		r.column++
		if at := attribute(mark, "r"); at != "" {
			r.column, _, _ = excelize.CellNameToCoordinates(at)
		}
		r.kind, r.formula = attribute(mark, "t"), false
		r.text.Reset()
		if r.column < 1 || r.column > lastColumn {
			return ErrRosterUnreadable.Because(errors.New("a cell outside of the sheet"))
		}
	case "f":
		r.formula = true
	}
	return nil
}

// add puts the cell that was read behind the others, with the empty ones between; one without a value and
// without a formula only counts. Error: ErrRosterBomb.
func (r *rowMarks) add() error {
	text := r.value()
	if err := r.book.work.cell(max(1, r.column-r.reach), text); err != nil {
		return err
	}
	r.reach = max(r.reach, r.column)
	if text == "" && !r.formula {
		return nil
	}
	for len(r.cells) < r.column {
		r.cells = append(r.cells, "")
	}
	r.cells[r.column-1] = text
	return nil
}

// value is what Excel saved for a cell.
func (r *rowMarks) value() string {
	text := r.text.String()
	switch r.kind {
	case "s":
		at, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || at < 0 || at >= len(r.book.texts) {
			return ""
		}
		return r.book.texts[at]
	case "inlineStr":
		return unescaped(text)
	}
	return text
}

func attribute(mark xml.StartElement, name string) string {
	for _, a := range mark.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
