package organization

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

var peopleHead = []any{"STT", "Họ và tên", "Mã cán bộ", "Chức vụ", "Mã đơn vị", "Từ ngày", "Dân tộc", "Ghi chú mật"}

// page is one sheet of a workbook.
type page struct {
	name   string
	hidden bool
	rows   [][]any
}

// bookOf makes a workbook of the sheets in their order.
func bookOf(t testing.TB, pages ...page) []byte {
	t.Helper()
	return workbook(t, nil, func(book *excelize.File) {
		for _, p := range pages {
			_, err := book.NewSheet(p.name)
			ok(t, err)
			for i, row := range p.rows {
				ok(t, book.SetSheetRow(p.name, fmt.Sprintf("A%d", i+1), &row))
			}
		}
		ok(t, book.DeleteSheet("Sheet1"))
		book.SetActiveSheet(slices.IndexFunc(pages, func(p page) bool { return !p.hidden })) // the active one is never hidden
		for _, p := range pages {
			ok(t, book.SetSheetVisible(p.name, !p.hidden))
		}
	})
}

// loading loads workbooks as a person who may do both: the tree, then the people under the province.
type loading struct {
	*reformWorld
	who access.Principal
}

func newLoading(t *testing.T) *loading {
	t.Helper()
	w := &loading{reformWorld: newReform(t)}
	w.who = access.Principal{PersonID: w.standing.PersonID, Grants: append([]access.Grant{
		{Role: access.FocalPoint, AgencyID: w.province, Agencies: []uuid.UUID{w.province}}}, w.standing.Grants...)}
	return w
}

func (w *loading) tree(file []byte) (AgencySheet, error) {
	return w.events.CheckAgencySheet(w.t.Context(), w.who, CheckAgencySheet{FileName: "nap.xlsx", File: file})
}

func (w *loading) list(file []byte) (Roster, error) {
	return w.CheckRoster(w.t.Context(), w.who, CheckRoster{AgencyID: w.province, Kind: OfficerRoster, FileName: "nap.xlsx", File: file})
}

func (w *loading) rowsOf(id uuid.UUID) []RosterRow {
	_, rows, _, err := w.FindRoster(w.t.Context(), w.who, FindRoster{ID: id, Limit: MaxRosterRows})
	ok(w.t, err)
	return rows
}

// load checks and writes both parts of a workbook.
func (w *loading) load(file []byte) (AgencySheet, Roster) {
	w.t.Helper()
	sheet, err := w.tree(file)
	ok(w.t, err)
	sheet, err = w.events.CommitAgencySheet(w.t.Context(), w.who, CommitAgencySheet{ID: sheet.ID, All: true})
	ok(w.t, err)
	roster, err := w.list(file)
	ok(w.t, err)
	if roster.Counts.Refused > 0 {
		w.t.Fatalf("%v", posts(w.rowsOf(roster.ID)))
	}
	if roster.Counts.Existing == roster.Counts.Total { // nothing to write
		return sheet, roster
	}
	roster, err = w.CommitRoster(w.t.Context(), w.who, CommitRoster{ID: roster.ID})
	ok(w.t, err)
	return sheet, roster
}

func (w *loading) agencyPage(rows ...[]any) page {
	return page{name: "Cơ quan", rows: append([][]any{{"DANH MỤC CƠ QUAN"}, agencyHead}, rows...)}
}

func peoplePage(rows ...[]any) page {
	return page{name: "Người", rows: append([][]any{peopleHead}, rows...)}
}

