package organization

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// rosterColumn is a column of the returned file; value is what stands in it.
type rosterColumn struct {
	text  fault.Text
	width float64
	value func(row RosterRow, locale string) any
}

var (
	numberColumn   = rosterColumn{fault.Text{VI: "Dòng", EN: "Row"}, 8, func(r RosterRow, _ string) any { return r.Number }}
	nameColumn     = rosterColumn{fault.Text{VI: "Họ và tên", EN: "Full name"}, 30, func(r RosterRow, _ string) any { return plainCell(r.FullName) }}
	classColumn    = rosterColumn{fault.Text{VI: "Lớp", EN: "Class"}, 12, func(r RosterRow, _ string) any { return plainCell(r.ClassName) }}
	codeColumn     = rosterColumn{fault.Text{VI: "Mã", EN: "Code"}, 18, func(r RosterRow, _ string) any { return plainCell(r.Code) }}
	birthColumn    = rosterColumn{fault.Text{VI: "Năm sinh", EN: "Year of birth"}, 12, birthOf}
	positionColumn = rosterColumn{fault.Text{VI: "Chức vụ", EN: "Position"}, 28, func(r RosterRow, _ string) any { return plainCell(r.Position) }}
	unitColumn     = rosterColumn{fault.Text{VI: "Đơn vị", EN: "Unit"}, 34, func(r RosterRow, _ string) any { return plainCell(r.Unit) }}
	staffingColumn = rosterColumn{fault.Text{VI: "Chuyên trách/Kiêm nhiệm", EN: "Staffing"}, 22, func(r RosterRow, locale string) any { return staffingTexts[r.Staffing].In(locale) }}
	fromColumn     = rosterColumn{fault.Text{VI: "Từ ngày", EN: "From date"}, 12, fromOf}
	verdictColumn  = rosterColumn{fault.Text{VI: "Kết quả", EN: "Result"}, 14, func(r RosterRow, locale string) any { return verdictTexts[r.Verdict].In(locale) }}
	messageColumn  = rosterColumn{fault.Text{VI: "Cần sửa", EN: "To correct"}, 90, func(r RosterRow, locale string) any { return rowMessages(r, locale) }}

	rosterColumns = map[RosterKind][]rosterColumn{
		StudentRoster: {numberColumn, nameColumn, classColumn, codeColumn, birthColumn, verdictColumn, messageColumn},
		OfficerRoster: {numberColumn, nameColumn, codeColumn, birthColumn, positionColumn, unitColumn, staffingColumn, fromColumn, verdictColumn, messageColumn},
	}
)

func birthOf(r RosterRow, _ string) any {
	if r.BirthYear == nil {
		return ""
	}
	return *r.BirthYear
}

func fromOf(r RosterRow, _ string) any {
	if r.ValidFrom == nil {
		return ""
	}
	return r.ValidFrom.Format("02/01/2006")
}

var verdictTexts = map[RosterVerdict]fault.Text{
	RowNew:      {VI: "Thêm mới", EN: "New"},
	RowExisting: {VI: "Đã có", EN: "Existing"},
	RowMoved:    {VI: "Chuyển nơi", EN: "Moved"},
	RowChanged:  {VI: "Cập nhật", EN: "Changed"},
	RowRefused:  {VI: "Bị từ chối", EN: "Refused"},
}

var staffingTexts = map[string]fault.Text{
	"dedicated": {VI: "Chuyên trách", EN: "Dedicated"},
	"dual_role": {VI: "Kiêm nhiệm", EN: "Dual role"},
}

// RosterFile returns the rows of a roster as an .xlsx file with their verdicts and what to correct,
// in the given language; it can be corrected and uploaded again. It needs roster.manage at the
// agency; elsewhere fault.ErrNotFound.
func (s *Service) RosterFile(ctx context.Context, who access.Principal, id uuid.UUID, locale string) ([]byte, Roster, error) {
	roster, rows, _, err := s.FindRoster(ctx, who, FindRoster{ID: id, Limit: MaxRosterRows})
	if err != nil {
		return nil, Roster{}, err
	}
	file, err := writeRosterFile(rows, roster.Kind, locale)
	return file, roster, err
}

// writeRosterFile writes rows as texts; a text is never taken for a formula.
func writeRosterFile(rows []RosterRow, kind RosterKind, locale string) ([]byte, error) {
	columns := rosterColumns[kind]
	heads, widths := make([]any, len(columns)), make([]float64, len(columns))
	for i, c := range columns {
		heads[i], widths[i] = c.text.In(locale), c.width
	}
	return writeSheet(widths, func(set func(int, []any) error) error {
		if err := set(1, heads); err != nil {
			return err
		}
		for i, row := range rows {
			cells := make([]any, len(columns))
			for j, c := range columns {
				cells[j] = c.value(row, locale)
			}
			if err := set(i+2, cells); err != nil {
				return err
			}
		}
		return nil
	})
}

// plainCell guards a text that a spreadsheet program might take for a formula when the file is
// saved as CSV and opened again.
func plainCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
