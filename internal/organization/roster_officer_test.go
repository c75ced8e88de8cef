package organization

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

// office is a department with three units, two of which have the same name.
type office struct {
	*school
	general, east, west uuid.UUID
	who                 access.Principal
}

func newOffice(t *testing.T) *office {
	t.Helper()
	w := &office{school: newSchool(t)}
	w.general = w.agency(w.dept, "Phòng Tổng hợp", KindUnit)
	w.east, w.west = w.agency(w.dept, "Trung tâm Lưu trữ", KindUnit), w.agency(w.dept, "Trung tâm Lưu trữ", KindUnit)
	w.exec("UPDATE organization.agency_versions SET code = 'TTLT-1' WHERE agency_id = ?", w.east)
	w.exec("UPDATE organization.agency_versions SET code = 'TTLT-2' WHERE agency_id = ?", w.west)
	w.exec("UPDATE organization.agency_versions SET code = 'TH' WHERE agency_id = ?", w.general)
	ok(t, RebuildClosureTx(t.Context(), w.owner))
	w.who = as(access.FocalPoint, w.dept, w.general, w.east, w.west)
	return w
}

func (w *office) officers(rows [][]any, change ...func(*CheckRoster)) (Roster, []RosterRow) {
	w.t.Helper()
	cmd := CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ds.xlsx", File: workbook(w.t, rows)}
	for _, c := range change {
		c(&cmd)
	}
	roster, err := w.CheckRoster(w.t.Context(), w.who, cmd)
	ok(w.t, err)
	_, found, _, err := w.FindRoster(w.t.Context(), w.who, FindRoster{ID: roster.ID, Limit: MaxRosterRows})
	ok(w.t, err)
	return roster, found
}

func (w *office) write(rows [][]any, change ...func(*CheckRoster)) Roster {
	w.t.Helper()
	roster, _ := w.officers(rows, change...)
	roster, err := w.CommitRoster(w.t.Context(), w.who, CommitRoster{ID: roster.ID})
	ok(w.t, err)
	return roster
}

// post writes a row of officers down: number, name, unit, position, group, staffing, from, verdict.
func post(r RosterRow) string {
	from := ""
	if r.ValidFrom != nil {
		from = r.ValidFrom.Format("02/01/2006")
	}
	text := fmt.Sprintf("%d|%s|%s|%s|%s|%s|%s|%s", r.Number, r.FullName, r.Unit, r.Position, r.PositionGroup, r.Staffing, from, r.Verdict)
	for _, m := range r.Messages {
		text += "|" + strings.TrimSpace(m.Cell+" "+m.Code)
		if m.Row > 0 {
			text += fmt.Sprintf(" %d", m.Row)
		}
	}
	return text
}

func posts(rows []RosterRow) []string {
	out := []string{}
	for _, r := range rows {
		out = append(out, post(r))
	}
	return out
}

var officeHead = []any{"STT", "Họ và tên", "Mã cán bộ", "Năm sinh", "Chức vụ", "Đơn vị", "Chuyên trách/Kiêm nhiệm", "Từ ngày"}

