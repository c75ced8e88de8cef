package organization

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

// assertOneOf holds that somebody is refused: not signed in, not allowed, or not shown.
func assertOneOf(t *testing.T, name string, err error) {
	t.Helper()
	if !errors.Is(err, fault.ErrSignInRequired) && !errors.Is(err, fault.ErrForbidden) && !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("%s: error is %v", name, err)
	}
}

// state writes down every row that a roster may touch.
func (w *school) state() []string {
	w.t.Helper()
	var rows []string
	for _, table := range []string{"organization.persons", "organization.postings", "organization.person_tokens", "organization.school_classes", "organization.class_members", "identity.accounts"} {
		var some []string
		ok(w.t, w.owner.NewRaw("SELECT '"+table+" ' || to_jsonb(r)::text FROM "+table+" r ORDER BY 1").Scan(context.Background(), &some))
		rows = append(rows, some...)
	}
	return rows
}

func TestUndoOfficers(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	w.write([][]any{officeHead, {1, "Lê An", "", 1980, "Chuyên viên", "TH", "", "01/01/2026"}, {2, "Lê Bình", "CB2", "", "Chuyên viên", "TH", "", "01/01/2026"}})
	before := w.state()
	list := [][]any{officeHead, {1, "Lê An", "CB1", 1980, "Trưởng phòng", "TTLT-1", "KN", "01/05/2026"}, {2, "Lê Bình", "CB2", 1981, "", "TH"},
		{3, "Lê Chi", "CB3", 1985, "Văn thư", "TH", "", "01/01/2026"}}
	done := w.write(list)
	if diff := cmp.Diff(RosterCounts{Total: 3, New: 1, Moved: 1, Changed: 1}, done.Counts); diff != "" {
		t.Fatal(diff)
	}
	undone, err := w.UndoRoster(t.Context(), w.who, done.ID)
	ok(t, err)
	if undone.State != RosterUndone || undone.UndoneAt == nil {
		t.Errorf("the roster is %+v", undone)
	}
	if diff := cmp.Diff(before, w.state()); diff != "" {
		t.Errorf("an undo does not restore: %s", diff)
	}
	_, err = w.UndoRoster(t.Context(), w.who, done.ID) // a repeat does nothing
	ok(t, err)
	_, err = w.CommitRoster(t.Context(), w.who, CommitRoster{ID: done.ID})
	assertFault(t, "an undone list", err, ErrRosterState)
	if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'undo_roster' AND agency_id = ? AND actor_id = ?", w.dept, w.who.PersonID); n != 1 {
		t.Errorf("%d entries", n)
	}
}

// TestUndoKeepsWhatIsUsed leaves rows on which something rests, each with its reason.
func TestUndoKeepsWhatIsUsed(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	w.write([][]any{officeHead, {1, "Lê An", "CB1", 1980, "Chuyên viên", "TH", "", "01/01/2026"}, {2, "Lê Yên", "CBY", 1980, "Chuyên viên", "TH", "", "01/01/2026"}})
	done := w.write([][]any{officeHead, {1, "Lê An", "CB1", 1980, "Chuyên viên", "TTLT-1", "", "01/05/2026"}, {2, "Lê Bình", "CB2", 1981, "Chuyên viên", "TH"},
		{3, "Lê Chi", "CB3", 1981, "Chuyên viên", "TH"}, {4, "Lê Dung", "CB4", 1981, "Chuyên viên", "TH"}, {5, "Lê Em", "CB5", 1981, "Chuyên viên", "TH"},
		{6, "Lê Yên", "CBY", 1980, "Chuyên viên", "TTLT-2", "", "01/05/2026"}})
	w.exec("UPDATE organization.postings SET position = 'Phó phòng' WHERE person_id = ? AND valid_to IS NULL", w.person("Lê An"))
	w.exec("UPDATE identity.accounts SET last_sign_in_at = now() WHERE person_id = ?", w.person("Lê Bình"))
	w.rest(w.person("Lê Chi"))
	ok(t, InsertGrantTx(t.Context(), w.owner, Grant{ID: audit.NewID(), PersonID: w.person("Lê Dung"), Role: access.FocalPoint, AgencyID: w.dept, ValidFrom: Day(w.today)}))
	w.exec("UPDATE identity.accounts SET last_sign_in_at = now() + interval '1 minute' WHERE person_id = ?", w.person("Lê Yên"))
	_, err := w.UndoRoster(t.Context(), w.who, done.ID)
	ok(t, err)
	_, rows, kept, err := w.FindRoster(t.Context(), w.who, FindRoster{ID: done.ID, Kept: true, Limit: 100})
	ok(t, err)
	got := map[string]string{}
	for _, r := range rows {
		got[r.FullName] = r.Kept
	}
	want := map[string]string{"Lê An": "undo.changed", "Lê Bình": "undo.signed_in", "Lê Chi": "undo.learning", "Lê Dung": "undo.used", "Lê Yên": "undo.signed_in"}
	if diff := cmp.Diff(want, got); diff != "" || kept != 5 {
		t.Errorf("kept %d: %s", kept, diff)
	}
	if n := w.count("SELECT count(*) FROM organization.persons WHERE full_name = 'Lê Em'"); n != 0 {
		t.Error("a person without anything stays")
	}
}

