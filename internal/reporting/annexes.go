package reporting

import (
	"fmt"

	"taphuan/internal/reporting/document"
)

// cell is a value of the line as documents print it; none prints "–".
func (l Line) cell(n *int64) document.Cell { return cellOf(l.Form, n) }

func cellOf(form Form, n *int64) document.Cell {
	switch {
	case n == nil:
		return document.None()
	case form == FormRate:
		return document.Rate(*n)
	case form == FormScore, form == FormPeriods:
		return document.Score(*n)
	}
	return document.Count(*n)
}

// changeCell is the difference from the year before: of rates in percentage points.
func (l Line) changeCell() document.Cell {
	switch {
	case l.Absolute == nil:
		return document.None()
	case l.Form == FormRate, l.Form == FormScore, l.Form == FormPeriods:
		return document.Text(signed(document.Score(*l.Absolute).String(), *l.Absolute))
	}
	return document.Change(*l.Absolute)
}

func signed(text string, n int64) string {
	if n > 0 {
		return "+" + text
	}
	return text
}

// or prints why a value is missing, "–" without a reason.
func or(cell document.Cell, n *int64, why string) document.Cell {
	if n == nil && why != "" {
		return document.Text(lowerFirst(why))
	}
	return cell
}

// row is the line in the table of indicators.
func (l Line) row() document.Row {
	percent := document.None()
	if l.Percent != nil {
		percent = document.RateChange(*l.Percent)
	}
	none := ""
	if l.Value == nil {
		none = l.Note.VI
	}
	return document.Row{Cells: []document.Cell{
		document.Text(l.Code), document.Text(l.Name.VI), document.Text(l.Unit.VI),
		or(l.cell(l.Value), l.Value, none), or(l.cell(l.Previous), l.Previous, l.whyBefore.VI), l.changeCell(), percent,
		or(l.cell(l.Cumulative), l.Cumulative, l.whySince.VI),
	}}
}

func (r Results) columns() []document.Column {
	return []document.Column{
		{Title: "Mã", Width: 7, Align: document.Center}, {Title: "Chỉ tiêu", Width: 32}, {Title: "Đơn vị tính", Width: 9, Align: document.Center},
		{Title: "Kỳ này", Width: 10, Align: document.Right}, {Title: "Cùng kỳ năm trước", Width: 12, Align: document.Right},
		{Title: "Số", Group: "Tăng/giảm", Width: 9, Align: document.Right}, {Title: "%", Group: "Tăng/giảm", Width: 13, Align: document.Right},
		{Title: fmt.Sprintf("Lũy kế từ %d", r.Period.Plan.ValidFrom.Year()), Width: 12, Align: document.Right},
	}
}

// mainTable stands in the text: the indicators that a reader looks for first.
func (r Results) mainTable() document.Table {
	t := document.Table{Caption: "Bảng 1. Các chỉ tiêu chính", Columns: r.columns(), Size: 11, Note: "Số liệu đầy đủ và cách tính ở Phụ lục."}
	for _, code := range []string{"A1", "B1", "B2", "B3", "B4", "B5.2", "B6.3", "B8.1"} {
		t.Rows = append(t.Rows, r.Line(code).row())
	}
	return t
}

// annexes are the summary of figures with the rules, and the units where there are any.
func (r Results) annexes() []document.Annex {
	all := []document.Annex{{Title: "Tổng hợp số liệu tập huấn, bồi dưỡng", Landscape: true, Blocks: r.summary()}}
	if len(r.Classes) > 0 {
		all = append(all, document.Annex{Title: "Danh sách lớp tập huấn", Landscape: true, Blocks: []document.Block{r.classTable()}})
	}
	if len(r.Units) > 1 {
		all = append(all, document.Annex{Title: "Số liệu theo đơn vị", Landscape: true, Blocks: []document.Block{r.unitTable()}})
	}
	return all
}