func TestOfficersAsAnAgencyHasThem(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	_, rows := w.officers([][]any{
		{"UBND TỈNH QUẢNG NGÃI"}, {"DANH SÁCH CÁN BỘ, CÔNG CHỨC"}, {},
		{"TT", "Họ và tên", "", "Năm sinh", "", "Chức vụ/Chức danh", "Phòng, ban/Đơn vị công tác", "Số CCCD", "Chuyên trách", "Kiêm nhiệm", "Dân tộc", "Ghi chú"},
		{"", "Họ đệm", "Tên", "Nam", "Nữ"},
		{"I", "Lãnh đạo Sở"},
		{1, "Nguyễn\u00a0Văn", "An", 1975, "", "Giám đốc", "", "051075000001", "", "x", "Kinh"},
		{2, "Trần Thị", "Bình", "", 1980, "Phó Giám đốc", "Sở Nội vụ", "051080000002"},
		{"II. Phòng Tổng hợp"},
		{3, "Y", "Blứ", "12/03/1990", "", "Trưởng phòng"},
		{4, "Lê Thị", "Chi", "", "1995", "Chuyên viên", "TTLT-1", "", "X"},
		{5, "Phạm", "Dũng", 1991, "", "Văn thư", "trung tâm  lưu trữ"},
		{6, "Võ", "Em", 1991, "", "Lái xe", "Phòng Lạ"},
		{"", "Người lập biểu", "", "", "", "Giám đốc"},
		{"", "Trần Bích", "", "", "", ""},
	})
	want := []string{
		"7|Nguyễn Văn An||Giám đốc|leader|dual_role||new",
		"8|Trần Thị Bình|Sở Nội vụ|Phó Giám đốc|leader|||new",
		"10|Y Blứ|Phòng Tổng hợp|Trưởng phòng|leader|||new",
		"11|Lê Thị Chi|TTLT-1|Chuyên viên|officer|dedicated||new",
		"12|Phạm Dũng|trung tâm lưu trữ|Văn thư||||refused|unit.ambiguous",
		"13|Võ Em|Phòng Lạ|Lái xe||||refused|unit.unknown",
	}
	if diff := cmp.Diff(want, posts(rows)); diff != "" {
		t.Error(diff)
	}
	if text := rows[4].Messages[0].Text().VI; text != "Có nhiều đơn vị cùng tên: Trung tâm Lưu trữ (TTLT-1); Trung tâm Lưu trữ (TTLT-2). Hãy ghi mã đơn vị." {
		t.Errorf("the message is %q", text)
	}
}

func TestOfficerVerdicts(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	w.write([][]any{officeHead,
		{1, "Lê An", "CB1", 1980, "Chuyên viên", "TH", "", "01/01/2026"}, {2, "Lê Bình", "", 1981, "Chuyên viên", "TH", "KN", "01/01/2026"},
		{3, "Lê Chi", "", "", "Văn thư", "TTLT-1", "", "01/01/2026"}, {4, "Lê Dung", "CB4", 1982, "Chuyên viên", "TH", "", "01/01/2026"}})
	elsewhere := w.officer(w.province, "Hồ Lan")
	w.exec("UPDATE organization.persons SET code = 'CB9', birth_year = 1970 WHERE id = ?", elsewhere)
	_, rows := w.officers([][]any{officeHead,
		{1, "LÊ AN", "cb1", 1980, "Chuyên viên", "TH"},              // as known
		{2, "Lê Bình", "CB2", 1981, "Chuyên viên", "TH", "KN"},      // a code is added
		{3, "Lê Chi", "", "", "Trưởng phòng", "TTLT-1"},             // another position
		{4, "Lê Dung", "CB4", "", "Chuyên viên", "TTLT-2"},          // another unit
		{5, "Lê Chi", "", 1990, "Chuyên viên", "TH"},                // perhaps the one of TTLT-1
		{6, "Lê Khác", "CB1", "", "Chuyên viên", "TH"},              // repeats a code
		{7, "Lê Giang", "CB7", 1985, "Phó Trưởng phòng", "TH", "x"}, // staffing cannot be read
		{8, "Hồ Lan", "CB9", 1970, "Chuyên viên", "TH"},             // of another agency, by code
		{9, "Hồ Lan", "", 1970, "Chuyên viên", "TTLT-1"},            // perhaps
		{10, "Lê Hoa", "", "", "Chuyên viên", "TH"}, {11, "LÊ HOA", "", "", "Chuyên viên", "TH"},
		{12, "Lê Bình", "", 1981, "", "TTLT-1", "", "31/12/2025"}, // before the present posting, and row 2 again
		{13, "Lê Dung", "CB44", 1983, "Cán bộ Đoàn", "TH"},
		{14, "Lê Muộn", "", 1985, "Chuyên viên", "TH", "", "01/01/2100"},
	})
	want := []string{
		"2|LÊ AN|TH|Chuyên viên|officer|||existing", "3|Lê Bình|TH|Chuyên viên|officer|dual_role||changed",
		"4|Lê Chi|TTLT-1|Trưởng phòng|leader|||changed", "5|Lê Dung|TTLT-2|Chuyên viên|officer|||moved",
		"6|Lê Chi|TH|Chuyên viên|officer|||new|namesake.unit", "7|Lê Khác|TH|Chuyên viên||||refused|same.code 2",
		"8|Lê Giang|TH|Phó Trưởng phòng||||refused|G8 staffing.unreadable", "9|Hồ Lan|TH|Chuyên viên|officer|||refused|elsewhere",
		"10|Hồ Lan|TTLT-1|Chuyên viên|officer|||new|elsewhere.maybe", "11|Lê Hoa|TH|Chuyên viên|officer|||new",
		"12|LÊ HOA|TH|Chuyên viên|officer|||refused|same.officer 11", "13|Lê Bình|TTLT-1||||31/12/2025|refused|same.person 3",
		"14|Lê Dung|TH|Cán bộ Đoàn|youth_union|||new", "15|Lê Muộn|TH|Chuyên viên||||refused|H15 from.future",
	}
	if diff := cmp.Diff(want, posts(rows)); diff != "" {
		t.Error(diff)
	}
	for _, row := range rows { // where the other one is is told nowhere
		for _, m := range row.Messages {
			if strings.Contains(m.Text().VI+m.Text().EN, "Quảng Ngãi") {
				t.Errorf("a message tells where: %q", m.Text().VI)
			}
		}
	}
}

