package organization

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

func (w *correcting) remove(resume bool) (PostingEntry, error) {
	return w.RemovePosting(w.t.Context(), w.who, RemovePosting{PersonID: w.person, PostingID: w.wrong, Resume: resume, Reason: "nhập nhầm người"})
}

// A posting that was entered by mistake goes, the one before it goes on if asked, the person belongs to where
// they were, and the log says what there was and why.
func TestRemovePosting(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		resume bool
		want   []string
	}{
		"alone":               {false, []string{"dept 2026-01-05 2026-03-01"}},
		"the earlier goes on": {true, []string{"dept 2026-01-05 "}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newCorrecting(t)
			done, err := w.remove(c.resume)
			ok(t, err)
			if diff := cmp.Diff(c.want, w.postings()); diff != "" || len(done.Restated) > 0 || len(w.restated) > 0 {
				t.Errorf("%s %+v %+v", diff, done, w.restated)
			}
			if w.count("SELECT count(*) FROM organization.persons WHERE id = ? AND agency_id = ?", w.person, w.dept) != 1 {
				t.Error("the person does not belong to the earlier agency")
			}
			if n := w.count("SELECT count(*) FROM audit.entries WHERE action = 'remove_posting' AND object_id = ? AND reason = 'nhập nhầm người' AND before ->> 'posting' = ?", w.person, w.wrong.String()); n != 1 {
				t.Errorf("%d entries in the log", n)
			}
		})
	}
}

// Days in a period whose reports were due stay, with a line for each agency that would count otherwise; it names
// nobody.
func TestRemovePostingKeepsSealedDays(t *testing.T) {
	t.Parallel()
	half, year := halfOf2026, yearOf2026
	old := ClosedPeriod{ID: uuid.New(), From: dayOf(2024, 11, 1), To: dayOf(2025, 10, 31)}
	for name, c := range map[string]struct {
		sealed   []ClosedPeriod
		ended    string
		restated int
		want     []string
	}{
		"the first half":              {[]ClosedPeriod{old, half}, "", 1, []string{"dept 2026-01-05 2026-03-01", "second 2026-03-01 2026-05-01", "dept 2026-05-01 "}},
		"half and year":               {[]ClosedPeriod{half, year}, "", 2, []string{"dept 2026-01-05 2026-03-01", "second 2026-03-01 2026-11-01", "dept 2026-11-01 "}},
		"all of it":                   {[]ClosedPeriod{half}, "2026-04-01", 1, []string{"dept 2026-01-05 2026-03-01", "second 2026-03-01 2026-04-01"}},
		"ended before the period did": {[]ClosedPeriod{half, year}, "2026-06-01", 2, []string{"dept 2026-01-05 2026-03-01", "second 2026-03-01 2026-06-01"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newCorrecting(t)
			if c.ended != "" {
				w.exec("UPDATE organization.postings SET valid_to = ?::date WHERE id = ?", c.ended, w.wrong)
			}
			w.seal(c.sealed...)
			done, err := w.remove(true)
			ok(t, err)
			if diff := cmp.Diff(c.want, w.postings()); diff != "" || len(done.Restated) != c.restated || len(w.restated) != 2*c.restated {
				t.Errorf("%s %+v %+v", diff, done, w.restated)
			}
			for _, r := range w.restated {
				if r.Act != "remove_posting" || r.AgencyID != w.second && r.AgencyID != w.dept || r.EventID != uuid.Nil || r.Reason != "" || r.Document != "" {
					t.Errorf("the line says more than the agency: %+v", r)
				}
			}
		})
	}
}

func TestRemovePostingRefuses(t *testing.T) {
	t.Parallel()
	w := newCorrecting(t)
	state := w.postings()
	remove := func(who access.Principal, posting uuid.UUID, resume bool, reason string) error {
		_, err := w.RemovePosting(t.Context(), who, RemovePosting{PersonID: w.person, PostingID: posting, Resume: resume, Reason: reason})
		return err
	}
	wantFault(t, remove(w.who, w.wrong, false, " "), fault.ErrInvalid)
	wantFault(t, remove(w.who, uuid.New(), false, "nhập nhầm"), fault.ErrNotFound)
	wantFault(t, remove(w.who, w.right, true, "nhập nhầm"), fault.ErrInvalid)                             // nothing ended on its first day
	wantFault(t, remove(as(access.FocalPoint, w.dept), w.wrong, false, "nhập nhầm"), fault.ErrNotFound)   // another agency's person
	wantFault(t, remove(as(access.FocalPoint, w.second), w.right, false, "nhập nhầm"), fault.ErrNotFound) // another agency's posting
	wantFault(t, remove(as(access.FocalPoint, w.second), w.wrong, true, "nhập nhầm"), fault.ErrNotFound)  // it would go on in another agency
	for _, role := range []access.Role{access.StandingAgency, access.ProvinceManager, access.AgencyLeader, access.Learner} {
		wantFault(t, remove(as(role, w.second), w.wrong, false, "nhập nhầm"), fault.ErrForbidden)
	}
	if diff := cmp.Diff(state, w.postings()); diff != "" {
		t.Errorf("a refusal has written:\n%s", diff)
	}
	_, err := w.remove(false)
	ok(t, err)
	w.who = as(access.FocalPoint, w.dept)
	wantFault(t, remove(w.who, w.right, false, "nhập nhầm"), ErrOnlyPosting)
}
