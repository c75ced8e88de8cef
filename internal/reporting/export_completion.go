package reporting

import (
	"context"

	"taphuan/internal/access"
	"taphuan/internal/reporting/document"
)

// ExportCompletion counts as CountCompletion does and writes the table of units as an Excel file.
func (s *Service) ExportCompletion(ctx context.Context, who access.Principal, q CountCompletion, locale string) (File, error) {
	c, err := s.CountCompletion(ctx, who, q)
	if err != nil {
		return File{}, err
	}
	file, err := document.Workbook(s.completionBook(c, locale))
	return File{Name: "hoan-thanh-" + c.AsOf.Format("20060102") + ".xlsx", Bytes: file}, err
}

func (s *Service) completionBook(c Completion, locale string) document.Book {
	say := func(vi, en string) string {
		if locale == "en" {
			return en
		}
		return vi
	}
	course := say("Mọi khóa học bắt buộc", "Every required course")
	if c.Course != nil {
		course = c.Course.Title
	}
	t := document.Table{Note: c.Rule.In(locale), Columns: []document.Column{
		{Title: say("STT", "No."), Width: 6, Align: document.Center}, {Title: say("Đơn vị", "Unit"), Width: 40}}}
	for _, title := range []string{say("Việc học bắt buộc", "Duties"), say("Đã hoàn thành", "Done"), say("Chưa xong, còn hạn", "Not done, not yet due"), say("Quá hạn", "Overdue"),
		say("Miễn", "Exempt"), say("Không tính", "Not counted"), say("Tỷ lệ", "Rate"), say("Số người", "People"), say("Người hoàn thành hết", "People done")} {
		t.Columns = append(t.Columns, document.Column{Title: title, Width: 12, Align: document.Right})
	}
	for i, row := range c.Rows {
		t.Rows = append(t.Rows, document.Row{Cells: append([]document.Cell{document.Count(int64(i + 1)), document.Text(row.Name)}, row.cells()...)})
	}
	t.Rows = append(t.Rows, document.Row{Strong: true, Cells: append([]document.Cell{document.Text(""), document.Text(say("Tổng", "Total"))}, c.Total.cells()...)})
	title := say("Kết quả hoàn thành khóa học bắt buộc", "Completion of required courses")
	return document.Book{Title: title, Issuer: c.Agency.Name, Demo: s.demo, MadeAt: s.now(), Sheets: []document.Sheet{{
		Name: say("Theo đơn vị", "By unit"), Title: title, Landscape: true, Table: t,
		Subtitle: c.Agency.Name + " - " + course + " - " + say("đến hết ngày ", "as of ") + c.AsOf.Format("02/01/2006"),
	}}}
}

func (f CompletionFigures) cells() []document.Cell {
	return []document.Cell{document.Count(f.Required), document.Count(f.Done), document.Count(f.NotDone), document.Count(f.Overdue), document.Count(f.Exempt),
		document.Count(f.NotCounted), cellOf(FormRate, f.Rate()), document.Count(f.People), document.Count(f.PeopleDone)}
}
