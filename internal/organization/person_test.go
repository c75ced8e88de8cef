package organization

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun/dialect/pgdialect"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

func upTo(text string) *time.Time {
	d := day(text)
	return &d
}

// terms is a posting that counts, as a specialist from a day.
func terms(agency uuid.UUID, from string) PostingTerms {
	return PostingTerms{AgencyID: agency, Position: "Chuyên viên", PositionGroup: "officer", Staffing: "none", Counts: true, From: day(from)}
}

func (w *school) add(who access.Principal, agency uuid.UUID, name string) uuid.UUID {
	w.t.Helper()
	id, err := w.AddPerson(w.t.Context(), who, AddPerson{Kind: Officer, FullName: name, Terms: terms(agency, "2026-01-05"), Confirmed: true})
	ok(w.t, err)
	return id
}

func (w *school) names(who access.Principal, q ListPeople) string {
	w.t.Helper()
	if q.Limit == 0 {
		q.Limit = 50
	}
	found, err := w.ListPeople(w.t.Context(), who, q)
	ok(w.t, err)
	var names []string
	for _, l := range found.Lines {
		names = append(names, l.FullName)
	}
	return strings.Join(names, ", ")
}

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
	_, err := w.AddPosting(t.Context(), who, AddPosting{PersonID: bình, Terms: second, Reason: "Kiêm nhiệm"})
	ok(t, err)
	ok(t, w.LeavePerson(t.Context(), who, LeavePerson{PersonID: chi, On: day("2026-06-01"), Reason: "Nghỉ hưu"}))
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

func TestAddPerson(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	cmd := AddPerson{Kind: Officer, FullName: "Hồ Văn  Đăm", Code: "CB1", Terms: terms(w.dept, "2026-01-05")}
	id, err := w.AddPerson(t.Context(), who, cmd)
	ok(t, err)
	if n := w.count("SELECT count(*) FROM identity.accounts WHERE person_id = ?", id); n != 1 {
		t.Error("the person has no account")
	}
	year := 1990
	for name, c := range map[string]struct {
		change func(*AddPerson)
		want   error
	}{
		"namesake":   {func(*AddPerson) {}, ErrNamesake},
		"code":       {func(c *AddPerson) { c.FullName = "Y Blứ" }, ErrCodeTaken},
		"no name":    {func(c *AddPerson) { c.FullName = " " }, fault.ErrInvalid},
		"old font":   {func(c *AddPerson) { c.FullName = "NguyÔn V¨n A" }, fault.ErrInvalid},
		"parts":      {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Parts = NameParts{Given: "Khác"} }, fault.ErrInvalid},
		"to first":   {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Code = ""; c.Terms.To = upTo("2026-01-05") }, ErrPostingOrder},
		"far future": {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Code = ""; c.Terms.From = w.today.AddDate(2, 0, 0) }, ErrPostingDay},
		"group":      {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Code = ""; c.Terms.PositionGroup = "student" }, fault.ErrInvalid},
		"no class":   {func(c *AddPerson) { c.FullName = "Y Blứ"; c.Code = ""; c.Kind = Student }, fault.ErrInvalid},
		"year":       {func(c *AddPerson) { c.FullName = "Y Blứ"; c.BirthYear = new(int) }, fault.ErrInvalid},
	} {
		try := cmd
		c.change(&try)
		if _, err := w.AddPerson(t.Context(), who, try); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if n := w.count("SELECT count(*) FROM organization.persons WHERE full_name <> 'Hồ Văn Đăm'"); n != 0 {
		t.Errorf("%d people were half written", n)
	}
	cmd.Confirmed, cmd.Code, cmd.BirthYear = true, "CB2", &year
	_, err = w.AddPerson(t.Context(), who, cmd)
	ok(t, err)
	for name, other := range map[string]access.Principal{"another agency": as(access.FocalPoint, w.first), "a leader": as(access.AgencyLeader, w.dept),
		"the province": as(access.ProvinceManager, w.province, w.dept), "the standing agency": as(access.StandingAgency, w.province, w.dept), "nobody": {}} {
		if _, err := w.AddPerson(t.Context(), other, cmd); err == nil {
			t.Errorf("%s adds a person", name)
		}
	}
}

