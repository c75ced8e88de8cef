package organization

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/outbox"
)

// texts returns every cell of the first sheet.
func texts(t *testing.T, file []byte) string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(file))
	ok(t, err)
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	ok(t, err)
	text := ""
	for _, row := range rows {
		for _, cell := range row {
			text += cell + "\n"
		}
	}
	return text
}

func (w *school) slips(who access.Principal, agency, class uuid.UUID, people ...uuid.UUID) error {
	sheet, err := w.PrintSlips(w.t.Context(), who, PrintSlips{AgencyID: agency, SchoolClassID: class, PersonIDs: people, Address: "taphuan.example.vn"})
	if err == nil && !bytes.HasPrefix(sheet, []byte("%PDF-")) {
		w.t.Error("the sheet is no PDF")
	}
	return err
}

func (w *school) oneTimeHashes() (hashes []string) {
	ok(w.t, w.owner.NewRaw("SELECT encode(one_time_hash, 'hex') FROM identity.accounts WHERE one_time_hash IS NOT NULL ORDER BY person_id").Scan(w.t.Context(), &hashes))
	return hashes
}

func TestPrintSlips(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	w.commit(who, w.first, [][]any{head, {1, "Lê An", "10A10"}, {2, "Lê Bình", "10A2"}, {3, "Lê Chi", "10A2"}})
	a2 := w.class(w.first, "10A2")
	ok(t, w.slips(who, w.first, a2))
	first := w.oneTimeHashes()
	ok(t, w.slips(teacher(w.first, a2), w.first, a2))
	second := w.oneTimeHashes()
	if len(first) != 2 || len(second) != 2 || first[0] == second[0] || first[1] == second[1] {
		t.Error("a second printing does not void the first")
	}
	if n := w.count("SELECT count(*) FROM audit.person_reads WHERE what = 'slip' AND person_id = ?", w.person("Lê Chi")); n != 2 {
		t.Errorf("%d readings of Lê Chi are shown, want 2", n)
	}
	if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'print_slips' AND object_id = ?", a2); n != 2 {
		t.Errorf("%d audit entries, want 2", n)
	}
	classes, err := w.ListSchoolClasses(t.Context(), who, w.first)
	ok(t, err)
	got := []string{}
	for _, c := range classes {
		got = append(got, c.Name+string(rune('0'+c.StudentCount))+string(rune('0'+c.UnusedSlips)))
	}
	if diff := cmp.Diff([]string{"10A222", "10A1010"}, got); diff != "" {
		t.Errorf("classes with students and unused slips: %s", diff)
	}
	own, err := w.ListSchoolClasses(t.Context(), teacher(w.first, a2), w.first)
	ok(t, err)
	if len(own) != 1 || own[0].ID != a2 {
		t.Errorf("a class teacher sees %v", own)
	}
}

// TestSlipsOfAccountsInUse: who has signed in before is told of a slip; a first slip alarms nobody.
func TestSlipsOfAccountsInUse(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	w.commit(who, w.first, [][]any{head, {1, "Lê Bình", "10A2"}, {2, "Lê Chi", "10A2"}})
	var err error
	w.events, err = outbox.New(w.db, []outbox.Reaction{outbox.On("tell", func(context.Context, SlipsPrinted) error { return nil })})
	ok(t, err)
	a2, binh, chi := w.class(w.first, "10A2"), w.person("Lê Bình"), w.person("Lê Chi")
	told := func(person uuid.UUID) int {
		return w.count("SELECT count(*) FROM river.river_job WHERE args::text LIKE ?", "%"+person.String()+"%")
	}
	ok(t, w.slips(who, w.first, a2))
	if told(binh)+told(chi) != 0 {
		t.Error("a first slip is told")
	}
	_, err = w.owner.ExecContext(t.Context(), "UPDATE identity.accounts SET last_sign_in_at = now() WHERE person_id = ?", chi)
	ok(t, err)
	ok(t, w.slips(who, w.first, a2))
	if told(binh) != 0 || told(chi) != 1 {
		t.Errorf("told: %d who never signed in, %d who did", told(binh), told(chi))
	}
	if err := w.slips(as(access.FocalPoint, w.second), w.first, a2); err == nil || told(chi) != 1 {
		t.Errorf("a refused printing is told: %v", err)
	}
}

func TestSlipForAnOfficer(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	unit := w.agency(w.dept, "Phòng Tổng hợp", KindUnit)
	ok(t, RebuildClosureTx(t.Context(), w.owner))
	person := w.officer(unit, "Võ Văn Giang")
	ok(t, w.slips(as(access.FocalPoint, w.dept, unit), w.dept, uuid.Nil, person))
	if n := w.count("SELECT count(*) FROM identity.accounts WHERE username = 'giangvv' AND one_time_hash IS NOT NULL"); n != 1 {
		t.Error("the officer has no slip")
	}
	states, err := w.ListAccountStates(t.Context(), as(access.FocalPoint, w.dept, unit), []uuid.UUID{person})
	ok(t, err)
	if !states[person].SlipUnused {
		t.Error("the list of people does not know the account")
	}
	for name, who := range map[string]access.Principal{"another agency": as(access.FocalPoint, w.first), "a class teacher without an agency": teacher(w.first, w.first)} {
		states, err := w.ListAccountStates(t.Context(), who, []uuid.UUID{person})
		ok(t, err)
		if len(states) != 0 {
			t.Errorf("%s sees the account", name)
		}
	}
}

