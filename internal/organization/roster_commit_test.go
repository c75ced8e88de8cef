package organization

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

func TestCommitRoster(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	list := [][]any{head, {1, "Nguyễn Văn An", "10A1", "HS001", "05/09/2009"}, {2, "Y Blứ", "10A1", "", 2009}, {3, "Lê Chi", "10A2", "HS003"}, {4, "Lê 4", "10A2"}}
	roster, rows := w.check(who, w.first, list)
	if diff := cmp.Diff(RosterCounts{Total: 4, New: 3, Refused: 1}, roster.Counts); diff != "" {
		t.Fatal(diff)
	}
	if n := w.count("SELECT count(*) FROM organization.persons"); n != 0 {
		t.Fatalf("a dry run wrote %d persons", n)
	}
	if len(rows) != 4 || rows[3].Messages[0].Code != "name.symbols" {
		t.Fatalf("rows are %v", lines(rows))
	}
	_, err := w.CommitRoster(t.Context(), who, CommitRoster{ID: roster.ID, All: true})
	wantFault(t, err, ErrRosterRefused)
	for range 2 { // a second commit of the same roster changes nothing
		done, err := w.CommitRoster(t.Context(), who, CommitRoster{ID: roster.ID})
		ok(t, err)
		if done.State != RosterCommitted || done.Counts.New != 3 {
			t.Fatalf("the roster is %+v", done)
		}
		w.wantCounts(3, 2, 3, 3)
	}
	again := w.commit(who, w.first, list) // and so does the same file
	if diff := cmp.Diff(RosterCounts{Total: 4, Existing: 3, Refused: 1}, again.Counts); diff != "" {
		t.Fatal(diff)
	}
	w.wantCounts(3, 2, 3, 3)
	if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'commit_roster' AND agency_id = ?", w.first); n != 2 {
		t.Errorf("%d audit entries of commits, want 2", n)
	}
	if n := w.count("SELECT count(*) FROM identity.accounts WHERE username = 'hs001' AND password_hash IS NULL"); n != 1 {
		t.Error("the account of HS001 is not as wanted")
	}
	for _, query := range []string{"nguyen", "hs001"} {
		if found, err := w.ListPeople(t.Context(), who, ListPeople{AgencyID: w.first, Query: query, Limit: 10}); err != nil || found.Total != 1 {
			t.Errorf("%q finds %+v, %v", query, found, err)
		}
	}
}

