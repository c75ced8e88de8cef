package organization

import (
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// pupils commits a class list and returns a keeper of the school.
func (w *school) pupils(rows ...[]any) access.Principal {
	w.t.Helper()
	who := as(access.FocalPoint, w.first)
	w.commit(who, w.first, append([][]any{head}, rows...))
	return who
}

func TestUnderSixteen(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.today = day("2026-11-24").Add(3 * 3600e9)
	who := w.pupils([]any{1, "Lê An", "10A1", "HS1", "2011"}, []any{2, "Lê Bình", "10A1", "HS2", "2008"}, []any{3, "Lê Chi", "10A1", "HS3"})
	young, class := w.person("Lê An"), w.class(w.first, "10A1")
	if n := w.count("SELECT count(*) FROM identity.accounts"); n != 2 {
		t.Fatalf("%d accounts, want 2: none without the guardian's basis", n)
	}
	wantFault(t, w.slips(who, w.first, uuid.Nil, young), ErrGuardianBasis)
	ok(t, w.slips(who, w.first, class)) // the others of the class get theirs
	if n := w.count("SELECT count(*) FROM identity.accounts WHERE one_time_hash IS NOT NULL"); n != 2 {
		t.Errorf("%d slips, want 2", n)
	}
	roster := w.count("SELECT count(*) FROM organization.roster_imports") // one list
	var list uuid.UUID
	ok(t, w.owner.NewRaw("SELECT id FROM organization.roster_imports").Scan(t.Context(), &list))
	if _, err := w.PrintSlips(t.Context(), who, PrintSlips{AgencyID: w.first, RosterID: list, Address: "taphuan.example.vn"}); err != nil || roster != 1 {
		t.Errorf("of %d lists the slips of those who may have one: %v", roster, err)
	}
	basis := SetGuardianBasis{PersonID: young, GivenBy: "mother", Document: "Đơn đồng ý ngày khai giảng", GivenOn: day("2026-09-05")}
	for name, other := range map[string]access.Principal{"another school": as(access.FocalPoint, w.second), "the class teacher": teacher(w.first, class), "nobody": {}} {
		if w.SetGuardianBasis(t.Context(), other, basis) == nil {
			t.Errorf("%s records a basis", name)
		}
	}
	late := basis
	late.GivenOn = day("2027-01-01")
	wantFault(t, w.SetGuardianBasis(t.Context(), who, late), fault.ErrInvalid)
	ok(t, w.SetGuardianBasis(t.Context(), who, basis))
	ok(t, w.slips(who, w.first, uuid.Nil, young))
	page, err := w.FindPersonPage(t.Context(), who, young)
	ok(t, err)
	if page.NeedsBasis || page.Basis.RecordedBy != who.PersonID || page.Account == nil {
		t.Errorf("the page is %+v", page)
	}
	ok(t, w.SetGuardianBasis(t.Context(), who, SetGuardianBasis{PersonID: young, GivenBy: "mother", Withdrawn: true, Reason: "Gia đình rút đồng ý"}))
	if n := w.count("SELECT count(*) FROM identity.accounts WHERE person_id = ? AND disabled_at IS NOT NULL", young); n != 1 {
		t.Error("the account stays open without a basis")
	}
}

// TestStudentChangesSchool: the old school lets the student go, the new one enters them from its list, and
// whoever keeps people above both finds the pair by its code and makes one student of it, whose years at
// both schools stay. Neither school reads the other's entry on the way.
func TestStudentChangesSchool(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.today = day("2026-11-24").Add(3 * 3600e9)
	old := w.pupils([]any{1, "Lê An", "10A1", "MOET01", "2008"})
	entry := w.person("Lê An")
	w.today = w.today.AddDate(0, 1, 0)
	_, err := w.LeavePerson(t.Context(), old, LeavePerson{PersonID: entry, On: w.Today(), Reason: "Chuyển trường"})
	ok(t, err)
	next := as(access.FocalPoint, w.second)
	if done := w.commit(next, w.second, [][]any{head, {1, "LÊ AN", "10B2", "MOET01", "2008"}}); done.Counts.New != 1 {
		t.Fatalf("the new school's list: %+v", done.Counts)
	}
	var entered uuid.UUID
	ok(t, w.owner.NewRaw("SELECT id FROM organization.persons WHERE agency_id = ?", w.second).Scan(t.Context(), &entered))
	if pairs, elsewhere := w.pairs(next, w.second); pairs != "" || elsewhere != 1 {
		t.Errorf("the new school sees %q and %d elsewhere", pairs, elsewhere)
	}
	merge := MergePeople{Kept: entered, Merged: entry, Reason: "Học sinh chuyển trường"}
	for name, who := range map[string]access.Principal{"the old school": old, "the new school": next} {
		if _, err := w.MergePeople(t.Context(), who, merge); !isFault(err, fault.ErrNotFound) {
			t.Errorf("%s merges: %v", name, err)
		}
	}
	above := as(access.FocalPoint, w.province, w.first, w.second)
	if pairs, _ := w.pairs(above, w.province); pairs != "Lê An=code+name_year" && pairs != "LÊ AN=code+name_year" {
		t.Errorf("above both schools stand the pairs %q", pairs)
	}
	_, err = w.MergePeople(t.Context(), above, merge)
	ok(t, err)
	page, err := w.FindPersonPage(t.Context(), next, entered)
	ok(t, err)
	if len(page.Classes) != 2 || page.Classes[0].ValidTo != nil || page.Classes[1].ValidTo == nil || page.AgencyID != w.second {
		t.Errorf("the classes of the one student are %+v", page.Classes)
	}
}

func TestClassTeacher(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := w.pupils([]any{1, "Lê An", "10A1", "HS1"}, []any{2, "Lê Bình", "10A2", "HS2"})
	a1 := w.class(w.first, "10A1")
	officer := w.add(who, w.first, "Bùi Thanh Thảo")
	give := GiveClass{SchoolID: w.first, ClassID: a1, PersonID: officer}
	wantFault(t, func() error { _, err := w.GiveClass(t.Context(), as(access.FocalPoint, w.second), give); return err }(), fault.ErrNotFound)
	stranger := give
	stranger.PersonID = w.add(as(access.FocalPoint, w.second), w.second, "Người trường khác")
	wantFault(t, func() error { _, err := w.GiveClass(t.Context(), who, stranger); return err }(), ErrTeacherElsewhere)
	grant, err := w.GiveClass(t.Context(), who, give)
	ok(t, err)
	_, err = w.GiveClass(t.Context(), who, give)
	wantFault(t, err, ErrTeacherTwice)
	profile, err := w.LoadProfile(t.Context(), officer)
	ok(t, err)
	them := access.Principal{PersonID: officer, Grants: profile.Grants()}
	if got := w.names(them, ListPeople{AgencyID: w.first, SchoolClassID: a1}); got != "Lê An" {
		t.Errorf("the class teacher lists %q", got)
	}
	_, err = w.FindPersonPage(t.Context(), them, w.person("Lê An"))
	ok(t, err)
	for name, q := range map[string]ListPeople{"the whole school": {AgencyID: w.first}, "another class": {AgencyID: w.first, SchoolClassID: w.class(w.first, "10A2")}} {
		if _, err := w.ListPeople(t.Context(), them, q); err == nil {
			t.Errorf("the class teacher lists %s", name)
		}
	}
	for name, id := range map[string]uuid.UUID{"another class": w.person("Lê Bình"), "a colleague": officer} {
		if _, err := w.FindPersonPage(t.Context(), them, id); err == nil && id != officer {
			t.Errorf("the class teacher opens somebody of %s", name)
		}
	}
	wantFault(t, w.CorrectPerson(t.Context(), them, CorrectPerson{PersonID: w.person("Lê An"), FullName: "Khác", Reason: "Thử"}), fault.ErrForbidden)
	lines, total, err := w.ListClassTeachers(t.Context(), who, w.first, 10, 0)
	ok(t, err)
	if total != 1 || lines[0].ClassName != "10A1" || lines[0].ValidTo.Format("2006-01-02") != "2027-09-01" {
		t.Errorf("the teachers are %+v", lines)
	}
	wantFault(t, w.TakeClass(t.Context(), as(access.FocalPoint, w.second), grant, "Thử quyền"), fault.ErrNotFound)
	ok(t, w.TakeClass(t.Context(), who, grant, "Đổi phân công"))
	profile, err = w.LoadProfile(t.Context(), officer)
	ok(t, err)
	if len(profile.Roles) != 0 {
		t.Error("the grant goes on after its end")
	}
	wantFault(t, w.TakeClass(t.Context(), who, grant, "Lần nữa"), fault.ErrNotFound)
}

func TestRollover(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.today = day("2027-08-20").Add(3 * 3600e9)
	who := w.pupils([]any{1, "Lê An", "10A1", "HS1"}, []any{2, "Lê Bình", "10A1", "HS2"}, []any{3, "Lê Chi", "10A1", "HS3"}, []any{4, "Lê Dung", "12A1", "HS4"})
	preview, err := w.PreviewRollover(t.Context(), who, w.first, "2026-2027")
	ok(t, err)
	if len(preview) != 2 || preview[0].ToName != "11A1" || preview[0].StudentCount != 3 || preview[1].ToName != "" {
		t.Fatalf("the preview is %+v", preview)
	}
	plan := RolloverPlan{SchoolID: w.first, FromYear: "2026-2027", StartsOn: day("2027-09-05"),
		Classes:    []RolloverClass{{preview[0].ID, "11A1"}, {preview[1].ID, ""}},
		Exceptions: []RolloverException{{w.person("Lê Bình"), "repeats", "10A9"}, {w.person("Lê Chi"), "left", ""}}}
	before := w.members()
	for name, other := range map[string]access.Principal{"another school": as(access.FocalPoint, w.second), "a leader": as(access.AgencyLeader, w.first),
		"the class teacher": teacher(w.first, preview[0].ID), "nobody": {}} {
		if _, err := w.RollOver(t.Context(), other, plan); err == nil {
			t.Errorf("%s rolls over", name)
		}
	}
	bad := plan
	bad.StartsOn = day("2028-02-01")
	_, err = w.RollOver(t.Context(), who, bad)
	wantFault(t, err, fault.ErrInvalid)
	made, err := w.RollOver(t.Context(), who, plan)
	ok(t, err)
	if made.Counts != (RolloverCounts{Moved: 1, Repeats: 1, Graduated: 1, Left: 1}) {
		t.Errorf("the counts are %+v", made.Counts)
	}
	after := w.members()
	_, err = w.RollOver(t.Context(), who, plan)
	wantFault(t, err, ErrRolloverNobody)
	if again := w.members(); again != after {
		t.Errorf("a second time changes %s to %s", after, again)
	}
	wantFault(t, w.UndoRollover(t.Context(), as(access.FocalPoint, w.second), made.ID), fault.ErrNotFound)
	ok(t, w.UndoRollover(t.Context(), who, made.ID))
	if undone := w.members(); undone != before {
		t.Errorf("undoing gives %s, want %s", undone, before)
	}
	if n := w.count("SELECT count(*) FROM organization.school_classes"); n != 2 {
		t.Errorf("%d classes are left", n)
	}
	made, err = w.RollOver(t.Context(), who, plan)
	ok(t, err)
	ok(t, w.JoinClass(t.Context(), who, JoinClass{PersonID: w.person("Lê An"), ClassID: w.class(w.first, "10A9"), On: day("2027-09-20"), Reason: "Chuyển lớp"}))
	wantFault(t, w.UndoRollover(t.Context(), who, made.ID), ErrRolloverChanged)
}

// members is who is in which class from when to when.
func (w *school) members() (all string) {
	ok(w.t, w.owner.NewRaw(`SELECT string_agg(p.full_name || ' ' || c.name || ' ' || m.valid_from || ' ' || COALESCE(m.valid_to::text, ''), '; ' ORDER BY p.full_name, m.valid_from)
		FROM organization.class_members m JOIN organization.persons p ON p.id = m.person_id JOIN organization.school_classes c ON c.id = m.school_class_id`).Scan(w.t.Context(), &all))
	return all
}

// TestProvinceSeesNoStudent: under the scope of every unit's figures no row about a student is there.
func TestProvinceSeesNoStudent(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.pupils([]any{1, "Lê An", "10A1", "HS1"})
	id := w.person("Lê An")
	for role, who := range map[access.Role]access.Principal{access.ProvinceManager: as(access.ProvinceManager, w.province, w.first), access.StandingAgency: as(access.StandingAgency, w.province, w.first)} {
		if _, err := w.ListPeople(t.Context(), who, ListPeople{AgencyID: w.first, Limit: 10}); err == nil {
			t.Errorf("%s lists students", role)
		}
		if _, err := w.FindPersonPage(t.Context(), who, id); err == nil {
			t.Errorf("%s opens a student", role)
		}
		if _, _, _, err := w.ListDuplicates(t.Context(), who, w.first, 10, 0); err == nil {
			t.Errorf("%s searches for duplicates", role)
		}
		if _, _, err := w.ListTransfers(t.Context(), who, w.first, 10, 0); err == nil {
			t.Errorf("%s lists moves", role)
		}
	}
	w.provinceSeesNothing("persons", "class_members", "person_tokens", "guardian_bases", "national_numbers", "postings", "grants", "transfers", "person_merges", "merge_changes", "rollovers", "rollover_rows")
}
