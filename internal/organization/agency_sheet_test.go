package organization

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

var agencyHead = []any{"Mã", "Tên cơ quan", "Tên viết tắt", "Loại", "Mã cấp trên", "Điện thoại", "Từ ngày", "Văn bản", "Ghi chú mật"}

func (w *reformWorld) sheet(rows ...[]any) AgencySheet {
	w.t.Helper()
	sheet, err := w.events.CheckAgencySheet(w.t.Context(), w.standing, CheckAgencySheet{FileName: "co-quan.xlsx", File: workbook(w.t, append([][]any{{"DANH MỤC CƠ QUAN"}, agencyHead}, rows...))})
	ok(w.t, err)
	return sheet
}

func verdicts(s AgencySheet) []SheetVerdict {
	var list []SheetVerdict
	for _, r := range s.Rows {
		list = append(list, r.Verdict)
	}
	return list
}

// TestAgencySheet: a list establishes, renames and moves; a second time it changes nothing; every row that
// is not taken says why.
func TestAgencySheet(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	province, dept := w.codeOf(w.province), w.codeOf(w.dept)
	rows := [][]any{
		{"X01", "Xã Đăk Pék", "DP", "Xã", province, "0260", "01/07/2026", "NQ 1", "bỏ"},
		{"X01-VP", "Văn phòng", "", "Đơn vị", "X01", "", 46204, "NQ 1", ""},
		{dept, "Sở Nội vụ mới", "", "Sở", province, "", "01/08/2026", "QĐ 2", ""},
		{w.codeOf(w.first), "Trường THPT Bình Minh", "", "Trường", "X01", "", "01/09/2026", "QĐ 3", ""},
		{w.codeOf(w.second), "Trường THPT Sông Trà", "", "Trường", province, "", "01/09/2026", "QĐ 3", ""},
	}
	sheet := w.sheet(rows...)
	want := []SheetVerdict{SheetNew, SheetNew, SheetChanged, SheetChanged, SheetUnchanged}
	if diff := cmp.Diff(want, verdicts(sheet)); diff != "" {
		t.Fatalf("%s %+v", diff, sheet.Rows)
	}
	before := w.count("SELECT count(*) FROM organization.agencies")
	committed, err := w.events.CommitAgencySheet(t.Context(), w.standing, CommitAgencySheet{ID: sheet.ID, All: true})
	ok(t, err)
	if committed.State != RosterCommitted || w.count("SELECT count(*) FROM organization.agencies") != before+2 {
		t.Errorf("%+v", committed)
	}
	if n := w.count("SELECT count(*) FROM organization.agency_closure WHERE ancestor_id = (SELECT agency_id FROM organization.agency_versions WHERE code = 'X01') AND valid_from = '2026-09-01'"); n != 1 {
		t.Errorf("%d units moved into the new commune", n)
	}
	state := w.dump()
	again := w.sheet(rows...)
	for _, v := range verdicts(again) {
		if v != SheetUnchanged {
			t.Errorf("the second time: %v %+v", verdicts(again), again.Rows)
			break
		}
	}
	_, err = w.events.CommitAgencySheet(t.Context(), w.standing, CommitAgencySheet{ID: again.ID, All: true})
	ok(t, err)
	_, err = w.events.CommitAgencySheet(t.Context(), w.standing, CommitAgencySheet{ID: sheet.ID})
	ok(t, err)
	if diff := cmp.Diff(state, w.dump()); diff != "" {
		t.Errorf("the second time has changed:\n%s", diff)
	}
}

// A list keeps a restatement line for each of its events and each sealed period that it reaches into, as an
// event of its own does; what reaches into none keeps none, and refused rows and a second time neither.
func TestAgencySheetRestates(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	sealed := []ClosedPeriod{{ID: uuid.New(), Label: fault.Text{VI: "06 tháng đầu năm 2026"}}, {ID: uuid.New(), Label: fault.Text{VI: "Năm 2026"}}}
	w.events.links.Closed = func(_ context.Context, _ bun.IDB, day, _ time.Time) ([]ClosedPeriod, error) {
		if day.After(dayOf(2026, 10, 31)) {
			return nil, nil
		}
		return sealed, nil
	}
	province := w.codeOf(w.province)
	rows := [][]any{
		{"X01", "Xã Đăk Pék", "", "Xã", province, "", "01/07/2026", "NQ 1"},
		{w.codeOf(w.dept), "Sở Nội vụ mới", "", "Sở", "X01", "", "01/08/2026", "QĐ 2"},
		{"X02", "Xã Mới", "", "Xã", province, "", "20/11/2026", "NQ 2"},
		{"X03", "Xã Sai", "", "Làng", province, "", "01/07/2026", "NQ 1"},
	}
	sheet := w.sheet(rows...)
	if diff := cmp.Diff(sealed, sheet.Closed); diff != "" || len(w.restated) != 0 {
		t.Errorf("the dry run tells %s and has kept %+v", diff, w.restated)
	}
	for range 2 {
		_, err := w.events.CommitAgencySheet(t.Context(), w.standing, CommitAgencySheet{ID: sheet.ID})
		ok(t, err)
	}
	lines := map[string]int{}
	for _, r := range w.restated {
		if r.Act != "apply" || r.ActorID != w.standing.PersonID || w.count("SELECT count(*) FROM organization.agency_events WHERE id = ?", r.EventID) != 1 {
			t.Errorf("%+v", r)
		}
		lines[r.Document]++
	}
	if diff := cmp.Diff(map[string]int{"NQ 1": 2, "QĐ 2": 4}, lines); diff != "" { // renamed and moved: two events
		t.Error(diff)
	}
}