func (w *school) wantCounts(persons, classes, members, accounts int) {
	w.t.Helper()
	got := []int{w.count("SELECT count(*) FROM organization.persons WHERE kind = 'student'"), w.count("SELECT count(*) FROM organization.school_classes"),
		w.count("SELECT count(*) FROM organization.class_members"), w.count("SELECT count(*) FROM identity.accounts")}
	if diff := cmp.Diff([]int{persons, classes, members, accounts}, got); diff != "" {
		w.t.Errorf("persons, classes, memberships, accounts: %s", diff)
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	w.exec(`UPDATE organization.persons SET code = 'CB01' WHERE id = ?`, w.officer(w.first, "Trần Thị Cô"))
	w.commit(who, w.first, [][]any{head,
		{1, "Lê An", "10A1", "HS1", 2009}, {2, "Lê Bình", "10A1", "", 2009}, {3, "Lê Chi", "10A1", "", ""},
		{4, "Lê Dung", "10A1", "", 2008}, {5, "Lê Dung", "10A2", "", 2009}, {6, "Lê Em", "10A1", "", 2009}})
	_, rows := w.check(who, w.first, [][]any{head,
		{1, "LÊ AN", "10A1", "hs1", 2009},      // by code
		{2, "Lê Anh", "10A1", "HS1X"},          // another student
		{3, "Lê Bình", "10A2", "", 2009},       // by name and year: moved
		{4, "Lê Chi", "10A1", "HS3", 2009},     // by name in the class; code and year are added
		{5, "Lê Chi", "10A2"},                  // perhaps the same: new, with a word
		{6, "Lê Dung", "10A3", "", 2009},       // the one born in 2009
		{7, "Lê Giang", "10A1", "CB01"},        // a member of staff has this code
		{8, "Lê Em", "10A1", "", 2010},         // a namesake of another year
		{9, "Phạm Hoa", "10A1", "HS1", 2009},   // repeats the code of row 1
		{10, "Lê An", "10A1", "", 2009},        // repeats the student of row 1
		{11, "Lê Bình", "10 A2", "HS77", 2009}, // names the same known student as row 3
	})
	want := []string{
		"2|LÊ AN|10A1|hs1|2009|existing", "3|Lê Anh|10A1|HS1X||new", "4|Lê Bình|10A2||2009|moved", "5|Lê Chi|10A1|HS3|2009|changed",
		"6|Lê Chi|10A2|||new|namesake", "7|Lê Dung|10A3||2009|moved", "8|Lê Giang|10A1|CB01||refused|code.staff",
		"9|Lê Em|10A1||2010|new", "10|Phạm Hoa|10A1|HS1|2009|refused|same.code 2", "11|Lê An|10A1||2009|refused|same.student 2",
		"12|Lê Bình|10A2|HS77|2009|refused|same.student 4",
	}
	if diff := cmp.Diff(want, lines(rows)); diff != "" {
		t.Error(diff)
	}
	_, rows = w.check(who, w.first, [][]any{head, {1, "Phạm Hoa", "10A1", "HS1"}, {2, "Lê Bình", "10A5", "HS8", 2009}, {3, "Lê Bình", "10A6", "HS9", 2009}})
	want = []string{"2|Phạm Hoa|10A1|HS1||refused|code.other", "3|Lê Bình|10A5|HS8|2009|moved", "4|Lê Bình|10A6|HS9|2009|refused|same.person 3"}
	if diff := cmp.Diff(want, lines(rows)); diff != "" {
		t.Error(diff)
	}
}

// TestCompletedStudents adds codes and years to students who came without.
func TestCompletedStudents(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	w.commit(who, w.first, [][]any{head, {1, "Lê An", "10A1"}, {2, "Lê Bình", "10A1", "HS2"}, {3, "Lê Chi", "10A1", "", 2009}})
	full := [][]any{head, {1, "Lê An", "10A1", "HS1", 2009}, {2, "Lê Bình", "10A1", "HS2", 2010}, {3, "Lê Chi", "10A1", "", 2009}}
	if got := w.commit(who, w.first, full).Counts; got.Changed != 2 || got.Existing != 1 {
		t.Fatalf("counts are %+v", got)
	}
	if n := w.count("SELECT count(*) FROM organization.persons WHERE (full_name, code, birth_year) IN (('Lê An', 'HS1', 2009), ('Lê Bình', 'HS2', 2010))"); n != 2 {
		t.Errorf("%d of 2 students were completed", n)
	}
	if found, err := w.ListPeople(t.Context(), who, ListPeople{AgencyID: w.first, Query: "hs1", Limit: 10}); err != nil || found.Total != 1 || found.Lines[0].FullName != "Lê An" {
		t.Errorf("the new code finds %+v, %v", found, err)
	}
	w.wantCounts(3, 1, 3, 3)
}

func TestMoveBetweenClasses(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	in := func(class string) Roster {
		return w.commit(who, w.first, [][]any{head, {1, "Lê An", class, "HS1", 2009}})
	}
	in("10A1")
	first := w.person("Lê An")
	if got := in("10A2").Counts; got.Moved != 1 {
		t.Fatalf("counts are %+v", got)
	}
	if n := w.count("SELECT count(*) FROM organization.class_members"); n != 1 {
		t.Errorf("a class of no day left %d memberships", n)
	}
	w.today = w.today.AddDate(0, 0, 10)
	in("10A3")
	in("10A2")
	in("10A2")
	open := w.count("SELECT count(*) FROM organization.class_members WHERE valid_to IS NULL AND school_class_id = ? AND person_id = ?", w.class(w.first, "10A2"), first)
	closed := w.count("SELECT count(*) FROM organization.class_members WHERE valid_to = ? AND person_id = ?", Day(w.today), first)
	if open != 1 || closed != 1 || w.count("SELECT count(*) FROM organization.class_members") != 2 {
		t.Errorf("%d open and %d closed memberships", open, closed)
	}
	w.wantCounts(1, 3, 2, 1)
}

func TestRosterRights(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	list := workbook(t, [][]any{head, {1, "Lê An", "10A1", "HS1", 2009}})
	roster, _ := w.check(who, w.first, [][]any{head, {1, "Lê An", "10A1", "HS1", 2009}})
	for name, test := range map[string]struct {
		who  access.Principal
		want error
	}{
		"nobody":                           {access.Principal{}, fault.ErrSignInRequired},
		"a learner":                        {as(access.Learner), fault.ErrForbidden},
		"a class teacher":                  {teacher(w.first, w.first), fault.ErrForbidden},
		"a province manager":               {as(access.ProvinceManager, w.province, w.first, w.second, w.dept), fault.ErrForbidden},
		"the standing agency":              {as(access.StandingAgency, w.province, w.first), fault.ErrForbidden},
		"a leader of the school":           {as(access.AgencyLeader, w.first), fault.ErrForbidden},
		"a system administrator":           {as(access.SystemAdmin, w.province, w.first), fault.ErrForbidden},
		"another school's focal point":     {as(access.FocalPoint, w.second), fault.ErrNotFound},
		"a department's focal point":       {as(access.FocalPoint, w.dept), fault.ErrNotFound},
		"a focal point before 1st sign-in": {restricted(as(access.FocalPoint, w.first)), fault.ErrForbidden},
	} {
		_, err := w.CheckRoster(t.Context(), test.who, CheckRoster{AgencyID: w.first, SchoolYear: "2026-2027", FileName: "ds.xlsx", File: list})
		assertFault(t, name+": check", err, test.want)
		_, _, _, err = w.FindRoster(t.Context(), test.who, FindRoster{ID: roster.ID, Limit: 10})
		assertFault(t, name+": find", err, test.want)
		_, _, err = w.RosterFile(t.Context(), test.who, roster.ID, "vi")
		assertFault(t, name+": file", err, test.want)
		_, err = w.CommitRoster(t.Context(), test.who, CommitRoster{ID: roster.ID})
		assertFault(t, name+": commit", err, test.want)
	}
	if n := w.count("SELECT count(*) FROM organization.persons"); n != 0 {
		t.Errorf("%d persons were written", n)
	}
	_, err := w.CheckRoster(t.Context(), as(access.FocalPoint, w.dept), CheckRoster{AgencyID: w.dept, SchoolYear: "2026-2027", FileName: "ds.xlsx", File: list})
	wantFault(t, err, ErrNotASchool)
	for _, year := range []string{"", "2026", "2026-2028", "1999-2000", "2026-2027\x00"} {
		_, err := w.CheckRoster(t.Context(), who, CheckRoster{AgencyID: w.first, SchoolYear: year, FileName: "ds.xlsx", File: list})
		assertFault(t, "year "+year, err, ErrSchoolYear)
	}
}

func restricted(who access.Principal) access.Principal {
	who.Restricted = true
	return who
}

func assertFault(t *testing.T, name string, err, want error) {
	t.Helper()
	if f, isFault := want.(*fault.Error); !isFault || err == nil || fault.From(err).Code != f.Code {
		t.Errorf("%s: error is %v, want %v", name, err, want)
	}
}

// TestTwoSchoolsDoNotMeet holds that the same code and name in another school is another student.
func TestTwoSchoolsDoNotMeet(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	list := [][]any{head, {1, "Lê An", "10A1", "HS1", 2009}}
	w.commit(as(access.FocalPoint, w.first), w.first, list)
	if got := w.commit(as(access.FocalPoint, w.second), w.second, list).Counts; got.New != 1 {
		t.Errorf("counts are %+v", got)
	}
	if n := w.count("SELECT count(DISTINCT username_key) FROM identity.accounts"); n != 2 {
		t.Errorf("%d accounts", n)
	}
}

func TestOverlappingFiles(t *testing.T) {
	t.Parallel()
	for name, withCode := range map[string]bool{"with codes": true, "by name and year": false} {
		t.Run(name, func(t *testing.T) {
			w := newSchool(t)
			who := as(access.FocalPoint, w.first)
			start := time.Now()
			whole := workbook(t, manyStudents(0, 1200, withCode))
			made := time.Since(start)
			start = time.Now()
			roster, err := w.CheckRoster(t.Context(), who, CheckRoster{AgencyID: w.first, SchoolYear: "2026-2027", FileName: "ds.xlsx", File: whole})
			ok(t, err)
			checked := time.Since(start)
			start = time.Now()
			roster, err = w.CommitRoster(t.Context(), who, CommitRoster{ID: roster.ID})
			ok(t, err)
			t.Logf("1,200 rows: file %v, check %v, commit %v, %+v", made, checked, time.Since(start), roster.Counts)
			persons := roster.Counts.New
			for _, part := range []int{0, 400, 700} {
				if got := w.commit(who, w.first, manyStudents(part, 500, withCode)).Counts; got.New > 0 || got.Moved > 0 {
					t.Errorf("an overlapping file gave %+v", got)
				}
			}
			if n := w.count("SELECT count(*) FROM organization.persons"); n != persons || persons < 1100 {
				t.Errorf("%d persons after overlapping files, want %d", n, persons)
			}
		})
	}
}

func TestRosterFile(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	roster, _ := w.check(who, w.first, [][]any{head, {1, "=1+1", "10A1"}, {2, "Lê An", "10A1", "HS1", "31/02/2009"}, {3, "Lê Bình", "10A1", "HS2", 2009}})
	file, _, err := w.RosterFile(t.Context(), who, roster.ID, "vi")
	ok(t, err)
	table, err := readStudents(t, "again.xlsx", file)
	ok(t, err)
	want := []string{"2|'=1+1|10A1|||refused|B2 name.symbols", "3|Lê An|10A1|HS1||new", "4|Lê Bình|10A1|HS2|2009|new"}
	if diff := cmp.Diff(want, lines(table.rows)); diff != "" {
		t.Error(diff)
	}
	if text := texts(t, file); !strings.Contains(text, "Ô E3: Không đọc được ngày sinh") || strings.Contains(text, "<f>") {
		t.Error("the file does not say what to correct")
	}
}

// TestRacingCommits commits three overlapping lists at once: nobody is written twice.
func TestRacingCommits(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	var ids []uuid.UUID
	for _, from := range []int{0, 50, 100} {
		roster, _ := w.check(who, w.first, manyStudents(from, 150, false))
		ids = append(ids, roster.ID, roster.ID)
	}
	failed := make(chan error, len(ids))
	for _, id := range ids {
		go func() {
			_, err := w.CommitRoster(t.Context(), who, CommitRoster{ID: id})
			failed <- err
		}()
	}
	for range ids {
		ok(t, <-failed)
	}
	w.wantCounts(250, 7, 250, 250)
}

// TestDatabaseRefusesOtherSchools asks below the service: another school's scope shows no row and
// writes none.
func TestDatabaseRefusesOtherSchools(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	roster := w.commit(as(access.FocalPoint, w.first), w.first, [][]any{head, {1, "Lê An", "10A1", "HS1", 2009}})
	for name, scope := range map[string]postgres.Scope{
		"another school": postgres.Agencies(w.second), "the province's figures": postgres.Province(),
		"a stranger": postgres.Persons(audit.NewID()), "nobody": postgres.Nobody(),
	} {
		ok(t, w.db.Read(t.Context(), scope, func(ctx context.Context, tx bun.Tx) error {
			for _, table := range []string{"persons", "person_tokens", "class_members", "roster_imports", "roster_rows", "account_states"} {
				var n int
				if err := tx.NewRaw("SELECT count(*) FROM organization."+table).Scan(ctx, &n); err != nil || n != 0 {
					t.Errorf("%s sees %d rows of %s (%v)", name, n, table, err)
				}
			}
			return nil
		}))
		err := w.db.RunInTx(t.Context(), scope, func(ctx context.Context, tx bun.Tx) error {
			return insertMany(ctx, tx, []RosterRow{{RosterID: roster.ID, AgencyID: w.first, Number: 99, Verdict: RowNew, Messages: []RosterMessage{}}})
		})
		assertFault(t, name+" writes a row", err, fault.ErrNotFound)
	}
}

// TestMergedSchool holds that a school that has ended takes no list, though its history is in reach.
func TestMergedSchool(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.exec("UPDATE organization.agency_versions SET valid_to = ? WHERE agency_id = ?", Day(w.today), w.second)
	_, err := w.CheckRoster(t.Context(), as(access.FocalPoint, w.first, w.second),
		CheckRoster{AgencyID: w.second, SchoolYear: "2026-2027", FileName: "ds.xlsx", File: workbook(t, [][]any{head, {1, "Lê An", "10A1"}})})
	wantFault(t, err, ErrNotASchool)
}
