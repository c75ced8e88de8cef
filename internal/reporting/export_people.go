package reporting

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/reporting/document"
)

// maxExport bounds one export of people.
const maxExport = 200_000

// ErrExportTooLarge says that an export would hold too many rows.
var ErrExportTooLarge = fault.New(fault.TooLarge, "export.too_large", fault.Text{
	VI: "Danh sách quá dài để xuất một lần. Hãy chọn một khóa học hoặc một đơn vị nhỏ hơn.",
	EN: "The list is too long for one file. Choose one course or a smaller unit."})

// ExportPeople writes every duty that ListPeople would list to w as an Excel file, row by row as the
// database gives them, with a constant number of queries. The language is "vi" or "en". Every person in
// the file is told of the reading. Nothing is written to w before the rows are complete.
func (s *Service) ExportPeople(ctx context.Context, who access.Principal, q ListPeople, locale string, w io.Writer) error {
	var file *excelize.File
	defer func() {
		if file != nil {
			file.Close()
		}
	}()
	q.Limit, q.Offset = maxExport+1, 0
	err := s.openPeople(ctx, who, q, func(ctx context.Context, tx bun.Tx, statement string, args []any) error {
		if file != nil { // the transaction is repeated
			file.Close()
		}
		file = excelize.NewFile()
		rows, err := tx.QueryContext(ctx, statement, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		read, err := s.writePeople(ctx, file, rows, locale)
		if err != nil {
			return err
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, q.AgencyID, readExport, distinct(read))
	})
	if err != nil {
		return err
	}
	return file.Write(w)
}

// writePeople streams the rows into the only sheet and returns whom it wrote. All texts are typed as
// text, so no cell is ever a formula.
func (s *Service) writePeople(ctx context.Context, file *excelize.File, rows *sql.Rows, locale string) ([]uuid.UUID, error) {
	sheet, err := s.openSheet(file, locale)
	if err != nil {
		return nil, err
	}
	var people []uuid.UUID
	for rows.Next() {
		var row struct {
			PersonDuty
			Total int
		}
		if err := s.db.Bun.ScanRow(ctx, rows, &row); err != nil {
			return nil, err
		}
		if len(people) == maxExport {
			return nil, ErrExportTooLarge
		}
		people = append(people, row.PersonID)
		if err := sheet.add(len(people), row.PersonDuty); err != nil {
			return nil, err
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return people, sheet.stream.Flush()
}

// peopleSheet is the list of people as it is written.
type peopleSheet struct {
	stream *excelize.StreamWriter
	row    int
	locale string
}

var peopleColumns = []struct {
	title fault.Text
	width float64
}{
	{fault.Text{VI: "STT", EN: "No."}, 7}, {fault.Text{VI: "Họ và tên", EN: "Full name"}, 28}, {fault.Text{VI: "Đơn vị", EN: "Unit"}, 36},
	{fault.Text{VI: "Nhóm vị trí", EN: "Position group"}, 26}, {fault.Text{VI: "Mã khóa học", EN: "Course key"}, 14}, {fault.Text{VI: "Khóa học", EN: "Course"}, 44},
	{fault.Text{VI: "Trạng thái", EN: "State"}, 18}, {fault.Text{VI: "Hạn hoàn thành", EN: "Due on"}, 16}, {fault.Text{VI: "Ngày hoàn thành", EN: "Completed on"}, 16},
}

var stateNames = map[DutyState]fault.Text{
	NotDone: {VI: "Chưa xong, còn hạn", EN: "Not done, not yet due"}, Overdue: {VI: "Quá hạn", EN: "Overdue"}, Done: {VI: "Đã hoàn thành", EN: "Done"},
}

func (s *Service) openSheet(file *excelize.File, locale string) (*peopleSheet, error) {
	stream, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, err
	}
	p := &peopleSheet{stream: stream, locale: locale}
	head := make([]any, len(peopleColumns))
	for i, column := range peopleColumns {
		if err := stream.SetColWidth(i+1, i+1, column.width); err != nil {
			return nil, err
		}
		head[i] = column.title.In(locale)
	}
	above := 0
	if s.demo {
		above = 1
	}
	err = stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: above + 1, TopLeftCell: fmt.Sprintf("A%d", above+2), ActivePane: "bottomLeft"})
	if err != nil {
		return nil, err
	}
	if s.demo {
		if err := p.set([]any{document.DemoMark}); err != nil {
			return nil, err
		}
	}
	return p, p.set(head)
}

func (p *peopleSheet) add(number int, d PersonDuty) error {
	title := d.TitleVI
	if p.locale == "en" && d.TitleEN != "" {
		title = d.TitleEN
	}
	completed := ""
	if d.CompletedOn != nil {
		completed = sheetDay(*d.CompletedOn)
	}
	return p.set([]any{number, plain(d.FullName), plain(d.Unit), d.Position().In(p.locale), d.CourseKey, plain(title),
		stateNames[d.State].In(p.locale), sheetDay(d.DueOn), completed})
}

func (p *peopleSheet) set(values []any) error {
	p.row++
	cell, err := excelize.CoordinatesToCellName(1, p.row)
	if err != nil {
		return err
	}
	return p.stream.SetRow(cell, values)
}

func sheetDay(day time.Time) string { return day.Format("02/01/2006") }

// plain keeps a text from becoming a formula when somebody saves the sheet in another format.
func plain(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
