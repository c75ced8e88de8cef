package organization

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// provinceSeesNothing reads tables under the scope of province roles.
func (w *school) provinceSeesNothing(tables ...string) {
	w.t.Helper()
	for _, table := range tables {
		var n int
		ok(w.t, w.db.Read(w.t.Context(), postgres.Province(), func(ctx context.Context, tx bun.Tx) error {
			return tx.NewRaw("SELECT count(*) FROM organization."+table).Scan(ctx, &n)
		}))
		if n != 0 {
			w.t.Errorf("the province sees %d rows of %s", n, table)
		}
	}
}

func (w *school) born(who access.Principal, agency uuid.UUID, name, code string, year int) uuid.UUID {
	w.t.Helper()
	cmd := AddPerson{Kind: Officer, FullName: name, Code: code, Terms: terms(agency, "2026-01-05"), Confirmed: true}
	if year > 0 {
		cmd.BirthYear = &year
	}
	id, _, err := w.AddPerson(w.t.Context(), who, cmd)
	ok(w.t, err)
	return id
}

func (w *school) pairs(who access.Principal, agency uuid.UUID) (string, int) {
	w.t.Helper()
	pairs, total, elsewhere, err := w.ListDuplicates(w.t.Context(), who, agency, 50, 0)
	ok(w.t, err)
	if total != len(pairs) {
		w.t.Errorf("%d pairs are listed of %d", len(pairs), total)
	}
	var list []string
	for _, p := range pairs {
		list = append(list, p.First.FullName+"="+strings.Join(p.Evidence, "+"))
	}
	return strings.Join(list, ", "), elsewhere
}

func TestFindDuplicates(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	above := as(access.FocalPoint, w.province, w.dept, w.first)
	one := as(access.FocalPoint, w.dept)
	w.born(above, w.dept, "Nguyễn Thị Hòa", "A1", 1980)
	w.born(above, w.first, "Nguyễn Thị Hoà", "B7", 1980) // the older spelling is the same name
	w.born(above, w.dept, "Lê An", "", 0)
	w.born(above, w.dept, "Lê An", "", 0)
	w.born(above, w.dept, "Trần Bình", "C1", 1980)
	w.born(above, w.dept, "Trần Bình", "C2", 1981) // told apart by the year
	w.born(above, w.dept, "Võ Chi", "D1", 0)
	w.born(above, w.dept, "Võ Chi", "D2", 0) // told apart by the codes
	w.born(above, w.dept, "Phạm Em", "E1", 0)
	w.born(above, w.first, "Phạm Em", "E1", 0)
	if got, elsewhere := w.pairs(above, w.province); got != "Phạm Em=code, Nguyễn Thị Hòa=name_year, Lê An=name" || elsewhere != 0 {
		t.Errorf("above both: %s, %d elsewhere", got, elsewhere)
	}
	if got, elsewhere := w.pairs(one, w.dept); got != "Lê An=name" || elsewhere != 1 {
		t.Errorf("one agency: %s, %d elsewhere; only a number leaves the other agency", got, elsewhere)
	}
	pairs, _, _, err := w.ListDuplicates(t.Context(), one, w.dept, 10, 0)
	ok(t, err)
	ok(t, w.TellApart(t.Context(), one, pairs[0].Second.PersonID, pairs[0].First.PersonID))
	if got, _ := w.pairs(one, w.dept); got != "" {
		t.Errorf("after telling apart: %s", got)
	}
	if _, _, _, err := w.ListDuplicates(t.Context(), as(access.FocalPoint, w.second), w.dept, 10, 0); err == nil {
		t.Error("another agency searches here")
	}
}

func TestSameNumberIsFound(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.province, w.dept, w.first)
	first, second := w.born(who, w.dept, "Nguyễn Hoa", "", 0), w.born(who, w.first, "Nguyễn Thị Hoa", "", 0)
	for agency, id := range map[uuid.UUID]uuid.UUID{w.dept: first, w.first: second} {
		ok(t, w.SetPeopleSettings(t.Context(), who, PeopleSettings{AgencyID: agency, KeepsNationalNumbers: true, Document: "Công văn 12"}))
		_, err := w.SetNationalNumber(t.Context(), who, id, "051190123456", "Hồ sơ")
		ok(t, err)
	}
	if got, _ := w.pairs(who, w.dept); got != "Nguyễn Hoa=number" {
		t.Errorf("found %s", got)
	}
	if _, elsewhere := w.pairs(as(access.FocalPoint, w.dept), w.dept); elsewhere != 1 {
		t.Errorf("%d elsewhere", elsewhere)
	}
}

