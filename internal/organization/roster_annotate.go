package organization

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// AnnotateRoster asks for the uploaded file itself with two more columns: the verdict of each row and
// what to correct. The platform keeps no file, so it is sent again.
type AnnotateRoster struct {
	ID       uuid.UUID
	FileName string
	File     []byte
	Sheet    string
	Locale   string
}

var annotationHeads = []fault.Text{{VI: "Kết quả kiểm tra", EN: "Result of the check"}, {VI: "Cần sửa", EN: "To correct"}}

// AnnotateRoster returns the file as .xlsx, its rows in their order, with the verdicts of the dry run.
// Nothing of it is stored. It needs roster.manage at the roster's agency. Errors: fault.ErrNotFound,
// ErrRosterOtherFile, and the faults of a whole list.
func (s *Service) AnnotateRoster(ctx context.Context, who access.Principal, cmd AnnotateRoster) ([]byte, error) {
	roster, rows, _, err := s.FindRoster(ctx, who, FindRoster{ID: cmd.ID, Limit: MaxRosterRows})
	if err != nil {
		return nil, err
	}
	if hash := sha256.Sum256(cmd.File); !bytes.Equal(hash[:], roster.FileHash) {
		return nil, ErrRosterOtherFile
	}
	reading, cancel := context.WithTimeout(ctx, readingTime)
	defer cancel()
	form := rosterForm{kind: roster.Kind, today: s.Today(), sheet: cmd.Sheet}
	if roster.Kind == StudentRoster {
		form.year, _ = parseSchoolYear(roster.SchoolYear)
	}
	table, err := readRoster(reading, rosterFile{cmd.FileName, cmd.File}, form)
	if err != nil {
		return nil, err
	}
	notes := map[int][]string{table.header: {annotationHeads[0].In(cmd.Locale), annotationHeads[1].In(cmd.Locale)}}
	for _, row := range rows {
		notes[row.Number] = []string{verdictTexts[row.Verdict].In(cmd.Locale), rowMessages(row, cmd.Locale)}
	}
	if table.name == "" {
		return annotateCSV(cmd.File, table.width, notes)
	}
	return annotateWorkbook(cmd.File, table, notes)
}

// rowMessages joins what is to be said about a row.
func rowMessages(row RosterRow, locale string) string {
	messages := make([]string, len(row.Messages))
	for i, m := range row.Messages {
		messages[i] = m.Text().In(locale)
	}
	return strings.Join(messages, " ")
}

func annotateWorkbook(file []byte, table *rosterTable, notes map[int][]string) (out []byte, err error) {
	defer func() {
		if recover() != nil {
			err = ErrRosterUnreadable.Because(errors.New("the library gave up on the workbook"))
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, ErrRosterUnreadable.Because(errors.New("the workbook does not open"))
	}
	defer book.Close()
	for number, texts := range notes {
		for i, text := range texts {
			if err := book.SetCellStr(table.name, cellName(table.width+i, number), text); err != nil {
				return nil, err
			}
		}
	}
	for i, width := range []float64{18, 90} {
		column := columnLetter(table.width + i)
		if err := book.SetColWidth(table.name, column, column, width); err != nil {
			return nil, err
		}
	}
	var buffer bytes.Buffer
	_, err = book.WriteTo(&buffer)
	return buffer.Bytes(), err
}

func annotateCSV(file []byte, width int, notes map[int][]string) ([]byte, error) {
	text, err := decodeText(file)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = separatorOf(text), -1, true
	return writeSheet(nil, func(set func(row int, cells []any) error) error {
		for {
			line, err := reader.Read()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return ErrRosterUnreadable
			}
			number, _ := reader.FieldPos(0)
			if err := set(number, annotated(line, width, notes[number])); err != nil {
				return err
			}
		}
	})
}

// annotated puts the notes of a row right of its cells.
func annotated(line []string, width int, notes []string) []any {
	cells := make([]any, max(width, len(line)))
	for i, cell := range line {
		cells[i] = plainCell(cell)
	}
	for _, note := range notes {
		cells = append(cells, note)
	}
	return cells
}

// writeSheet writes one sheet row by row; widths are of its first columns.
func writeSheet(widths []float64, fill func(set func(row int, cells []any) error) error) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	stream, err := book.NewStreamWriter(book.GetSheetName(0))
	if err != nil {
		return nil, err
	}
	for i, width := range widths {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	if err := fill(func(row int, cells []any) error { return stream.SetRow("A"+strconv.Itoa(row), cells) }); err != nil {
		return nil, err
	}
	if err := stream.Flush(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = book.WriteTo(&out)
	return out.Bytes(), err
}