func (r Results) summary() []document.Block {
	t := document.Table{Columns: r.columns(), Size: 11,
		Note: "Tăng/giảm của tỷ lệ tính bằng điểm phần trăm; dấu “–” là không có hoặc không so sánh được."}
	for _, line := range r.Lines {
		t.Rows = append(t.Rows, line.row())
	}
	blocks := []document.Block{t}
	for _, note := range r.Notes {
		blocks = append(blocks, document.Item(note.VI))
	}
	return append(blocks, partTable("Theo lĩnh vực", "Lĩnh vực", r.ByField), partTable("Theo đối tượng", "Đối tượng", r.ByAudience), r.rules())
}

func partTable(caption, title string, parts []Part) document.Table {
	t := document.Table{Caption: caption, Size: 11, Columns: []document.Column{
		{Title: title, Width: 40}, {Title: "Lượt học", Width: 15, Align: document.Right},
		{Title: "Lượt hoàn thành", Width: 15, Align: document.Right}, {Title: "Người hoàn thành (không trùng)", Width: 20, Align: document.Right}},
		Note: "Một người có thể có ở nhiều dòng; không cộng cột cuối."}
	for _, p := range parts {
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{document.Text(p.Name().VI), document.Count(p.Turns), document.Count(p.Completions), document.Count(p.People)}})
	}
	return t
}

// rules prints how each figure is counted, with the version of its rule.
func (r Results) rules() document.Table {
	t := document.Table{Caption: "Cách tính", Size: 11, Columns: []document.Column{
		{Title: "Mã", Width: 8, Align: document.Center}, {Title: "Cách tính", Width: 80}, {Title: "Phiên bản", Width: 10, Align: document.Center}}}
	for _, line := range r.Lines {
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{document.Text(line.Code), document.Text(line.Formula.VI), document.Text(fmt.Sprint(line.Version))}})
	}
	return t
}

// unitCodes are the indicators of the annex of units.
var unitCodes = []string{"A1", "B1", "B2", "B3", "B4", "B5.1", "B5.2", "B8.1", "B9.1"}

// unitTable is one line per unit, then the line that keeps distinct people from being counted twice.
func (r Results) unitTable() document.Table {
	t := document.Table{Size: 11, Columns: []document.Column{{Title: "STT", Width: 6, Align: document.Center}, {Title: "Đơn vị", Width: 40}},
		Note: "Không cộng cột B3: một người có thể được tập huấn ở nhiều đơn vị."}
	forms := map[string]Form{}
	for _, code := range unitCodes {
		line := r.Line(code)
		forms[code] = line.Form
		t.Columns = append(t.Columns, document.Column{Title: fmt.Sprintf("%s (%s)", code, line.Unit.VI), Width: 11, Align: document.Right})
	}
	for i, unit := range r.Units {
		name := unit.Name
		if unit.ID == r.Agency.ID {
			name += " (trực tiếp)"
		}
		cells := []document.Cell{document.Count(int64(i + 1)), document.Text(name)}
		for _, code := range unitCodes {
			cells = append(cells, cellOf(forms[code], unit.Value(code)))
		}
		t.Rows = append(t.Rows, document.Row{Cells: cells})
	}
	t.Rows = append(t.Rows, r.sharedRows()...)
	total := []document.Cell{document.Text(""), document.Text("Toàn " + lowerFirst(r.Agency.Name))}
	for _, code := range unitCodes {
		total = append(total, cellOf(forms[code], r.Line(code).Value))
	}
	t.Rows = append(t.Rows, document.Row{Cells: total, Strong: true})
	return t
}

// sharedRows explain why B3 of the whole is not the sum of the units.
func (r Results) sharedRows() []document.Row {
	shared := r.Shared()
	name := "Người thuộc từ hai đơn vị (trừ đi)"
	if shared < 0 {
		name = "Người của đơn vị đã chia tách (cộng thêm)"
	}
	if shared == 0 {
		return nil
	}
	cells := []document.Cell{document.Text(""), document.Text(name)}
	for _, code := range unitCodes {
		if code == "B3" {
			cells = append(cells, document.Change(-shared))
		} else {
			cells = append(cells, document.Text(""))
		}
	}
	return []document.Row{{Cells: cells}}
}