// TestWorkbookLoadsTwice: agencies are founded and people are posted into them out of one file; the same file
// a second time changes nothing, whatever the order of its sheets, and what has no column leaves no trace.
func TestWorkbookLoadsTwice(t *testing.T) {
	t.Parallel()
	w := newLoading(t)
	agencies := w.agencyPage(
		[]any{"X01", "Xã Đăk Pék", "", "Xã", w.codeOf(w.province), "", "01/07/2026", "NQ 1", "bí mật Alpha"},
		[]any{"X01-VP", "Văn phòng", "", "Đơn vị", "X01", "", "01/07/2026", "NQ 1", ""},
	)
	people := peoplePage(
		[]any{"ví dụ", "Nguyễn Văn Mẫu", "CB0001", "Chuyên viên", "X01", "01/07/2026", "", ""},
		[]any{1, "A Đủ", "CB-1", "Chủ tịch UBND", "X01", "01/07/2026", "Giẻ Triêng", "bí mật Beta"},
		[]any{2, "Y Blứ", "CB-2", "Văn thư", "X01-VP", "01/08/2026", "Giẻ Triêng", ""},
	)
	sheet, roster := w.load(bookOf(t, agencies, people, page{name: "Hướng dẫn", rows: [][]any{{"Xóa dòng ví dụ"}}}))
	if sheet.Count(SheetNew) != 2 || roster.Counts.New != 2 || roster.Counts.Total != 2 {
		t.Fatalf("%v %+v", verdicts(sheet), roster.Counts)
	}
	if n := w.count(`SELECT count(*) FROM organization.postings o JOIN organization.persons p ON p.id = o.person_id JOIN organization.agency_versions v ON v.agency_id = o.agency_id
		WHERE (p.code, v.code, o.valid_from) IN (('CB-1', 'X01', '2026-07-01'), ('CB-2', 'X01-VP', '2026-08-01'))`); n != 2 {
		t.Errorf("%d people stand in the agencies that the file founds", n)
	}
	state := w.dump()
	for name, file := range map[string][]byte{"again": bookOf(t, agencies, people), "the sheets swapped": bookOf(t, people, agencies)} {
		sheet, roster = w.load(file)
		if sheet.Count(SheetUnchanged) != 2 || roster.Counts.Existing != 2 {
			t.Errorf("%s: %v %v", name, verdicts(sheet), posts(w.rowsOf(roster.ID)))
		}
		if diff := cmp.Diff(state, w.dump()); diff != "" {
			t.Errorf("%s has changed:\n%s", name, diff)
		}
	}
	w.leavesNoTrace("bí mật", "Giẻ Triêng", "Nguyễn Văn Mẫu")
}

// leavesNoTrace looks for texts in every row of every table of the platform.
func (w *loading) leavesNoTrace(texts ...string) {
	w.t.Helper()
	var tables []struct{ Schema, Name string }
	ok(w.t, w.owner.NewRaw(`SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
		WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`).Scan(w.t.Context(), &tables))
	for _, table := range tables {
		for _, text := range texts {
			if n := w.count("SELECT count(*) FROM ?.? t WHERE strpos(to_jsonb(t)::text, ?) > 0", bun.Ident(table.Schema), bun.Ident(table.Name), text); n > 0 {
				w.t.Errorf("%s.%s holds %q", table.Schema, table.Name, text)
			}
		}
	}
}

// An agency that the first sheet could not found takes nobody of the second: the row says so, the others go in.
func TestWorkbookNamesARefusedAgency(t *testing.T) {
	t.Parallel()
	w := newLoading(t)
	file := bookOf(t,
		w.agencyPage(
			[]any{"X01", "Xã Đăk Pék", "", "Xã", w.codeOf(w.province), "", "01/07/2026", "NQ 1"},
			[]any{"X02", "Xã Sai", "", "Làng", w.codeOf(w.province), "", "01/07/2026", "NQ 1"},
		),
		peoplePage(
			[]any{1, "A Đủ", "CB-1", "Chủ tịch UBND", "X01", "01/07/2026"},
			[]any{2, "Y Blứ", "CB-2", "Văn thư", "X02", "01/07/2026"},
		))
	sheet, err := w.tree(file)
	ok(t, err)
	_, err = w.events.CommitAgencySheet(t.Context(), w.who, CommitAgencySheet{ID: sheet.ID})
	ok(t, err)
	roster, err := w.list(file)
	ok(t, err)
	want := []string{"2|A Đủ|X01|Chủ tịch UBND|leader||01/07/2026|new", "3|Y Blứ|X02|Văn thư|||01/07/2026|refused|unit.unknown"}
	if diff := cmp.Diff(want, posts(w.rowsOf(roster.ID))); diff != "" {
		t.Error(diff)
	}
	_, err = w.CommitRoster(t.Context(), w.who, CommitRoster{ID: roster.ID, All: true})
	wantFault(t, err, ErrRosterRefused)
}