// TestUnitsAsPeopleWriteThem finds units by code and by what people write for their names.
func TestUnitsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	units := newUnitIndex([]rosterUnit{{ID: audit.NewID(), Name: "Xã Bình Sơn", Code: "21040", PublishesStrength: true},
		{ID: audit.NewID(), Name: "Văn phòng HĐND và UBND xã Bình Sơn", ShortName: "VP", Code: "21040-VP", PublishesStrength: true},
		{ID: audit.NewID(), Name: "Phòng Văn hóa - Xã hội xã Bình Sơn", Code: "21040-VHXH", PublishesStrength: true}})
	for text, want := range map[string]string{"": "21040", "xã bình sơn": "21040", "VP": "21040-VP", "21040-vp": "21040-VP", "Văn phòng HĐND và UBND": "21040-VP",
		"Phòng Văn hoá – Xã hội": "21040-VHXH", "PHÒNG VĂN HÓA-XÃ HỘI XÃ BÌNH SƠN": "21040-VHXH", "Phòng Văn hóa": "", "Phòng Kinh tế": ""} {
		got := ""
		if unit, problem := units.find(&RosterRow{Unit: text}); problem.Code == "" {
			got = unit.Code
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestMovesKeepHistory writes moves and changes as dated postings.
func TestMovesKeepHistory(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	row := func(position, unit, from string) Roster {
		return w.write([][]any{officeHead, {1, "Lê An", "CB1", 1980, position, unit, "", from}})
	}
	row("Chuyên viên", "TH", "01/01/2026")
	if got := row("Trưởng phòng", "TH", "01/03/2026").Counts; got.Changed != 1 {
		t.Errorf("counts are %+v", got)
	}
	if got := row("Trưởng phòng", "TTLT-1", "01/05/2026").Counts; got.Moved != 1 {
		t.Errorf("counts are %+v", got)
	}
	if got := row("Giám đốc", "TTLT-1", "01/05/2026").Counts; got.Changed != 1 { // written over: it held for no day
		t.Errorf("counts are %+v", got)
	}
	var history []string
	ok(t, w.owner.NewRaw(`SELECT concat_ws('|', v.code, o.position, o.position_group, o.valid_from, o.valid_to) FROM organization.postings o
		JOIN organization.agency_versions v ON v.agency_id = o.agency_id ORDER BY o.valid_from`).Scan(t.Context(), &history))
	want := []string{"TH|Chuyên viên|officer|2026-01-01|2026-03-01", "TH|Trưởng phòng|leader|2026-03-01|2026-05-01", "TTLT-1|Giám đốc|leader|2026-05-01"}
	if diff := cmp.Diff(want, history); diff != "" {
		t.Error(diff)
	}
	person := w.person("Lê An")
	if n := w.count("SELECT count(*) FROM organization.persons WHERE id = ? AND agency_id = ?", person, w.east); n != 1 {
		t.Error("the person's agency is not that of the open posting")
	}
	if n := w.count("SELECT count(*) FROM organization.person_tokens WHERE person_id = ? AND agency_id <> ?", person, w.east); n != 0 {
		t.Error("the person is still found where they left")
	}
	if n := w.count("SELECT count(*) FROM identity.accounts"); n != 1 {
		t.Errorf("%d accounts", n)
	}
}

func TestPositionGroups(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Phó Chánh Văn phòng": "leader", "Công chức Văn phòng - Thống kê": "", "Văn thư - Lưu trữ": "clerk", "Cán bộ Đoàn": "youth_union", "Phó Trưởng phòng": "leader",
		"Nhân viên một cửa": "clerk", "Chuyên viên": "officer", "Chỉ huy đội": "leader", "Phó Hiệu trưởng": "leader", "Giáo viên": "teacher", "Nhân viên văn thư": "clerk",
		"Phó Trưởng khoa": "leader", "Giảng viên": "teacher", "Chủ tịch UBND xã": "leader", "Phó Chủ tịch HĐND": "leader", "TRƯỞNG PHÒNG": "leader", "Bí thư Đoàn xã": "youth_union",
		"Bí thư Đảng ủy": "leader", "Cán bộ": "", "": "", "Tổng phụ trách Đội": "youth_union", "Tổ trưởng chuyên môn": "teacher", "Kế toán trưởng": "clerk",
	} {
		if got := groupOfTitle(title); got != want {
			t.Errorf("%q is %q, want %q", title, got, want)
		}
	}
}

// TestGroupsThatPeopleSay holds that the group of a title is remembered for the agency alone.
func TestGroupsThatPeopleSay(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	list := [][]any{officeHead, {1, "Lê An", "CB1", 1980, "Tổ trưởng Tổ Chuyển đổi số", "TH"}}
	said := func(c *CheckRoster) {
		c.Titles = map[string]string{"tổ trưởng tổ chuyển đổi số": "leader", "x": "king"}
	}
	for i, change := range [][]func(*CheckRoster){nil, {said}, nil} {
		_, rows := w.officers(list, change...)
		if want := []string{"officer", "leader", "leader"}[i]; rows[0].PositionGroup != want {
			t.Errorf("check %d: the group is %s, want %s", i, rows[0].PositionGroup, want)
		}
	}
	if n := w.count("SELECT count(*) FROM organization.position_titles"); n != 1 {
		t.Errorf("%d titles are remembered", n)
	}
}

// TestColumnsThatPeopleSay shows the guess, takes another meaning, and remembers it for the form.
func TestColumnsThatPeopleSay(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	list := [][]any{{"STT", "Cán bộ", "Họ và tên", "Dân tộc", "Nhiệm vụ được giao", "Số CCCD"},
		{1, "CB1", "Lê An", "Kinh", "Chuyên viên", "051080000001"}, {2, "CB2", "Lê Bình", "Hrê", "Văn thư", "051080000002"}}
	cmd := CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ds.xlsx", File: workbook(t, list)}
	found, err := w.FindRosterColumns(t.Context(), w.who, cmd)
	ok(t, err)
	got := []string{}
	for _, c := range found.Columns {
		got = append(got, fmt.Sprintf("%s|%s|%s|%v|%s", c.Letter, c.Title, c.Field, c.Forbidden, strings.Join(c.Samples, ",")))
	}
	want := []string{"A|STT|ordinal|false|1,2", "B|Cán bộ||false|CB1,CB2", "C|Họ và tên|name|false|Lê An,Lê Bình",
		"D|Dân tộc|forbidden|true|", "E|Nhiệm vụ được giao||false|Chuyên viên,Văn thư", "F|Số CCCD|forbidden|true|"}
	if diff := cmp.Diff(want, got); diff != "" || found.People != 2 || found.Remembered {
		t.Fatalf("%s %+v", diff, found)
	}
	mapped := func(fields ...string) func(*CheckRoster) { return func(c *CheckRoster) { c.Fields = fields } }
	_, rows := w.officers(list, mapped("ordinal", "code", "name", "", "position"))
	if rows[1].Code != "CB2" || rows[1].Position != "Văn thư" {
		t.Errorf("the row is %+v", rows[1])
	}
	again, err := w.FindRosterColumns(t.Context(), w.who, cmd)
	ok(t, err)
	if !again.Remembered || again.Columns[1].Field != "code" || len(again.Titles) != 2 || again.Titles[1].Group != "clerk" {
		t.Errorf("the form is not remembered: %+v", again)
	}
	_, rows = w.officers(list) // without a word: as remembered
	if rows[1].Code != "CB2" {
		t.Errorf("the row is %+v", rows[1])
	}
	for name, test := range map[string]struct {
		fields []string
		want   error
	}{
		"a forbidden column": {[]string{"ordinal", "code", "name", "position"}, ErrRosterForbidden},
		"an identity number": {[]string{"", "", "name", "", "", "code"}, ErrRosterForbidden},
		"nobody's name":      {[]string{"ordinal", "code"}, ErrRosterMapping},
		"two names":          {[]string{"name", "name"}, ErrRosterMapping},
		"a class":            {[]string{"", "class", "name"}, ErrRosterMapping},
		"nonsense":           {[]string{"", "salary", "name"}, ErrRosterMapping},
	} {
		wrong := cmd
		wrong.Fields = test.fields
		_, err := w.CheckRoster(t.Context(), w.who, wrong)
		assertFault(t, name, err, test.want)
	}
	_, err = w.FindRosterColumns(t.Context(), as(access.FocalPoint, w.first), cmd)
	assertFault(t, "another agency", err, fault.ErrNotFound)
}

// TestNamesUnderAnUnknownHeading lets a person say which column holds the names, once.
func TestNamesUnderAnUnknownHeading(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	list := [][]any{{"STT", "Đồng chí", "Năm sinh", "Chức vụ"}, {1, "Lê An", 1980, "Chuyên viên"}}
	cmd := CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ds.xlsx", File: workbook(t, list)}
	_, err := w.CheckRoster(t.Context(), w.who, cmd)
	assertFault(t, "unsaid", err, ErrRosterHeader)
	found, err := w.FindRosterColumns(t.Context(), w.who, cmd)
	ok(t, err)
	if found.People != 1 || found.Columns[1].Field != "name" {
		t.Errorf("the guess is %+v", found)
	}
	for _, fields := range [][]string{{"ordinal", "name", "birth", "position"}, nil} { // said, then remembered
		cmd.Fields = fields
		roster, err := w.CheckRoster(t.Context(), w.who, cmd)
		ok(t, err)
		if roster.Counts.New != 1 {
			t.Errorf("counts are %+v", roster.Counts)
		}
	}
}

// TestOfficerRosterRights asks from the forbidden side: a list never reaches beyond the own subtree.
func TestOfficerRosterRights(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	list := [][]any{officeHead, {1, "Lê An", "CB1", 1980, "Chuyên viên", "Trường THPT Bình Minh"}}
	_, rows := w.officers(list)
	if rows[0].Verdict != RowRefused || rows[0].Messages[0].Code != "unit.unknown" {
		t.Errorf("another agency's unit is reached: %s", post(rows[0]))
	}
	done := w.write([][]any{officeHead, {1, "Lê An", "CB1", 1980, "Chuyên viên", "TH"}})
	for name, who := range map[string]access.Principal{
		"nobody": {}, "a learner": as(access.Learner, w.dept), "a province manager": as(access.ProvinceManager, w.province, w.dept),
		"a leader": as(access.AgencyLeader, w.dept), "another agency": as(access.FocalPoint, w.first), "a teacher": teacher(w.dept, audit.NewID()),
	} {
		_, err := w.UndoRoster(t.Context(), who, done.ID)
		assertOneOf(t, name+": undo", err)
		_, _, err = w.ListRosters(t.Context(), who, ListRosters{AgencyID: w.dept, Limit: 10})
		assertOneOf(t, name+": list", err)
		_, err = w.CheckRoster(t.Context(), who, CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ds.xlsx", File: workbook(t, list)})
		assertOneOf(t, name+": check", err)
		_, err = w.AnnotateRoster(t.Context(), who, AnnotateRoster{ID: done.ID, FileName: "ds.xlsx", File: workbook(t, list)})
		assertOneOf(t, name+": file", err)
	}
	w.exec("UPDATE organization.agency_versions SET publishes_strength = false WHERE agency_id = ?", w.general)
	_, rows = w.officers([][]any{officeHead, {1, "Lê Bình", "", 1980, "Chuyên viên", "TH"}})
	if rows[0].Messages[0].Code != "unit.hidden" {
		t.Errorf("a unit that hides its strength takes names: %s", post(rows[0]))
	}
	w.exec("UPDATE organization.agency_versions SET publishes_strength = false WHERE agency_id = ?", w.dept)
	_, err := w.CheckRoster(t.Context(), w.who, CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ds.xlsx", File: workbook(t, list)})
	assertFault(t, "hidden strength", err, ErrStrengthHidden)
}

func manyOfficers(n int, codes bool) [][]any {
	rows := [][]any{officeHead}
	units := []string{"TH", "TTLT-1", "TTLT-2", ""}
	for i, student := range manyStudents(0, n, true)[1:] {
		code := any("")
		if codes {
			code = fmt.Sprintf("CB%06d", i)
		}
		rows = append(rows, []any{i + 1, student[1], code, 1960 + i%40, "Chuyên viên", units[i%4], "", "01/01/2026"})
	}
	return rows
}

// TestStepsSurviveACrash stops the writing of a long list at every step, as a killed server would,
// and lets the duty take it up: everybody is there once.
func TestStepsSurviveACrash(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	roster, _ := w.officers(manyOfficers(5000, true))
	roster, err := w.CommitRoster(t.Context(), w.who, CommitRoster{ID: roster.ID})
	ok(t, err)
	if roster.State != RosterCommitting || roster.ToDo != roster.Counts.New || roster.Done != 0 {
		t.Fatalf("the roster is %+v", roster)
	}
	other, _ := w.officers([][]any{officeHead, {1, "Lê An", "CB1", 1980, "Chuyên viên", "TH"}})
	_, err = w.CommitRoster(t.Context(), w.who, CommitRoster{ID: other.ID})
	assertFault(t, "a second list meanwhile", err, ErrRosterBusy)
	_, err = w.UndoRoster(t.Context(), w.who, roster.ID)
	assertFault(t, "undo meanwhile", err, ErrRosterUndoState)
	event := RosterOrdered{RosterID: roster.ID, AgencyID: w.dept}
	_, err = w.stepRoster(t.Context(), event)
	ok(t, err)
	for _, after := range []time.Duration{5, 50, 120} { // killed in the middle of a step
		ctx, kill := context.WithTimeout(t.Context(), after*time.Millisecond)
		_, _ = w.stepRoster(ctx, event)
		kill()
	}
	ok(t, w.TendRosters(t.Context())) // somebody may still be at it
	if n := w.count("SELECT count(*) FROM organization.roster_imports WHERE id = ? AND state = 'committing'", roster.ID); n != 1 {
		t.Error("a list at rest for a moment is taken up")
	}
	w.today = w.today.Add(time.Minute)
	ok(t, w.TendRosters(t.Context()))
	ok(t, w.WorkRoster(t.Context(), event)) // a repeat does nothing
	done, _, _, err := w.FindRoster(t.Context(), w.who, FindRoster{ID: roster.ID, Limit: 1})
	ok(t, err)
	if done.State != RosterCommitted || done.Done != roster.ToDo || done.Counts != roster.Counts {
		t.Errorf("the roster is %+v", done)
	}
	for _, table := range []string{"organization.persons", "organization.postings", "identity.accounts"} {
		if n := w.count("SELECT count(*) FROM " + table); n != roster.ToDo {
			t.Errorf("%d rows of %s, want %d", n, table, roster.ToDo)
		}
	}
	if again := w.write(manyOfficers(5000, true)).Counts; again.New+again.Moved+again.Changed != 0 || again.Existing != roster.ToDo {
		t.Errorf("the same list again: %+v", again)
	}
}