func TestSlipRights(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.commit(as(access.FocalPoint, w.first), w.first, [][]any{head, {1, "Lê An", "10A1"}, {2, "Lê Bình", "10A2"}})
	w.commit(as(access.FocalPoint, w.second), w.second, [][]any{head, {1, "Trần Chi", "11B1"}})
	a1, a2, b1 := w.class(w.first, "10A1"), w.class(w.first, "10A2"), w.class(w.second, "11B1")
	an, binh, chi := w.person("Lê An"), w.person("Lê Bình"), w.person("Trần Chi")
	for name, test := range map[string]struct {
		who           access.Principal
		agency, class uuid.UUID
		people        []uuid.UUID
		want          error
	}{
		"nobody":                                 {access.Principal{}, w.first, a1, nil, fault.ErrSignInRequired},
		"a learner":                              {as(access.Learner, w.first), w.first, a1, nil, fault.ErrForbidden},
		"a province manager":                     {as(access.ProvinceManager, w.province, w.first), w.first, a1, nil, fault.ErrForbidden},
		"a leader":                               {as(access.AgencyLeader, w.first), w.first, a1, nil, fault.ErrForbidden},
		"another school":                         {as(access.FocalPoint, w.second), w.first, a1, nil, fault.ErrNotFound},
		"another school's class under one's own": {as(access.FocalPoint, w.second), w.second, a1, nil, fault.ErrNotFound},
		"another school's student under one's own": {as(access.FocalPoint, w.second), w.second, uuid.Nil, []uuid.UUID{chi, an}, fault.ErrNotFound},
		"a reach of both, asked under the wrong":   {as(access.FocalPoint, w.second, w.first), w.second, uuid.Nil, []uuid.UUID{an}, fault.ErrNotFound},
		"a teacher of another class":               {teacher(w.first, a2), w.first, a1, nil, fault.ErrNotFound},
		"a teacher, a student of another class":    {teacher(w.first, a2), w.first, uuid.Nil, []uuid.UUID{binh, an}, fault.ErrNotFound},
		"a teacher under another school":           {teacher(w.first, a1), w.second, b1, nil, fault.ErrNotFound},
		"a teacher before the first own password":  {restricted(teacher(w.first, a1)), w.first, a1, nil, fault.ErrForbidden},
		"an unknown person":                        {as(access.FocalPoint, w.first), w.first, uuid.Nil, []uuid.UUID{audit.NewID()}, fault.ErrNotFound},
		"a class and people":                       {as(access.FocalPoint, w.first), w.first, a1, []uuid.UUID{an}, ErrSlipChoice},
		"neither":                                  {as(access.FocalPoint, w.first), w.first, uuid.Nil, nil, ErrSlipChoice},
		"too many":                                 {as(access.FocalPoint, w.first), w.first, uuid.Nil, make([]uuid.UUID, MaxSlips+1), ErrTooManySlips},
	} {
		assertFault(t, name, w.slips(test.who, test.agency, test.class, test.people...), test.want)
	}
	if n := len(w.oneTimeHashes()); n != 0 {
		t.Errorf("%d passwords were changed", n)
	}
	ok(t, w.slips(teacher(w.first, a1), w.first, uuid.Nil, an, an))
}

// TestSlipLendsNoRights holds that nobody gets at the account of somebody who may do more.
func TestSlipLendsNoRights(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	for role, want := range map[access.Role]error{
		access.AgencyLeader: nil, access.FocalPoint: nil, access.Learner: nil,
		access.SystemAdmin: ErrSlipPrivileged, access.ProvinceManager: ErrSlipPrivileged, access.Author: ErrSlipPrivileged,
	} {
		person := w.officer(w.dept, "Võ Văn Giang")
		ok(t, InsertGrantTx(t.Context(), w.owner, Grant{ID: audit.NewID(), PersonID: person, Role: role, AgencyID: w.dept, ValidFrom: Day(w.today)}))
		err := w.slips(who, w.dept, uuid.Nil, person)
		if want == nil {
			ok(t, err)
			continue
		}
		assertFault(t, string(role), err, want)
	}
	elsewhere := w.officer(w.dept, "Võ Văn Hải")
	ok(t, InsertGrantTx(t.Context(), w.owner, Grant{ID: audit.NewID(), PersonID: elsewhere, Role: access.FocalPoint, AgencyID: w.first, ValidFrom: Day(w.today)}))
	assertFault(t, "a focal point elsewhere", w.slips(who, w.dept, uuid.Nil, elsewhere), ErrSlipPrivileged)
}

// TestSlipLendsNoSecondWord: the first slip opens a leader's account; once the leader has signed in,
// whoever prepares what the leader decides cannot get at it.
func TestSlipLendsNoSecondWord(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	leader := w.officer(w.dept, "Võ Văn Giang")
	ok(t, InsertGrantTx(t.Context(), w.owner, Grant{ID: audit.NewID(), PersonID: leader, Role: access.AgencyLeader, AgencyID: w.dept, ValidFrom: Day(w.today)}))
	ok(t, w.slips(who, w.dept, uuid.Nil, leader))
	_, err := w.owner.ExecContext(t.Context(), `UPDATE identity.accounts SET last_sign_in_at = now() WHERE person_id = ?`, leader)
	ok(t, err)
	assertFault(t, "a leader who has signed in", w.slips(who, w.dept, uuid.Nil, leader), ErrSlipPrivileged)
}

func TestSlipsOfAWholeSchool(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	w.commit(who, w.first, manyStudents(0, 1200, true))
	var ids []uuid.UUID
	ok(t, w.owner.NewRaw("SELECT id FROM organization.persons").Scan(t.Context(), &ids))
	ok(t, w.slips(who, w.first, uuid.Nil, ids...))
	if n := len(w.oneTimeHashes()); n != 1200 {
		t.Errorf("%d slips", n)
	}
}
