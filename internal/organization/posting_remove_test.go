package organization

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// removing is a person of two agencies with the removal of postings over them.
type removing struct {
	*reformWorld
	removals     *PostingRemovals
	who          access.Principal // keeps the people of both agencies
	person       uuid.UUID
	right, wrong uuid.UUID // postings: the wrong one began when the right one ended
}

func newRemoving(t *testing.T) *removing {
	t.Helper()
	w := &removing{reformWorld: newReform(t)}
	w.removals = NewPostingRemovals(w.Service, w.events.links)
	w.who = as(access.FocalPoint, w.dept, w.second)
	w.person = w.add(as(access.FocalPoint, w.dept), w.dept, "Nguyễn Văn An")
	_, err := w.MovePerson(t.Context(), w.who, MovePerson{PersonID: w.person, Terms: terms(w.second, "2026-03-01"), Reason: "nhập nhầm người"})
	ok(t, err)
	ok(t, w.owner.NewRaw("SELECT id FROM organization.postings WHERE person_id = ? AND agency_id = ?", w.person, w.dept).Scan(t.Context(), &w.right))
	ok(t, w.owner.NewRaw("SELECT id FROM organization.postings WHERE person_id = ? AND agency_id = ?", w.person, w.second).Scan(t.Context(), &w.wrong))
	return w
}

func (w *removing) remove(resume bool) (PostingRemoval, error) {
	return w.removals.RemovePosting(w.t.Context(), w.who, RemovePosting{PersonID: w.person, PostingID: w.wrong, Resume: resume, Reason: "nhập nhầm người"})
}

// postings are the person's postings, the earliest first.
func (w *removing) postings() []string {
	var list []string
	ok(w.t, w.owner.NewRaw(`SELECT CASE agency_id WHEN ? THEN 'dept' ELSE 'second' END || ' ' || valid_from || ' ' || COALESCE(valid_to::text, '') FROM organization.postings
		WHERE person_id = ? ORDER BY valid_from`, w.dept, w.person).Scan(w.t.Context(), &list))
	return list
}

func (w *removing) seal(periods ...ClosedPeriod) {
	w.removals.links.Closed = func(_ context.Context, _ bun.IDB, day, _ time.Time) ([]ClosedPeriod, error) {
		var reached []ClosedPeriod
		for _, p := range periods {
			if !p.To.Before(day) {
				reached = append(reached, p)
			}
		}
		return reached, nil
	}
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
			w := newRemoving(t)
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

// Days in a period whose reports were due stay, with a line that names the agency and nobody.
func TestRemovePostingKeepsSealedDays(t *testing.T) {
	t.Parallel()
	half := ClosedPeriod{ID: uuid.New(), Label: fault.Text{VI: "06 tháng đầu năm 2026"}, From: dayOf(2025, 11, 1), To: dayOf(2026, 4, 30)}
	old := ClosedPeriod{ID: uuid.New(), From: dayOf(2024, 11, 1), To: dayOf(2025, 10, 31)}
	year := ClosedPeriod{ID: uuid.New(), From: dayOf(2025, 11, 1), To: dayOf(2026, 10, 31)}
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
			w := newRemoving(t)
			if c.ended != "" {
				w.exec("UPDATE organization.postings SET valid_to = ?::date WHERE id = ?", c.ended, w.wrong)
			}
			w.seal(c.sealed...)
			done, err := w.remove(true)
			ok(t, err)
			if diff := cmp.Diff(c.want, w.postings()); diff != "" || len(done.Restated) != c.restated || len(w.restated) != c.restated {
				t.Errorf("%s %+v %+v", diff, done, w.restated)
			}
			for _, r := range w.restated {
				if r.Act != "remove_posting" || r.AgencyID != w.second || r.EventID != uuid.Nil || r.Reason != "" || r.Document != "" {
					t.Errorf("the line says more than the agency: %+v", r)
				}
			}
		})
	}
}

func TestRemovePostingRefuses(t *testing.T) {
	t.Parallel()
	w := newRemoving(t)
	state := w.postings()
	remove := func(who access.Principal, posting uuid.UUID, resume bool, reason string) error {
		_, err := w.removals.RemovePosting(t.Context(), who, RemovePosting{PersonID: w.person, PostingID: posting, Resume: resume, Reason: reason})
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
