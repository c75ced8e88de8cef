package organization

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

var rosterColumns = []struct {
	text  fault.Text
	width float64
}{
	{fault.Text{VI: "Dòng", EN: "Row"}, 8},
	{fault.Text{VI: "Họ và tên", EN: "Full name"}, 30},
	{fault.Text{VI: "Lớp", EN: "Class"}, 12},
	{fault.Text{VI: "Mã học sinh", EN: "Student code"}, 18},
	{fault.Text{VI: "Năm sinh", EN: "Year of birth"}, 12},
	{fault.Text{VI: "Kết quả", EN: "Result"}, 14},
	{fault.Text{VI: "Cần sửa", EN: "To correct"}, 90},
}

var verdictTexts = map[RosterVerdict]fault.Text{
	RowNew:      {VI: "Thêm mới", EN: "New"},
	RowExisting: {VI: "Đã có", EN: "Existing"},
	RowMoved:    {VI: "Chuyển lớp", EN: "Moved"},
	RowRefused:  {VI: "Bị từ chối", EN: "Refused"},
}

// RosterFile returns the rows of a roster as an .xlsx file with their verdicts and what to correct,
// in the given language; it can be corrected and uploaded again. It needs roster.manage at the
// school; elsewhere fault.ErrNotFound.
func (s *Service) RosterFile(ctx context.Context, who access.Principal, id uuid.UUID, locale string) ([]byte, Roster, error) {
	roster, rows, _, err := s.FindRoster(ctx, who, FindRoster{ID: id, Limit: MaxRosterRows})
	if err != nil {
		return nil, Roster{}, err
	}
	file, err := writeRosterFile(rows, locale)
	return file, roster, err
}

func writeRosterFile(rows []RosterRow, locale string) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	sheet := book.GetSheetName(0)
	stream, err := book.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	heads := make([]any, len(rosterColumns))
	for i, c := range rosterColumns {
		heads[i] = c.text.In(locale)
		if err := stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return nil, err
		}
	}
	if err := stream.SetRow("A1", heads); err != nil {
		return nil, err
	}
	for i, row := range rows {
		if err := stream.SetRow("A"+strconv.Itoa(i+2), rosterCells(row, locale)); err != nil {
			return nil, err
		}
	}
	if err := stream.Flush(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = book.WriteTo(&out)
	return out.Bytes(), err
}

// rosterCells writes a row as texts; a text is never taken for a formula.
func rosterCells(row RosterRow, locale string) []any {
	messages := make([]string, len(row.Messages))
	for i, m := range row.Messages {
		messages[i] = m.Text().In(locale)
	}
	year := any("")
	if row.BirthYear != nil {
		year = *row.BirthYear
	}
	return []any{row.Number, plainCell(row.FullName), plainCell(row.ClassName), plainCell(row.Code), year,
		verdictTexts[row.Verdict].In(locale), strings.Join(messages, " ")}
}

// plainCell guards a text that a spreadsheet program might take for a formula when the file is
// saved as CSV and opened again.
func plainCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