// rest lets a row of another domain rest on a person, in a table that nobody here knows by name.
func (w *school) rest(person uuid.UUID) {
	w.t.Helper()
	w.exec("CREATE TABLE learning.resting AS SELECT ?::uuid AS person_id", person)
	w.exec("ALTER TABLE learning.resting ADD FOREIGN KEY (person_id) REFERENCES organization.persons; GRANT SELECT ON learning.resting TO taphuan_app")
}

func TestUndoHasItsTime(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	done := w.write([][]any{officeHead, {1, "Lê An", "CB1", 1980, "Chuyên viên", "TH"}})
	w.today = w.today.Add(UndoTime + time.Minute)
	_, err := w.UndoRoster(t.Context(), w.who, done.ID)
	assertFault(t, "a day later", err, ErrRosterUndoState)
	ok(t, w.TendRosters(t.Context()))
	if n := w.count("SELECT count(*) FROM organization.roster_rows WHERE before IS NOT NULL OR after IS NOT NULL"); n != 0 {
		t.Errorf("%d images are kept for nothing", n)
	}
}

func TestUndoLongList(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	before := w.state()
	roster, _ := w.officers(manyOfficers(4500, true))
	_, err := w.CommitRoster(t.Context(), w.who, CommitRoster{ID: roster.ID})
	ok(t, err)
	event := RosterOrdered{RosterID: roster.ID, AgencyID: w.dept}
	ok(t, w.WorkRoster(t.Context(), event))
	undoing, err := w.UndoRoster(t.Context(), w.who, roster.ID)
	ok(t, err)
	if undoing.State != RosterUndoing {
		t.Fatalf("the state is %s", undoing.State)
	}
	ok(t, w.WorkRoster(t.Context(), event))
	if diff := cmp.Diff(before, w.state()); diff != "" {
		t.Errorf("an undo does not restore: %s", diff[:min(len(diff), 2000)])
	}
}

// TestUndoRestores draws lists of students, writes them one after the other, and takes the last one
// back: every row of every table is as it was before, whatever the lists held.
func TestUndoRestores(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	names := []string{"Lê An", "Lê Bình", "Y Blứ", "Đinh Thị K' Rớt", "Hồ Lan"}
	list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []any {
		return []any{1, rapid.SampledFrom(names).Draw(t, "name"), rapid.SampledFrom([]string{"10A1", "10A2", "11B"}).Draw(t, "class"),
			rapid.SampledFrom([]string{"", "HS1", "HS2", "HS3"}).Draw(t, "code"), rapid.SampledFrom([]any{"", 2008, 2009}).Draw(t, "year")}
	}), 1, 6)
	rapid.Check(t, func(r *rapid.T) {
		first := list.Draw(r, "first list")
		_, err := w.commitIfAny(who, first)
		ok(t, err)
		w.today = w.today.AddDate(0, 0, 1)
		before := w.state()
		second := list.Draw(r, "second list")
		done, err := w.commitIfAny(who, second)
		ok(t, err)
		if done.State == RosterCommitted {
			_, err = w.UndoRoster(context.Background(), who, done.ID)
			ok(t, err)
		}
		if diff := cmp.Diff(before, w.state()); diff != "" {
			r.Fatalf("not restored: %s", diff)
		}
	})
}