// Each part finds its own sheet by the headings, never a hidden one, and says so when it cannot tell.
func TestWorkbookSheets(t *testing.T) {
	t.Parallel()
	w := newLoading(t)
	agencies := w.agencyPage([]any{"X01", "Xã Đăk Pék", "", "Xã", w.codeOf(w.province), "", "01/07/2026", "NQ 1"})
	people := peoplePage([]any{1, "A Đủ", "CB-1", "Chủ tịch UBND", w.codeOf(w.dept), "01/07/2026"})
	other := func(p page, name string) page { p.name = name; return p }
	hidden := func(p page) page { p.hidden = true; return p }
	english := page{name: "Agencies", rows: [][]any{{"Code", "Name", "Kind", "From"}, {"X01", "Xã Đăk Pék", "commune", "01/07/2026"}}}
	kinds := page{name: "Người", rows: [][]any{{"Mã", "Họ và tên", "Đơn vị", "Loại", "Từ ngày"}, {"CB-1", "A Đủ", w.codeOf(w.dept), "Hợp đồng", "01/07/2026"}}}
	for name, c := range map[string]struct {
		file         []byte
		tree, people error
	}{
		"one of each":                     {bookOf(t, agencies, people), nil, nil},
		"people alone":                    {bookOf(t, people), ErrSheetHeader, nil},
		"agencies alone":                  {bookOf(t, agencies), nil, ErrRosterHeader},
		"agencies whose names are “Name”": {bookOf(t, english, people), nil, nil},
		"people with “Loại” and “Đơn vị”":    {bookOf(t, kinds, agencies), nil, nil},
		"the same people, no agencies":       {bookOf(t, kinds), ErrSheetHeader, nil},
		"agencies hidden":                    {bookOf(t, hidden(agencies), people), ErrSheetsHidden, nil},
		"people hidden":                      {bookOf(t, agencies, hidden(people)), nil, ErrSheetsHidden},
		"an old list hidden beside":          {bookOf(t, agencies, people, hidden(other(people, "Người cũ")), hidden(other(agencies, "Cũ"))), nil, nil},
		"two lists of people":                {bookOf(t, agencies, people, other(people, "Người 2")), nil, ErrRosterSheets},
		"two lists of agencies":              {bookOf(t, agencies, people, other(agencies, "Cơ quan 2")), ErrSheetSeveral, nil},
		"an empty second list of agencies":   {bookOf(t, agencies, people, other(page{rows: agencies.rows[:2]}, "Trống")), nil, nil},
		"the template's sheets, no agencies": {bookOf(t, page{name: "Cơ quan", rows: agencies.rows[:2]}, people), ErrSheetEmpty, nil},
	} {
		_, err := w.tree(c.file)
		if !errors.Is(err, c.tree) {
			t.Errorf("%s: the tree: %v", name, err)
		}
		if _, err = w.list(c.file); !errors.Is(err, c.people) {
			t.Errorf("%s: the people: %v", name, err)
		}
	}
	_, err := w.tree(bookOf(t, agencies, other(agencies, "Cơ quan 2")))
	if text := fault.From(err).Text.VI; !strings.Contains(text, "Cơ quan, Cơ quan 2") {
		t.Errorf("which sheets: %q", text)
	}
	found, err := w.FindRosterColumns(t.Context(), w.who, CheckRoster{AgencyID: w.province, Kind: OfficerRoster, FileName: "nap.xlsx", File: bookOf(t, agencies, other(people, "A"), other(people, "B"))})
	ok(t, err)
	if diff := cmp.Diff([]string{"A", "B"}, found.Sheets); diff != "" || found.Sheet != "A" {
		t.Errorf("%s %s was read", diff, found.Sheet)
	}
}
