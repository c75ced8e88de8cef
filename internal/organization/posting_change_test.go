package organization

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// correcting is a person of two agencies with the corrections of postings over them.
type correcting struct {
	*reformWorld
	who          access.Principal // keeps the people of both agencies
	person       uuid.UUID
	right, wrong uuid.UUID // postings: the wrong one began when the right one ended
}

func newCorrecting(t *testing.T) *correcting {
	t.Helper()
	w := &correcting{reformWorld: newReform(t)}
	w.who = as(access.FocalPoint, w.dept, w.second)
	w.person = w.add(as(access.FocalPoint, w.dept), w.dept, "Nguyễn Văn An")
	_, _, err := w.MovePerson(t.Context(), w.who, MovePerson{PersonID: w.person, Terms: terms(w.second, "2026-03-01"), Reason: "nhập nhầm người"})
	ok(t, err)
	ok(t, w.owner.NewRaw("SELECT id FROM organization.postings WHERE person_id = ? AND agency_id = ?", w.person, w.dept).Scan(t.Context(), &w.right))
	ok(t, w.owner.NewRaw("SELECT id FROM organization.postings WHERE person_id = ? AND agency_id = ?", w.person, w.second).Scan(t.Context(), &w.wrong))
	return w
}

// postings are the person's postings, the earliest first.
func (w *correcting) postings() []string {
	var list []string
	ok(w.t, w.owner.NewRaw(`SELECT CASE agency_id WHEN ? THEN 'dept' ELSE 'second' END || ' ' || valid_from || ' ' || COALESCE(valid_to::text, '') FROM organization.postings
		WHERE person_id = ? ORDER BY valid_from`, w.dept, w.person).Scan(w.t.Context(), &list))
	return list
}

func (w *correcting) change(posting uuid.UUID, from, to string, more ...func(*PostingTerms)) (PostingEntry, error) {
	t := terms(uuid.Nil, from)
	if to != "" {
		t.To = upTo(to)
	}
	for _, change := range more {
		change(&t)
	}
	return w.ChangePosting(w.t.Context(), w.who, ChangePosting{PersonID: w.person, PostingID: posting, Terms: t, Reason: "sửa theo quyết định"})
}

var (
	halfOf2026 = ClosedPeriod{ID: uuid.New(), Label: fault.Text{VI: "06 tháng đầu năm 2026"}, From: dayOf(2025, 11, 1), To: dayOf(2026, 4, 30)}
	yearOf2026 = ClosedPeriod{ID: uuid.New(), Label: fault.Text{VI: "Năm 2026"}, From: dayOf(2025, 11, 1), To: dayOf(2026, 10, 31)}
)

