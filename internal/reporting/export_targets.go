package reporting

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
	"taphuan/internal/reporting/document"
)

// ExportTargets compares as CompareTargets does and writes the table of units as an Excel file. What
// agencies declare themselves stands in columns of its own, named so.
func (s *Service) ExportTargets(ctx context.Context, who access.Principal, q CompareTargets, locale string) (File, error) {
	t, err := s.CompareTargets(ctx, who, q)
	if err != nil {
		return File{}, err
	}
	file, err := document.Workbook(s.targetBook(t, locale))
	return File{Name: "chi-tieu-" + t.AsOf.Format("20060102") + ".xlsx", Bytes: file}, err
}

func (s *Service) targetBook(t Targets, locale string) document.Book {
	say := func(vi, en string) string { return fault.Text{VI: vi, EN: en}.In(locale) }
	table := document.Table{Note: t.Rule.In(locale) + " " + say("Kế hoạch của đơn vị là số liệu tự kê khai; dấu – là không có số liệu.", "The units' own plans are self-declared; – is no figure."),
		Columns: []document.Column{{Title: say("STT", "No."), Width: 6, Align: document.Center}, {Title: say("Đơn vị", "Unit"), Width: 36}}}
	for _, title := range []string{say("Chỉ tiêu", "Target"), say("Kết quả", "Reached"), say("Còn thiếu", "Missing")} {
		table.Columns = append(table.Columns, document.Column{Title: title, Width: 11, Align: document.Right})
	}
	table.Columns = append(table.Columns, document.Column{Title: say("Văn bản giao chỉ tiêu", "Document"), Width: 30}, document.Column{Title: say("Người phê duyệt", "Approved by"), Width: 26})
	for _, title := range []string{say("Lớp, khóa dự kiến (tự kê khai)", "Planned courses and classes (self-declared)"), say("Lượt người dự kiến (tự kê khai)", "Planned turns (self-declared)"),
		say("Dự toán, đồng (tự kê khai)", "Budget in đồng (self-declared)")} {
		table.Columns = append(table.Columns, document.Column{Title: title, Width: 15, Align: document.Right})
	}
	for i, row := range t.Rows {
		table.Rows = append(table.Rows, document.Row{Cells: append([]document.Cell{document.Count(int64(i + 1)), document.Text(row.Name)}, row.cells(t.Query.Measure)...)})
	}
	whole := append([]document.Cell{document.Text(""), document.Text(say("Toàn đơn vị: ", "Whole unit: ") + t.Agency.Name)}, t.Whole.cells(t.Query.Measure)...)
	table.Rows = append(table.Rows, document.Row{Strong: true, Cells: whole})
	title := say("Chỉ tiêu và kết quả tập huấn, bồi dưỡng", "Training targets and results")
	return document.Book{Title: title, Issuer: t.Agency.Name, Demo: s.demo, MadeAt: s.now(), Sheets: []document.Sheet{{
		Name: say("Theo đơn vị", "By unit"), Title: title, Landscape: true, Table: table,
		Subtitle: t.subject().In(locale) + " - " + measureNames[t.Query.Measure].In(locale) + " - " + t.Period.Label().In(locale) + " - " + say("đến hết ngày ", "as of ") + t.AsOf.Format("02/01/2006"),
	}}}
}

var measureNames = map[planning.Measure]fault.Text{
	planning.MeasurePeople:   {VI: "số người được tập huấn", EN: "people trained"},
	planning.MeasureCoverage: {VI: "tỷ lệ bao phủ", EN: "coverage"},
}

// subject is what the targets are about, as people read it.
func (t Targets) subject() fault.Text {
	switch {
	case t.Course != nil:
		return fault.Text{VI: t.Course.Title, EN: t.Course.TitleEN}
	case t.Query.Field != "":
		return partNames[t.Query.Field]
	}
	return fault.Text{VI: "Mọi khóa học", EN: "Every course"}
}

func (r TargetRow) cells(measure planning.Measure) []document.Cell {
	form := FormCount
	if measure == planning.MeasureCoverage {
		form = FormRate
	}
	var value *int64
	var paper, approver string
	if r.Target != nil && r.Target.Value != nil {
		value, approver = r.Target.Value, r.Target.Approver
		paper = r.Target.Document + " (" + shortDay(r.Target.DecidedOn) + ")"
	}
	cells := []document.Cell{cellOf(form, value), cellOf(form, r.Figure), cellOf(form, r.Gap), document.Text(paper), document.Text(approver)}
	if r.Planned.Plans == 0 {
		return append(cells, document.None(), document.None(), document.None())
	}
	return append(cells, document.Count(r.Planned.Items), document.Count(r.Planned.People), cellOf(FormCount, r.Planned.Budget))
}
