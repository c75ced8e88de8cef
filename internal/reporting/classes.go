package reporting

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/reporting/document"
	"taphuan/internal/reporting/tree"
)

// ClassLine is one training class of the period, a row of the class list (annex II): numbers alone.
type ClassLine struct {
	ClassID      uuid.UUID
	Code         string
	Name         string
	Field        string
	Form         string
	StartsOn     time.Time
	EndsOn       time.Time
	Place        string
	Host         string
	Called       int64 // had a place
	Attended     int64 // were at a session
	Completed    int64
	Score        *int64 // mean, hundredths of 10; nil without a completion
	Certificates int64
	Spent        *int64 // đồng, declared by the host; nil: not declared
	Total        int
}

// maxClasses bounds the class list of one report.
const maxClasses = 500

// listClasses returns the classes behind B1 in the period.
func listClasses(ctx context.Context, tx bun.IDB, g tree.Group, windows []window) ([]ClassLine, error) {
	var lines []ClassLine
	err := tx.NewRaw(query("windows", "list_classes"), append(frame(g, windows), maxClasses)...).Scan(ctx, &lines)
	return lines, err
}

// FormName is the form of the class as people read it.
func (l ClassLine) FormName() fault.Text { return formNames[l.Form] }

// FieldName is the field of the class as people read it.
func (l ClassLine) FieldName() fault.Text { return Part{Part: l.Field}.Name() }

var formNames = map[string]fault.Text{
	"in_person": {VI: "Trực tiếp", EN: "In person"}, "online": {VI: "Trực tuyến", EN: "Online"}, "blended": {VI: "Kết hợp", EN: "Blended"},
}

// classTable is the annex with one row a class, in the columns of the plan.
func (r Results) classTable() document.Table {
	t := document.Table{Size: 11, Columns: []document.Column{
		{Title: "STT", Width: 4, Align: document.Center}, {Title: "Mã lớp", Width: 8}, {Title: "Tên lớp", Width: 17}, {Title: "Lĩnh vực", Width: 8},
		{Title: "Hình thức", Width: 7}, {Title: "Thời gian", Width: 9}, {Title: "Địa điểm", Width: 11}, {Title: "Đơn vị chủ trì", Width: 11},
		{Title: "Số được cử", Width: 6, Align: document.Right}, {Title: "Dự học", Width: 5, Align: document.Right},
		{Title: "Hoàn thành", Width: 6, Align: document.Right}, {Title: "ĐTB", Width: 5, Align: document.Right},
		{Title: "Số GCN", Width: 5, Align: document.Right}, {Title: "Kinh phí (đồng)", Width: 9, Align: document.Right}, {Title: "Ghi chú", Width: 6}},
		Note: "Kinh phí do đơn vị chủ trì tự kê khai; dấu “–” là không có."}
	for i, l := range r.Classes {
		t.Rows = append(t.Rows, document.Row{Cells: l.cells(i + 1)})
	}
	if n := len(r.Classes); n > 0 && r.Classes[0].Total > n {
		t.Note = fmt.Sprintf("Danh sách gồm %d trong %d lớp. %s", n, r.Classes[0].Total, t.Note)
	}
	return t
}

func (l ClassLine) cells(number int) []document.Cell {
	return []document.Cell{document.Count(int64(number)), document.Text(l.Code), document.Text(l.Name), document.Text(l.FieldName().VI),
		document.Text(l.FormName().VI), document.Text(daysOf(l.StartsOn, l.EndsOn)), document.Text(l.Place), document.Text(l.Host),
		document.Count(l.Called), document.Count(l.Attended), document.Count(l.Completed), cellOf(FormScore, l.Score),
		document.Count(l.Certificates), cellOf(FormCount, l.Spent), document.Text("")}
}

func daysOf(from, to time.Time) string {
	if from.Equal(to) {
		return from.Format("02/01/2006")
	}
	return from.Format("02/01") + " - " + to.Format("02/01/2006")
}
