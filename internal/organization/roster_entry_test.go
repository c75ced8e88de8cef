package organization

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// newSealedOffice is an office of four people since January, after the reports of 2026 were due.
func newSealedOffice(t *testing.T) *office {
	t.Helper()
	w := newOffice(t)
	w.today = dayOf(2026, 11, 24)
	w.write([][]any{officeHead,
		{1, "Lê An", "CB1", "", "Chuyên viên", "TH", "", "01/01/2026"}, {2, "Lê Bình", "CB2", "", "Chuyên viên", "TH", "", "01/01/2026"},
		{3, "Lê Em", "CB3", "", "Chuyên viên", "TH", "", "01/01/2026"}, {4, "Lê Hoa", "CB4", "", "Chuyên viên", "TH", "", "01/01/2026"}})
	w.seal(halfOf2026, yearOf2026)
	return w
}

// counted are the lines of a list: period, agency, people.
func (w *office) counted(roster Roster) []string {
	w.t.Helper()
	periods := map[uuid.UUID]string{halfOf2026.ID: "half", yearOf2026.ID: "year"}
	agencies := map[uuid.UUID]string{w.general: "TH", w.east: "TTLT-1"}
	lines := []string{}
	for _, r := range w.restated {
		if r.Act != "commit_roster" || r.RosterID != roster.ID || r.ActorID != w.who.PersonID || r.Document+r.Reason != "" {
			w.t.Errorf("a line is %+v", r)
		}
		lines = append(lines, fmt.Sprint(periods[r.PeriodID], " ", agencies[r.AgencyID], " ", r.People))
	}
	slices.Sort(lines)
	return lines
}

// TestRosterKeepsSealedDays: a list whose days lie in periods whose reports were due changes no day of them. The dry
// run says since when each row will hold, the commit keeps one line for each period and agency, a repeat changes
// nothing, and an undo restores but leaves the lines.
func TestRosterKeepsSealedDays(t *testing.T) {
	t.Parallel()
	w := newSealedOffice(t)
	days, state := w.everyDay(yearOf2026), w.state()
	list := [][]any{officeHead,
		{1, "Lê An", "CB1", "", "Chuyên viên", "TTLT-1", "", "01/06/2026"},   // moved
		{2, "Lê Bình", "CB2", "", "Trưởng phòng", "TH", "", "01/06/2026"},    // counts as a leader
		{3, "Lê Chi", "CB5", "", "Chuyên viên", "TH", "", "01/02/2026"},      // new
		{4, "Lê Dung", "CB6", "", "Chuyên viên", "TH", "", "10/11/2026"},     // new, in open days
		{5, "Lê Em", "CB3", "", "Chuyên viên chính", "TH", "", "01/06/2026"}, // words that stand in no figure
		{6, "Lê Hoa", "CB4", "", "Chuyên viên", "TTLT-1", "", "10/11/2026"}}  // moved in open days
	roster, rows := w.officers(list)
	want := []string{"2|Lê An|TTLT-1|Chuyên viên|officer||01/06/2026|moved|from.sealed", "3|Lê Bình|TH|Trưởng phòng|leader||01/06/2026|changed|from.sealed",
		"4|Lê Chi|TH|Chuyên viên|officer||01/02/2026|new|from.sealed", "5|Lê Dung|TH|Chuyên viên|officer||10/11/2026|new",
		"6|Lê Em|TH|Chuyên viên chính|officer||01/06/2026|changed", "7|Lê Hoa|TTLT-1|Chuyên viên|officer||10/11/2026|moved"}
	if diff := cmp.Diff(want, posts(rows)); diff != "" || len(w.restated) > 0 {
		t.Fatalf("%s lines %+v", diff, w.restated)
	}
	if text := rows[0].Messages[0].Text(); text.VI != "Ngày bắt đầu nằm trong kỳ đã hết hạn nộp báo cáo, nên vị trí được ghi từ ngày 01/11/2026. Số liệu của kỳ đó giữ nguyên, kèm một dòng điều chỉnh." ||
		text.EN != "The first day lies in a period whose reports were due, so the posting begins on 1 November 2026. The figures of that period stay as they are, with a restatement line." {
		t.Errorf("the note is %+v", text)
	}
	roster, err := w.CommitRoster(t.Context(), w.who, CommitRoster{ID: roster.ID})
	ok(t, err)
	if diff := cmp.Diff(days, w.everyDay(yearOf2026)); diff != "" {
		t.Errorf("sealed days are others: %s", diff)
	}
	postings := []string{"Lê An TH 2026-01-01 2026-11-01", "Lê An TTLT-1 2026-11-01 ", "Lê Bình TH 2026-01-01 2026-11-01", "Lê Bình TH 2026-11-01 ", "Lê Chi TH 2026-11-01 ",
		"Lê Dung TH 2026-11-10 ", "Lê Em TH 2026-01-01 2026-06-01", "Lê Em TH 2026-06-01 ", "Lê Hoa TH 2026-01-01 2026-11-10", "Lê Hoa TTLT-1 2026-11-10 "}
	if diff := cmp.Diff(postings, w.placed()); diff != "" {
		t.Error(diff)
	}
	lines := []string{"half TH 1", "year TH 3", "year TTLT-1 1"}
	if diff := cmp.Diff(lines, w.counted(roster)); diff != "" {
		t.Errorf("lines: %s", diff)
	}
	if again := w.write(list); again.Counts.Existing != 6 || len(w.restated) != 3 {
		t.Errorf("a repeat: %+v, lines %+v", again.Counts, w.restated)
	}
	_, err = w.UndoRoster(t.Context(), w.who, roster.ID)
	ok(t, err)
	if diff := cmp.Diff(state, w.state()); diff != "" {
		t.Errorf("an undo does not restore: %s", diff)
	}
	if diff := cmp.Diff(lines, w.counted(roster)); diff != "" {
		t.Errorf("lines after an undo: %s", diff)
	}
}