func TestCorrectPerson(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	id := w.add(who, w.dept, "Nguyễn Thị Bích Ngọc")
	cmd := CorrectPerson{PersonID: id, FullName: "Y Bích Ngọc", Parts: NameParts{Given: "Y Bích Ngọc"}, Code: "CB9", Reason: "Sai họ tên theo quyết định tuyển dụng"}
	ok(t, w.CorrectPerson(t.Context(), who, cmd))
	page, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if page.GivenName != "Y Bích Ngọc" || page.FamilyName != "" || *page.Code != "CB9" {
		t.Errorf("the person is %+v", page.Person)
	}
	if got := w.names(who, ListPeople{AgencyID: w.dept, Query: "cb9"}); got != "Y Bích Ngọc" {
		t.Errorf("the new code finds %q", got)
	}
	if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'correct_person' AND object_id = ? AND before->>'full_name' = 'Nguyễn Thị Bích Ngọc'", id); n != 1 {
		t.Error("the correction is not in the audit log")
	}
	cmd.Reason = " "
	wantFault(t, w.CorrectPerson(t.Context(), who, cmd), fault.ErrInvalid)
	cmd.Reason = "Thử"
	wantFault(t, w.CorrectPerson(t.Context(), as(access.FocalPoint, w.first), cmd), fault.ErrNotFound)
	wantFault(t, w.CorrectPerson(t.Context(), as(access.AgencyLeader, w.dept), cmd), fault.ErrForbidden)
	wantFault(t, w.CorrectPerson(t.Context(), access.Principal{}, cmd), fault.ErrSignInRequired)
}

func TestPostings(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept, w.first)
	id := w.add(who, w.dept, "Lê An")
	add := func(change func(*PostingTerms)) error {
		posting := terms(w.first, "2026-03-01")
		change(&posting)
		_, err := w.AddPosting(t.Context(), who, AddPosting{PersonID: id, Terms: posting, Reason: "Theo quyết định"})
		return err
	}
	wantFault(t, add(func(*PostingTerms) {}), ErrCountsTwice)
	ok(t, add(func(p *PostingTerms) { p.Counts = false }))
	wantFault(t, add(func(p *PostingTerms) { p.Counts = false; p.To = upTo("2026-05-01") }), ErrPostingTwice)
	wantFault(t, add(func(p *PostingTerms) { p.AgencyID = w.second; p.Counts = false }), fault.ErrNotFound)
	ok(t, add(func(p *PostingTerms) { p.From, p.To = day("2025-01-01"), upTo("2026-01-05") })) // ends on the day on which the other begins
	page, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if len(page.Postings) != 3 || page.AgencyID != w.dept || !page.Working {
		t.Fatalf("the page is %+v", page)
	}
	var counting PostingLine
	for _, p := range page.Postings {
		if p.Counts && p.ValidTo == nil {
			counting = p
		}
	}
	end := terms(uuid.Nil, "2026-01-05")
	end.To = upTo("2026-08-01")
	ok(t, w.ChangePosting(t.Context(), who, ChangePosting{PersonID: id, PostingID: counting.ID, Terms: end, Reason: "Hết nhiệm kỳ"}))
	wantFault(t, w.ChangePosting(t.Context(), who, ChangePosting{PersonID: id, PostingID: audit.NewID(), Terms: end, Reason: "Hết nhiệm kỳ"}), fault.ErrNotFound)
	ok(t, add(func(p *PostingTerms) { p.From, p.Position = day("2026-08-01"), "Giáo viên" }))
	if n := w.count("SELECT count(*) FROM organization.persons WHERE id = ? AND agency_id = ?", id, w.first); n != 1 {
		t.Error("the person does not follow the posting that counts")
	}
	wantFault(t, w.ChangePosting(t.Context(), as(access.FocalPoint, w.second), ChangePosting{PersonID: id, PostingID: counting.ID, Terms: end, Reason: "Thử"}), fault.ErrNotFound)
}