// commitIfAny writes what is good of a list; a list without a good row is left.
func (w *school) commitIfAny(who access.Principal, rows [][]any) (Roster, error) {
	w.t.Helper()
	ctx := context.Background()
	roster, err := w.CheckRoster(ctx, who, CheckRoster{AgencyID: w.first, SchoolYear: "2026-2027", FileName: "ds.xlsx", File: workbook(w.t, append([][]any{head}, rows...))})
	if err != nil {
		return roster, err
	}
	done, err := w.CommitRoster(ctx, who, CommitRoster{ID: roster.ID})
	if errors.Is(err, ErrRosterChoice) {
		return roster, nil
	}
	return done, err
}

// TestChosenRows writes only the rows that somebody chose.
func TestChosenRows(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	list := [][]any{head, {1, "Lê An", "10A1"}, {2, "Lê Bình", "10A1"}, {3, "Lê Chi", "10A1"}, {4, "Lê 4", "10A1"}}
	for name, test := range map[string]struct {
		cmd  CommitRoster
		want string
	}{
		"only":        {CommitRoster{Only: []int{3, 5}}, "Lê Bình"},
		"all but":     {CommitRoster{Except: []int{2, 3}}, "Lê Chi"},
		"the refused": {CommitRoster{Only: []int{5}}, ""},
	} {
		roster, _ := w.check(who, w.first, list)
		test.cmd.ID = roster.ID
		_, err := w.CommitRoster(t.Context(), who, test.cmd)
		if test.want == "" {
			assertFault(t, name, err, ErrRosterChoice)
			continue
		}
		ok(t, err)
		var names []string
		ok(t, w.owner.NewRaw("SELECT full_name FROM organization.persons ORDER BY 1").Scan(t.Context(), &names))
		if diff := cmp.Diff([]string{test.want}, names); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		_, err = w.UndoRoster(t.Context(), who, roster.ID)
		ok(t, err)
	}
}

// TestAnnotatedFile gives the file back as it came, with two more columns, and refuses another one.
func TestAnnotatedFile(t *testing.T) {
	t.Parallel()
	w := newOffice(t)
	list := [][]any{{"DANH SÁCH"}, {"STT", "Họ và tên", "Năm sinh", "Dân tộc", "Đơn vị"}, {"I. Lãnh đạo"}, {1, "Lê An", "31/02/1980", "Kinh", "TH"}, {2, "Lê Bình", 1981, "Hrê", "Phòng Lạ"}}
	file := workbook(t, list)
	csv := []byte("STT;Họ và tên;Năm sinh;Đơn vị\r\n\r\n1;Lê An;chín;TH\r\n2;\"=1+1\";1980;TH\r\n")
	roster, err := w.CheckRoster(t.Context(), w.who, CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ds.xlsx", File: file})
	ok(t, err)
	back, err := w.AnnotateRoster(t.Context(), w.who, AnnotateRoster{ID: roster.ID, FileName: "ds.xlsx", File: file, Locale: "vi"})
	ok(t, err)
	text := texts(t, back)
	for _, want := range []string{"DANH SÁCH", "I. Lãnh đạo", "Hrê", "Kết quả kiểm tra", "Bị từ chối", "Ô C4: Không đọc được ngày sinh", "Không có đơn vị này trong cơ quan"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file lacks %q", want)
		}
	}
	_, err = w.AnnotateRoster(t.Context(), w.who, AnnotateRoster{ID: roster.ID, FileName: "ds.csv", File: csv})
	assertFault(t, "another file", err, ErrRosterOtherFile)
	roster, err = w.CheckRoster(t.Context(), w.who, CheckRoster{AgencyID: w.dept, Kind: OfficerRoster, FileName: "ds.csv", File: csv})
	ok(t, err)
	back, err = w.AnnotateRoster(t.Context(), w.who, AnnotateRoster{ID: roster.ID, FileName: "ds.csv", File: csv, Locale: "en"})
	ok(t, err)
	if text := texts(t, back); !strings.Contains(text, "Cell C3: The date or year of birth cannot be read") || !strings.Contains(text, "'=1+1") {
		t.Errorf("the file is %q", text)
	}
}