// TestRosterAfterSealedDays: who was entered from the first open day on can be entered again with the day of the
// list: what is new about the posting takes the place of what began there, and a code is added to it.
func TestRosterAfterSealedDays(t *testing.T) {
	t.Parallel()
	w := newSealedOffice(t)
	row := func(code, position string) [][]any {
		return [][]any{officeHead, {1, "Lê Chi", code, "", position, "TH", "", "01/02/2026"}}
	}
	w.write(row("", "Chuyên viên"))
	for _, change := range [][][]any{row("", "Trưởng phòng"), row("CB5", "Trưởng phòng")} {
		if done := w.write(change); done.Counts.Changed != 1 {
			t.Errorf("the counts are %+v", done.Counts)
		}
	}
	got := w.placed()
	if n := w.count("SELECT count(*) FROM organization.persons p JOIN organization.postings o ON o.person_id = p.id WHERE code = 'CB5' AND position_group = 'leader'"); n != 1 ||
		!slices.Contains(got, "Lê Chi TH 2026-11-01 ") || len(got) != 5 {
		t.Errorf("%d, %v", n, got)
	}
}

// TestUndoAfterTheReportsWereDue leaves the rows whose days have come to lie in such a period since.
func TestUndoAfterTheReportsWereDue(t *testing.T) {
	t.Parallel()
	w := newSealedOffice(t)
	w.sealedOn = map[uuid.UUID]time.Time{yearOf2026.ID: dayOf(2026, 11, 25)}
	roster := w.write([][]any{officeHead, {1, "Lê An", "CB1", "", "Chuyên viên", "TTLT-1", "", "01/06/2026"}, {2, "Lê Bình", "CB2", "", "Trưởng phòng", "TH", "", "10/11/2026"},
		{3, "Lê Chi", "CB5", "", "Chuyên viên", "TH", "", "01/06/2026"}, {4, "Lê Dung", "CB6", "", "Chuyên viên", "TH", "", "10/11/2026"}})
	w.exec("UPDATE organization.roster_imports SET created_at = ?", w.today) // the database has a clock of its own
	days := w.everyDay(yearOf2026)
	w.today = w.today.Add(23 * time.Hour)
	if Day(w.today).Equal(dayOf(2026, 11, 24)) || len(w.restated) > 0 {
		t.Fatalf("it is %s, lines %+v", w.today, w.restated)
	}
	_, err := w.UndoRoster(t.Context(), w.who, roster.ID)
	ok(t, err)
	_, rows, _, err := w.FindRoster(t.Context(), w.who, FindRoster{ID: roster.ID, Kept: true, Limit: 10})
	ok(t, err)
	kept := map[string]string{}
	for _, r := range rows {
		kept[r.FullName] = r.Kept
	}
	if diff := cmp.Diff(map[string]string{"Lê An": "undo.sealed", "Lê Chi": "undo.sealed"}, kept); diff != "" {
		t.Errorf("kept: %s", diff)
	}
	if diff := cmp.Diff(days, w.everyDay(yearOf2026)); diff != "" {
		t.Errorf("sealed days are others: %s", diff)
	}
	if n := w.count("SELECT count(*) FROM organization.postings WHERE valid_from = '2026-11-10'"); n != 0 {
		t.Error("open days are not restored")
	}
}

// placed are all postings: who, where, from, to.
func (w *office) placed() []string {
	w.t.Helper()
	var list []string
	ok(w.t, w.owner.NewRaw(`SELECT p.full_name || ' ' || CASE o.agency_id WHEN ? THEN 'TH' WHEN ? THEN 'TTLT-1' ELSE 'TTLT-2' END || ' ' || o.valid_from || ' ' || COALESCE(o.valid_to::text, '')
		FROM organization.postings o JOIN organization.persons p ON p.id = o.person_id ORDER BY p.full_name COLLATE "C", o.valid_from`, w.general, w.east).Scan(w.t.Context(), &list))
	return list
}