func TestMergeRights(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.province, w.dept, w.first)
	a, b := w.born(who, w.dept, "Lê An", "", 0), w.born(who, w.first, "Lê An", "", 0)
	cmd := MergePeople{Kept: a, Merged: b, Reason: "Một người"}
	merge := func(who access.Principal, cmd MergePeople) error {
		_, err := w.MergePeople(t.Context(), who, cmd)
		return err
	}
	for name, c := range map[string]struct {
		who  access.Principal
		want error
	}{
		"keeps only one":    {as(access.FocalPoint, w.dept), fault.ErrNotFound},
		"keeps the other":   {as(access.FocalPoint, w.first), fault.ErrNotFound},
		"keeps neither":     {as(access.FocalPoint, w.second), fault.ErrNotFound},
		"leader":            {as(access.AgencyLeader, w.dept, w.first), fault.ErrForbidden},
		"province":          {as(access.ProvinceManager, w.province, w.dept, w.first), fault.ErrForbidden},
		"nobody":            {access.Principal{}, fault.ErrSignInRequired},
		"before a password": {access.Principal{PersonID: audit.NewID(), Restricted: true, Grants: who.Grants}, fault.ErrForbidden},
	} {
		if err := merge(c.who, cmd); !isFault(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	wantFault(t, merge(who, MergePeople{Kept: a, Merged: a, Reason: "Một người"}), ErrMergeSame)
	wantFault(t, merge(who, MergePeople{Kept: a, Merged: b, Reason: " x "}), fault.ErrInvalid)
	w.exec("INSERT INTO organization.grants (id, person_id, role, agency_id, valid_from) VALUES (?0, ?1, 'system_admin', ?2, '2026-01-01')", audit.NewID(), b, w.province)
	wantFault(t, merge(who, cmd), ErrPrivileged) // nobody merges themselves into more rights
	w.exec("DELETE FROM organization.grants")
	w.exec("DELETE FROM identity.accounts WHERE person_id = ?", a)
	wantFault(t, merge(who, cmd), ErrMergeAccount)
	cmd.Kept, cmd.Merged = b, a
	m, err := w.MergePeople(t.Context(), who, cmd)
	ok(t, err)
	wantFault(t, w.UndoMerge(t.Context(), as(access.FocalPoint, w.first), m.ID, "Thử quyền"), fault.ErrNotFound)
	// A posting that the merge changed is changed again: undoing would lose that.
	w.exec("UPDATE organization.postings SET counts = true, valid_to = '2026-09-01' WHERE person_id = ? AND NOT counts", b)
	wantFault(t, w.UndoMerge(t.Context(), who, m.ID, "Hai người"), ErrMergeChanged)
	if n := w.count("SELECT count(*) FROM organization.persons WHERE full_name = 'Lê An'"); n != 1 {
		t.Errorf("%d entries after a refused undo", n)
	}
}

// TestMergeKeepsSealedFigures: a merge and its undo keep a line for each period whose sealed figures count both entries,
// at the agency of the merged one; an entry of open days touches none.
func TestMergeKeepsSealedFigures(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.today = dayOf(2026, 11, 24)
	who := as(access.FocalPoint, w.province, w.dept, w.first)
	kept, merged := w.born(who, w.dept, "Lê An", "", 0), w.born(who, w.first, "Lê An", "", 0)
	late, _, err := w.AddPerson(t.Context(), who, AddPerson{Kind: Officer, FullName: "Lê An", Terms: terms(w.first, "2026-11-10"), Confirmed: true})
	ok(t, err)
	w.seal(halfOf2026, yearOf2026)
	_, err = w.MergePeople(t.Context(), who, MergePeople{Kept: kept, Merged: late, Reason: "Một người"})
	ok(t, err)
	if len(w.restated) > 0 {
		t.Fatalf("an entry of open days: %+v", w.restated)
	}
	m, err := w.MergePeople(t.Context(), who, MergePeople{Kept: kept, Merged: merged, Reason: "Một người"})
	ok(t, err)
	ok(t, w.UndoMerge(t.Context(), who, m.ID, "Hai người"))
	var want []Restatement
	for _, act := range []string{"merge_people", "undo_merge"} {
		for _, period := range []ClosedPeriod{halfOf2026, yearOf2026} {
			want = append(want, Restatement{PeriodID: period.ID, AgencyID: w.first, Act: act, ActorID: who.PersonID})
		}
	}
	if diff := cmp.Diff(want, w.restated); diff != "" {
		t.Error(diff)
	}
}

func isFault(err, want error) bool {
	return err != nil && fault.From(err).Code == fault.From(want).Code
}

func TestNamesOfMergedReaders(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.province, w.dept, w.first)
	a, b := w.born(who, w.dept, "Lê An", "", 0), w.born(who, w.first, "Lê Ân", "", 0)
	_, err := w.MergePeople(t.Context(), who, MergePeople{Kept: a, Merged: b, Reason: "Một người"})
	ok(t, err)
	names, err := w.NamesOf(t.Context(), []uuid.UUID{b}, []uuid.UUID{w.dept})
	ok(t, err)
	if names[b] != "Lê Ân" {
		t.Errorf("a reader who was merged is called %q", names[b])
	}
	entries, err := w.EntriesOf(t.Context(), a)
	ok(t, err)
	if len(entries) != 2 || entries[1] != b {
		t.Errorf("the entries of a person are %v", entries)
	}
}