// Days in a period whose reports were due stay as they were, with a line for each such period; the change holds
// from the first open day on. A change that reaches into none is written as it is. The other posting of the
// person, "dept", ended on the day on which this one began.
func TestChangePostingKeepsSealedDays(t *testing.T) {
	t.Parallel()
	dual := func(p *PostingTerms) { p.Staffing = "dual_role" }
	named := func(p *PostingTerms) { p.Position = "Chuyên viên chính" }
	none := []ClosedPeriod{}
	for name, c := range map[string]struct {
		sealed   []ClosedPeriod
		from, to string
		change   func(*PostingTerms)
		restated int
		kept     string
		want     []string
	}{
		"nothing is sealed":                   {none, "2026-03-10", "2026-06-01", dual, 0, "", []string{"second 2026-03-10 2026-06-01 dual_role"}},
		"ended after the sealed days":         {[]ClosedPeriod{halfOf2026}, "2026-03-01", "2026-06-01", nil, 0, "", []string{"second 2026-03-01 2026-06-01 none"}},
		"ended on the first open day":         {[]ClosedPeriod{halfOf2026}, "2026-03-01", "2026-05-01", nil, 0, "", []string{"second 2026-03-01 2026-05-01 none"}},
		"ended within":                        {[]ClosedPeriod{halfOf2026}, "2026-03-01", "2026-04-01", nil, 1, "2026-05-01", []string{"second 2026-03-01 2026-05-01 none"}},
		"ended within two periods":            {[]ClosedPeriod{halfOf2026, yearOf2026}, "2026-03-01", "2026-04-01", nil, 2, "2026-11-01", []string{"second 2026-03-01 2026-11-01 none"}},
		"ended within the longer":             {[]ClosedPeriod{halfOf2026, yearOf2026}, "2026-03-01", "2026-06-01", nil, 1, "2026-11-01", []string{"second 2026-03-01 2026-11-01 none"}},
		"begun later":                         {[]ClosedPeriod{halfOf2026}, "2026-03-10", "", nil, 1, "2026-05-01", []string{"second 2026-03-01  none"}},
		"begun after the sealed days":         {[]ClosedPeriod{halfOf2026}, "2026-06-01", "", nil, 1, "2026-05-01", []string{"second 2026-03-01 2026-05-01 none", "second 2026-06-01  none"}},
		"a staffing":                          {[]ClosedPeriod{halfOf2026}, "2026-03-01", "", dual, 1, "2026-05-01", []string{"second 2026-03-01 2026-05-01 none", "second 2026-05-01  dual_role"}},
		"words that stand in no figure":       {[]ClosedPeriod{halfOf2026, yearOf2026}, "2026-03-01", "", named, 0, "", []string{"second 2026-03-01  none"}},
		"a period that had ended before both": {[]ClosedPeriod{{From: dayOf(2024, 11, 1), To: dayOf(2025, 10, 31)}}, "2026-03-01", "2026-06-01", dual, 0, "", []string{"second 2026-03-01 2026-06-01 dual_role"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newCorrecting(t)
			w.seal(c.sealed...)
			var more []func(*PostingTerms)
			if c.change != nil {
				more = append(more, c.change)
			}
			done, err := w.change(w.wrong, c.from, c.to, more...)
			ok(t, err)
			if diff := cmp.Diff(append([]string{"dept 2026-01-05 2026-03-01 none"}, c.want...), w.postingsWithStaffing()); diff != "" {
				t.Error(diff)
			}
			if kept := dayText(done.HoldsFrom); kept != c.kept || len(done.Restated) != c.restated || len(w.restated) != c.restated {
				t.Errorf("kept to %q, %+v, lines %+v", kept, done.Restated, w.restated)
			}
			for _, r := range w.restated {
				if r.Act != "change_posting" || r.AgencyID != w.second || r.EventID != uuid.Nil || r.Reason != "" || r.Document != "" {
					t.Errorf("the line says more than the agency: %+v", r)
				}
			}
		})
	}
}

func (w *correcting) postingsWithStaffing() []string {
	var list []string
	ok(w.t, w.owner.NewRaw(`SELECT CASE agency_id WHEN ? THEN 'dept' ELSE 'second' END || ' ' || valid_from || ' ' || COALESCE(valid_to::text, '') || ' ' || staffing
		FROM organization.postings WHERE person_id = ? ORDER BY valid_from`, w.dept, w.person).Scan(w.t.Context(), &list))
	return list
}

// A posting that begins after the sealed days is not drawn into them: it goes back to the first open day, and
// one that would lie in them alone is refused with what to do; neither writes half.
func TestChangePostingIntoSealedDays(t *testing.T) {
	t.Parallel()
	w := newCorrecting(t)
	w.exec("DELETE FROM organization.postings WHERE id = ?", w.right)
	w.exec("UPDATE organization.postings SET valid_from = '2026-11-20' WHERE id = ?", w.wrong)
	w.seal(halfOf2026, yearOf2026)
	_, err := w.change(w.wrong, "2026-06-01", "2026-09-01")
	wantFault(t, err, ErrPostingSealed)
	if fields := fault.From(err).Fields; len(fields) != 1 || fields[0].Code != "sealed" || len(w.restated) > 0 {
		t.Errorf("%+v, lines %+v", fields, w.restated)
	}
	done, err := w.change(w.wrong, "2026-06-01", "")
	ok(t, err)
	if diff := cmp.Diff([]string{"second 2026-11-01  none"}, w.postingsWithStaffing()); diff != "" || len(done.Restated) != 1 || dayText(done.HoldsFrom) != "2026-11-01" {
		t.Errorf("%s %+v", diff, done)
	}
}