func TestMoveByHandshake(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	from, to := as(access.FocalPoint, w.dept), as(access.FocalPoint, w.first)
	id := w.add(from, w.dept, "Lê An")
	move := MovePerson{PersonID: id, Terms: terms(w.first, "2026-09-01"), Reason: "Quyết định điều động số 12"}
	transfer, err := w.MovePerson(t.Context(), from, move)
	ok(t, err)
	if transfer == uuid.Nil {
		t.Fatal("the person moved without the other agency")
	}
	_, err = w.MovePerson(t.Context(), from, move)
	wantFault(t, err, ErrTransferOpen)
	_, err = w.FindPersonPage(t.Context(), to, id)
	wantFault(t, err, fault.ErrNotFound) // not theirs yet
	lines, total, err := w.ListTransfers(t.Context(), to, w.first, 10, 0)
	ok(t, err)
	if total != 1 || !lines[0].Incoming || lines[0].FullName != "Lê An" {
		t.Fatalf("the offers are %+v", lines)
	}
	accept := DecideTransfer{ID: transfer, State: TransferAccepted, Terms: terms(w.first, "2026-09-01")}
	wantFault(t, w.DecideTransfer(t.Context(), from, accept), fault.ErrNotFound)
	wantFault(t, w.DecideTransfer(t.Context(), as(access.FocalPoint, w.second), accept), fault.ErrNotFound)
	wantFault(t, w.DecideTransfer(t.Context(), to, DecideTransfer{ID: transfer, State: TransferWithdrawn, Reason: "Thử"}), fault.ErrNotFound)
	ok(t, w.DecideTransfer(t.Context(), to, accept))
	wantFault(t, w.DecideTransfer(t.Context(), to, accept), ErrTransferDecided)
	page, err := w.FindPersonPage(t.Context(), to, id)
	ok(t, err)
	if page.AgencyID != w.first || len(page.Postings) != 2 {
		t.Errorf("the receiving agency sees %+v", page)
	}
	former, err := w.FindPersonPage(t.Context(), from, id)
	ok(t, err)
	if !former.Former || len(former.Postings) != 1 || former.Account != nil {
		t.Errorf("the former agency sees %+v", former)
	}
	wantFault(t, w.CorrectPerson(t.Context(), from, CorrectPerson{PersonID: id, FullName: "Khác", Reason: "Thử"}), fault.ErrNotFound)
}

func TestMoveAhead(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	w.today = day("2026-06-01").Add(5 * time.Hour)
	who := as(access.FocalPoint, w.dept, w.first)
	id := w.add(who, w.dept, "Lê An")
	move := func(on string) error {
		_, err := w.MovePerson(t.Context(), who, MovePerson{PersonID: id, Terms: terms(w.first, on), Reason: "Điều động"})
		return err
	}
	wantFault(t, move("2026-01-05"), ErrMoveDay)
	wantFault(t, move("2030-01-05"), ErrMoveDay)
	ok(t, move("2026-07-01"))
	wantFault(t, move("2026-06-15"), ErrMoveLater)
	ok(t, w.TurnPostings(t.Context()))
	if n := w.count("SELECT count(*) FROM organization.persons WHERE id = ? AND agency_id = ?", id, w.dept); n != 1 {
		t.Error("the person moved before the day")
	}
	w.today = day("2026-07-01").Add(5 * time.Hour)
	ok(t, w.TurnPostings(t.Context()))
	ok(t, w.TurnPostings(t.Context()))
	if n := w.count("SELECT count(*) FROM organization.persons WHERE id = ? AND agency_id = ?", id, w.first); n != 1 {
		t.Error("the person did not move on the day")
	}
	if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'turn_posting'"); n != 1 {
		t.Errorf("%d turns are recorded", n)
	}
	if got := w.names(who, ListPeople{AgencyID: w.first, Query: "le an"}); got != "Lê An" {
		t.Errorf("the new agency finds %q", got)
	}
}

func TestLeaveAndReturn(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	id := w.add(who, w.dept, "Lê An")
	leave := LeavePerson{PersonID: id, On: day("2026-06-01"), LockAccount: true, Reason: "Nghỉ hưu theo quyết định"}
	late := leave
	late.On = w.today.AddDate(0, 1, 0)
	wantFault(t, w.LeavePerson(t.Context(), who, late), fault.ErrInvalid)
	early := leave
	early.On = day("2026-01-05")
	wantFault(t, w.LeavePerson(t.Context(), who, early), ErrMoveLater)
	wantFault(t, w.LeavePerson(t.Context(), as(access.FocalPoint, w.first), leave), fault.ErrNotFound)
	w.exec("INSERT INTO organization.grants (id, person_id, role, agency_id, valid_from) VALUES (?0, ?1, 'system_admin', ?2, '2026-01-01')", audit.NewID(), id, w.province)
	wantFault(t, w.LeavePerson(t.Context(), who, leave), ErrPrivileged)
	w.exec("DELETE FROM organization.grants")
	ok(t, w.LeavePerson(t.Context(), who, leave))
	page, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if page.Working || page.Account.LockedAt == nil {
		t.Errorf("the page is %+v", page)
	}
	ok(t, w.ReturnPerson(t.Context(), who, ReturnPerson{PersonID: id, Terms: terms(w.dept, "2026-09-01"), OpenAccount: true, Reason: "Trở lại làm việc"}))
	page, err = w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if !page.Working || page.Account.LockedAt != nil || len(page.Postings) != 2 {
		t.Errorf("the page is %+v", page)
	}
}