func TestAgencySheetRefuses(t *testing.T) {
	t.Parallel()
	w := newReform(t)
	province := w.codeOf(w.province)
	sheet := w.sheet(
		[]any{"A", "Xã A", "", "Làng", province, "", "01/07/2026", "NQ", ""},
		[]any{"B", "Xã B", "", "Xã", "không có", "", "01/07/2026", "NQ", ""},
		[]any{"C", "Xã C", "", "Xã", province, "", "hôm qua", "NQ", ""},
		[]any{"D", "Xã D", "", "Xã", province, "", "01/07/2026", "", ""},
		[]any{"E", "Xã E", "", "Xã", province, "", "01/07/2026", "NQ", ""},
		[]any{"E", "Xã E lần nữa", "", "Xã", province, "", "01/07/2026", "NQ", ""},
		[]any{"F", "Phòng F", "", "Phòng", "A", "", "01/07/2026", "NQ", ""},
	)
	want := []SheetVerdict{SheetRefused, SheetRefused, SheetRefused, SheetRefused, SheetNew, SheetRefused, SheetRefused}
	if diff := cmp.Diff(want, verdicts(sheet)); diff != "" {
		t.Errorf("%s %+v", diff, sheet.Rows)
	}
	for _, r := range sheet.Rows {
		if r.Verdict == SheetRefused && (len(r.Messages) == 0 || r.Messages[0].VI == "" || r.Messages[0].EN == "") {
			t.Errorf("row %d does not say why", r.Number)
		}
	}
	_, err := w.events.CommitAgencySheet(t.Context(), w.standing, CommitAgencySheet{ID: sheet.ID, All: true})
	wantFault(t, err, ErrSheetRefused)
	committed, err := w.events.CommitAgencySheet(t.Context(), w.standing, CommitAgencySheet{ID: sheet.ID})
	ok(t, err)
	if committed.Count(SheetNew) != 1 || w.count("SELECT count(*) FROM organization.agency_versions WHERE code IN ('A','B','C','D','E','F')") != 1 {
		t.Errorf("%v", verdicts(committed))
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"no headings": {workbook(t, [][]any{{"STT", "Họ và tên"}, {1, "An"}}), ErrSheetHeader},
		"no rows":     {workbook(t, [][]any{agencyHead}), ErrSheetEmpty},
		"junk":        {[]byte("\x00\x01\x02junk"), ErrRosterKind},
	} {
		_, err := w.events.CheckAgencySheet(t.Context(), w.standing, CheckAgencySheet{FileName: "a.xlsx", File: c.file})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, role := range []access.Role{access.FocalPoint, access.ProvinceManager, access.AgencyLeader, access.Learner} {
		_, err := w.events.CheckAgencySheet(t.Context(), as(role, w.province), CheckAgencySheet{})
		_, findErr := w.events.FindAgencySheet(t.Context(), as(role, w.province), sheet.ID)
		_, commitErr := w.events.CommitAgencySheet(t.Context(), as(role, w.province), CommitAgencySheet{ID: sheet.ID})
		for _, err := range []error{err, findErr, commitErr} {
			wantFault(t, err, fault.ErrForbidden)
		}
	}
}

// The template is read by what reads lists: its example names a parent that must exist, and every column of its
// people is known.
func TestAgencyTemplate(t *testing.T) {
	t.Parallel()
	for _, locale := range []string{"vi", "en"} {
		file, err := AgencyTemplate(locale)
		ok(t, err)
		rows, err := readAgencySheet(t.Context(), "mau.xlsx", file)
		ok(t, err)
		if len(rows) != 1 || rows[0].Verdict == SheetRefused || rows[0].Kind != KindUnit || rows[0].ParentCode != "21085" {
			t.Errorf("%s: %+v", locale, rows)
		}
		tables, err := readTables(t.Context(), rosterFile{"mau.xlsx", file}, rosterForm{kind: OfficerRoster, today: dayOf(2026, 11, 24)})
		ok(t, err)
		tables = slices.DeleteFunc(tables, func(t *rosterTable) bool { return !t.found })
		want := []heading{ordinalHeading, nameHeading, codeHeading, birthHeading, positionHeading, unitCodeHeading, unitHeading, staffingHeading, fromHeading}
		if len(tables) != 1 || len(tables[0].rows) != 0 || !slices.Equal(tables[0].columns.fields, want) {
			t.Errorf("%s: %+v", locale, tables)
		}
	}
}
