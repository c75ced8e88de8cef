package organization

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

func TestSearchPeople(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	for _, name := range []string{"Nguyễn Văn An", "Nguyen Thi Binh", "Trần Đường", "Trần Duong", "Lê Dung", "Hoà Thị Đào", "Hòa Thị Đan", "Đinh Thị K' Rớt", "Y Blứ"} {
		w.add(who, w.dept, name)
	}
	for query, want := range map[string]string{
		"nguyen":    "Nguyễn Văn An, Nguyen Thi Binh",
		"Nguyễn":    "Nguyễn Văn An, Nguyen Thi Binh", // the accents that were typed come first
		"an nguyen": "Nguyễn Văn An",
		"Nguyễn an": "Nguyễn Văn An",
		"Văn Nguyễ": "Nguyễn Văn An",
		"Nguyễn ng": "",
		"nguyen zz": "",
		"đương":     "Trần Duong, Trần Đường", // accents that nobody has find who is spelled alike
		"tran đ":    "Trần Đường, Trần Duong",
		"đường":     "Trần Đường, Trần Duong",
		"duong":     "Trần Duong, Trần Đường",
		"d":         "Lê Dung, Trần Duong, Hòa Thị Đan, Hoà Thị Đào, Trần Đường, Đinh Thị K' Rớt",
		"đ":         "Hòa Thị Đan, Hoà Thị Đào, Trần Đường, Đinh Thị K' Rớt, Lê Dung, Trần Duong",
		"hoà":       "Hòa Thị Đan, Hoà Thị Đào",
		"k rot":     "Đinh Thị K' Rớt",
		"blu":       "Y Blứ",
		"zzz":       "",
		"% _ '":     "",
	} {
		got := w.names(who, ListPeople{AgencyID: w.dept, Query: query})
		if query == "% _ '" { // no word at all: everybody
			if !strings.Contains(got, "Y Blứ") {
				t.Errorf("a query without a word finds %q", got)
			}
			continue
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	if got := w.names(as(access.FocalPoint, w.first), ListPeople{AgencyID: w.first, Query: "nguyen"}); got != "" {
		t.Errorf("another agency finds %q", got)
	}
}

// many adds students of one class with names as they are given by number.
func (w *school) many(school uuid.UUID, n int, name func(i int) string) uuid.UUID {
	w.t.Helper()
	class := audit.NewID()
	w.exec("INSERT INTO organization.school_classes (id, agency_id, school_year, name) VALUES (?, ?, '2026-2027', ?)", class, school, "10A"+class.String()[30:])
	ids, people := make([]uuid.UUID, n), make([]Person, n)
	for i := range ids {
		person, err := NewPerson(audit.NewID(), school, Student, name(i))
		ok(w.t, err)
		ids[i], people[i] = person.ID, person
	}
	ok(w.t, insertMany(w.t.Context(), w.owner, people))
	ok(w.t, indexPeople(w.t.Context(), w.owner, ids))
	w.exec(`INSERT INTO organization.class_members (school_class_id, person_id, agency_id, valid_from) SELECT ?, id, ?, '2026-01-05' FROM unnest(?::uuid[]) id`,
		class, school, pgdialect.Array(ids))
	return class
}

// TestSearchAmongMany: a search that finds more than it shows says so, shows those who are written as it was
// typed, and a filter looks at everybody and not only at those who would be shown.
func TestSearchAmongMany(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	w.many(w.first, maxFound+20, func(int) string { return "Nguyen Van An" })
	class := w.many(w.first, 3, func(i int) string { return []string{"Nguyễn Văn An", "Nguyễn Thị Bình", "Lê Văn An"}[i] })
	for query, want := range map[string]string{"nguyen": "", "Nguyễn": "Nguyễn Văn An, Nguyễn Thị Bình", "An Nguyễn": "Nguyễn Văn An", "Nguyển": ""} {
		found, err := w.ListPeople(t.Context(), who, ListPeople{AgencyID: w.first, Query: query, Limit: 3})
		ok(t, err)
		var exact []string
		for _, l := range found.Lines {
			if strings.Contains(l.FullName, "Nguyễn") {
				exact = append(exact, l.FullName)
			}
		}
		if got := strings.Join(exact, ", "); !found.More || found.Total != maxFound || want != "" && got != want {
			t.Errorf("%q finds %d, more: %v, first %q, want %q", query, found.Total, found.More, got, want)
		}
	}
	if got := w.names(who, ListPeople{AgencyID: w.first, Query: "nguyen", SchoolClassID: class}); got != "Nguyễn Văn An, Nguyễn Thị Bình" {
		t.Errorf("a search in a class finds %q", got)
	}
}

// TestPagesOfPeople reads everybody page by page, and on after a person, each once and in one order.
func TestPagesOfPeople(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.first)
	given := []string{"An", "Ân", "Ánh", "Đức", "Dũng", "Bình", "Ứng"}
	w.many(w.first, 30, func(i int) string { return "Lê Thị " + given[i%len(given)] })
	read := func(q ListPeople) (people []string) {
		q.AgencyID = w.first
		found, err := w.ListPeople(t.Context(), who, q)
		ok(t, err)
		for _, l := range found.Lines {
			people = append(people, l.PersonID.String())
		}
		return people
	}
	all := read(ListPeople{Limit: 100})
	var pages, after []string
	for offset := int64(0); offset < 35; offset += 7 {
		pages = append(pages, read(ListPeople{Limit: 7, Offset: offset})...)
	}
	for last := uuid.Nil; ; {
		page := read(ListPeople{Limit: 7, After: last})
		if len(page) == 0 {
			break
		}
		after = append(after, page...)
		last = uuid.MustParse(page[len(page)-1])
	}
	if len(all) != 30 || !slices.Equal(all, pages) || !slices.Equal(all, after) {
		t.Errorf("%d people, by page %d, one after another %d, or in another order", len(all), len(pages), len(after))
	}
	_, err := w.ListPeople(t.Context(), as(access.FocalPoint, w.dept), ListPeople{AgencyID: w.dept, Limit: 7, After: uuid.MustParse(all[0])})
	assertFault(t, "after another agency's person", err, fault.ErrNotFound)
}

// TestListGoesOn: a list of more people than are counted says so and goes on after the last of them.
func TestListGoesOn(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.exec(`INSERT INTO organization.persons (id, agency_id, kind, full_name, family_name, middle_name, given_name)
		SELECT gen_random_uuid(), (ARRAY[?0, ?1]::uuid[])[1 + i % 2], 'officer', 'Lê Thị ' || g, 'Lê', 'Thị', g
		FROM generate_series(1, ?2) i, LATERAL (SELECT (ARRAY['An', 'Đức', 'Dũng', 'Yến'])[1 + i % 4] AS g) x`, w.dept, w.second, maxListed+60)
	who := as(access.FocalPoint, w.province, w.first, w.second, w.dept)
	list := ListPeople{AgencyID: w.province, Limit: 50, Offset: maxListed - 50}
	last, err := w.ListPeople(t.Context(), who, list)
	ok(t, err)
	if !last.More || last.Total != maxListed || len(last.Lines) != 50 {
		t.Fatalf("the last page has %d of %d, more: %v", len(last.Lines), last.Total, last.More)
	}
	list.Offset = maxListed
	if beyond, err := w.ListPeople(t.Context(), who, list); err != nil || len(beyond.Lines) != 0 {
		t.Errorf("a page beyond the bound has %d people, %v", len(beyond.Lines), err)
	}
	list.Offset, list.Limit, list.After = 0, 100, last.Lines[49].PersonID
	rest, err := w.ListPeople(t.Context(), who, list)
	ok(t, err)
	if rest.More || rest.Total != 60 || len(rest.Lines) != 60 || rest.Lines[59].FullName != "Lê Thị Yến" {
		t.Errorf("after the last there are %d of %d, more: %v", len(rest.Lines), rest.Total, rest.More)
	}
	w.exec(`INSERT INTO organization.postings (id, person_id, agency_id, position_group, counts, valid_from)
		SELECT gen_random_uuid(), id, agency_id, CASE WHEN given_name = 'Yến' AND id::text < '02' THEN 'clerk' ELSE 'leader' END, true, '2026-01-05' FROM organization.persons WHERE family_name = 'Lê'`)
	for _, group := range []string{"leader", "clerk"} {
		want := w.count("SELECT count(*) FROM organization.postings WHERE position_group = ?", group)
		found, err := w.ListPeople(t.Context(), who, ListPeople{AgencyID: w.province, PositionGroup: group, Limit: 50})
		ok(t, err)
		name := map[string]string{"leader": "Lê Thị An", "clerk": "Lê Thị Yến"}[group]
		if found.Total != min(want, maxListed) || found.More != (want > maxListed) || len(found.Lines) != min(want, 50) || found.Lines[0].FullName != name {
			t.Errorf("of %d people of the group %s there are %d of %d, more: %v", want, group, len(found.Lines), found.Total, found.More)
		}
	}
	if gone, err := w.ListPeople(t.Context(), who, ListPeople{AgencyID: w.province, State: "working", Limit: 50}); err != nil || !gone.More || len(gone.Lines) != 50 {
		t.Errorf("of those who work there are %d, more: %v, %v", len(gone.Lines), gone.More, err)
	}
}

func TestFilterPeople(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	unit := w.agency(w.dept, "Phòng Tổng hợp", KindUnit)
	ok(t, RebuildClosureTx(t.Context(), w.owner))
	who := as(access.FocalPoint, w.dept, unit, w.first)
	w.add(who, w.dept, "Lê An")
	bình := w.add(who, unit, "Lê Bình")
	chi := w.add(who, w.dept, "Lê Chi")
	second := terms(w.first, "2026-02-01")
	second.Counts, second.Position, second.Staffing, second.PositionGroup = false, "Báo cáo viên", "dual_role", "teacher"
	_, _, err := w.AddPosting(t.Context(), who, AddPosting{PersonID: bình, Terms: second, Reason: "Kiêm nhiệm"})
	ok(t, err)
	_, err = w.LeavePerson(t.Context(), who, LeavePerson{PersonID: chi, On: day("2026-06-01"), Reason: "Nghỉ hưu"})
	ok(t, err)
	for want, q := range map[string]ListPeople{
		"Lê An, Lê Bình, Lê Chi": {AgencyID: w.dept},
		"Lê An, Lê Bình":         {AgencyID: w.dept, State: "working"},
		"Lê Chi":                 {AgencyID: w.dept, State: "left"},
		"Lê Bình":                {AgencyID: w.first}, // by the second posting
		"":                       {AgencyID: w.first, PositionGroup: "leader"},
	} {
		if got := w.names(who, q); got != want {
			t.Errorf("%+v lists %q, want %q", q, got, want)
		}
	}
	if got := w.names(who, ListPeople{AgencyID: w.dept, Staffing: "dual_role"}); got != "Lê Bình" {
		t.Errorf("dual role lists %q", got)
	}
	if got := w.names(who, ListPeople{AgencyID: w.first, Query: "le bi", PositionGroup: "teacher"}); got != "Lê Bình" {
		t.Errorf("a search for the second posting finds %q", got)
	}
}