func TestPageIsShownToThePerson(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	id := w.add(who, w.dept, "Lê An")
	_, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if n := w.count("SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND reader_id = ? AND what = 'person_page'", id, who.PersonID); n != 1 {
		t.Errorf("%d readings are shown", n)
	}
	for name, other := range map[string]access.Principal{"another agency": as(access.FocalPoint, w.first), "a class teacher of another school": teacher(w.first, audit.NewID()),
		"the province": as(access.ProvinceManager, w.province, w.dept, w.first), "the standing agency": as(access.StandingAgency, w.province, w.dept),
		"an administrator": as(access.SystemAdmin, w.province, w.dept), "nobody": {}} {
		if _, err := w.FindPersonPage(t.Context(), other, id); err == nil {
			t.Errorf("%s opens the page", name)
		}
	}
	if n := w.count("SELECT count(*) FROM audit.person_reads WHERE person_id = ?", id); n != 1 {
		t.Errorf("%d readings are shown", n)
	}
}

func TestNationalNumbers(t *testing.T) {
	t.Parallel()
	w := newSchool(t)
	who := as(access.FocalPoint, w.dept)
	id := w.add(who, w.dept, "Lê An")
	const number = "051 090 123 456"
	_, err := w.SetNationalNumber(t.Context(), who, id, number, "Làm hồ sơ cấp giấy")
	wantFault(t, err, ErrNumbersOff)
	wantFault(t, w.SetPeopleSettings(t.Context(), as(access.FocalPoint, w.first), PeopleSettings{AgencyID: w.dept, KeepsNationalNumbers: true, Document: "Công văn 12"}), fault.ErrNotFound)
	ok(t, w.SetPeopleSettings(t.Context(), who, PeopleSettings{AgencyID: w.dept, KeepsNationalNumbers: true, Document: "Công văn 12/SNV"}))
	_, err = w.SetNationalNumber(t.Context(), who, id, "123", "Thử")
	wantFault(t, err, fault.ErrInvalid)
	year := 1985
	ok(t, w.CorrectPerson(t.Context(), who, CorrectPerson{PersonID: id, FullName: "Lê An", BirthYear: &year, Reason: "Bổ sung năm sinh"}))
	doubtful, err := w.SetNationalNumber(t.Context(), who, id, number, "Làm hồ sơ cấp giấy")
	ok(t, err)
	if !doubtful {
		t.Error("a number of another year is not doubted")
	}
	page, err := w.FindPersonPage(t.Context(), who, id)
	ok(t, err)
	if page.NumberMask != "051*******56" {
		t.Errorf("the mask is %q", page.NumberMask)
	}
	opened, err := w.RevealNationalNumber(t.Context(), who, id, "Đối chiếu hồ sơ")
	ok(t, err)
	if opened != "051090123456" {
		t.Errorf("the number is %q", opened)
	}
	if n := w.count("SELECT count(*) FROM audit.person_reads WHERE person_id = ? AND what = 'national_number'", id); n != 1 {
		t.Error("the opening is not shown to the person")
	}
	for _, table := range []string{"audit.entries", "organization.national_numbers", "organization.persons"} {
		if n := w.count("SELECT count(*) FROM " + table + " x WHERE to_jsonb(x)::text LIKE '%090123%' OR to_jsonb(x)::text LIKE '%" + "303930313233" + "%'"); n != 0 {
			t.Errorf("the number stands in %s", table)
		}
	}
	_, err = w.RevealNationalNumber(t.Context(), as(access.FocalPoint, w.first), id, "Thử")
	wantFault(t, err, fault.ErrNotFound)
	ok(t, w.SetPeopleSettings(t.Context(), who, PeopleSettings{AgencyID: w.dept, Document: "Không còn cần"}))
	if n := w.count("SELECT count(*) FROM organization.national_numbers"); n != 0 {
		t.Error("turning it off keeps the numbers")
	}
}
