package organization

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"taphuan/internal/access"
)

// TestEveryEntryKeepsSealedDays enters, by each use case, what reaches into periods whose reports were due: every
// day of them stays as it was for everybody, a line is kept for each period and agency that would count otherwise,
// and the rest is as it was entered from the first open day on. What lies in open days is written as it is. The
// person is at "dept" until March and at "second" since.
func TestEveryEntryKeepsSealedDays(t *testing.T) {
	t.Parallel()
	second, both := []string{"second"}, []string{"dept", "second"}
	for act, c := range map[string]struct {
		prepare func(w *correcting)
		enter   func(w *correcting, from string) (PostingEntry, error)
		at      []string // agencies that would count otherwise
		sealed  string   // the postings, entered from June while the year is sealed
		open    string   // the postings, entered from 10 November
	}{
		"add_posting": {nil, (*correcting).addFirst, []string{"first"},
			"dept 2026-01-05 2026-03-01, second 2026-03-01 , first 2026-11-01 ", "dept 2026-01-05 2026-03-01, second 2026-03-01 , first 2026-11-10 "},
		"add_person": {nil, (*correcting).addSomebody, []string{"dept"},
			"dept 2026-01-05 2026-03-01, second 2026-03-01 , dept 2026-11-01 ", "dept 2026-01-05 2026-03-01, second 2026-03-01 , dept 2026-11-10 "},
		"move_person": {nil, (*correcting).moveBack, both,
			"dept 2026-01-05 2026-03-01, second 2026-03-01 2026-11-01, dept 2026-11-01 ", "dept 2026-01-05 2026-03-01, second 2026-03-01 2026-11-10, dept 2026-11-10 "},
		"move_person, accepted": {nil, (*correcting).takeBack, both,
			"dept 2026-01-05 2026-03-01, second 2026-03-01 2026-11-01, dept 2026-11-01 ", "dept 2026-01-05 2026-03-01, second 2026-03-01 2026-11-10, dept 2026-11-10 "},
		"leave_person": {nil, (*correcting).leave, second,
			"dept 2026-01-05 2026-03-01, second 2026-03-01 2026-11-01", "dept 2026-01-05 2026-03-01, second 2026-03-01 2026-11-10"},
		"return_person": {func(w *correcting) {
			w.exec("UPDATE organization.postings SET valid_to = '2026-04-01' WHERE id = ?", w.wrong)
		}, (*correcting).comeBack, []string{"dept"},
			"dept 2026-01-05 2026-03-01, second 2026-03-01 2026-04-01, dept 2026-11-01 ", "dept 2026-01-05 2026-03-01, second 2026-03-01 2026-04-01, dept 2026-11-10 "},
	} {
		for _, sealed := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, sealed %v", act, sealed), func(t *testing.T) {
				t.Parallel()
				w := newCorrecting(t)
				if c.prepare != nil {
					c.prepare(w)
				}
				w.seal(halfOf2026, yearOf2026)
				from, want, lines, holds := "2026-11-10", c.open, []string(nil), ""
				if sealed {
					from, want, lines, holds = "2026-06-01", c.sealed, c.at, "2026-11-01"
				}
				before := w.everyDay(yearOf2026)
				done, err := c.enter(w, from)
				ok(t, err)
				if diff := cmp.Diff(before, w.everyDay(yearOf2026)); diff != "" {
					t.Errorf("sealed days are others: %s", diff)
				}
				if diff := cmp.Diff(want, w.allPostings()); diff != "" || dayText(done.HoldsFrom) != holds {
					t.Errorf("%s holds from %q", diff, dayText(done.HoldsFrom))
				}
				if diff := cmp.Diff(lines, w.linesOf(t, strings.TrimSuffix(act, ", accepted"))); diff != "" {
					t.Errorf("lines: %s", diff)
				}
				if n := w.count(`SELECT count(*) FROM organization.postings a JOIN organization.postings b ON b.person_id = a.person_id AND b.id > a.id AND a.counts AND b.counts
					AND a.valid_from < COALESCE(b.valid_to, 'infinity') AND b.valid_from < COALESCE(a.valid_to, 'infinity')`); n != 0 {
					t.Error("somebody counts twice on a day")
				}
			})
		}
	}
}

// TestEntriesInSealedDaysAlone refuses what has no open day, by each use case that has a last day, and writes nothing.
func TestEntriesInSealedDaysAlone(t *testing.T) {
	t.Parallel()
	w := newCorrecting(t)
	w.exec("UPDATE organization.postings SET valid_to = '2026-04-01' WHERE id = ?", w.wrong)
	w.seal(halfOf2026, yearOf2026)
	short := terms(w.dept, "2026-06-01")
	short.To = upTo("2026-09-01")
	before := w.dump()
	_, _, err := w.AddPosting(t.Context(), w.who, AddPosting{PersonID: w.person, Terms: short, Reason: "Kiêm nhiệm"})
	wantFault(t, err, ErrPostingSealed)
	_, _, err = w.AddPerson(t.Context(), w.who, AddPerson{Kind: Officer, FullName: "Lê Bình", Terms: short})
	wantFault(t, err, ErrPostingSealed)
	wantFault(t, second(w.ReturnPerson(t.Context(), w.who, ReturnPerson{PersonID: w.person, Terms: short, Reason: "Trở lại"})), ErrPostingSealed)
	if diff := cmp.Diff(before, w.dump()); diff != "" || len(w.restated) > 0 {
		t.Errorf("a refusal has written: %s, lines %+v", diff, w.restated)
	}
}

// An agency that has ended by the first open day takes nobody, though it stood on the day that was entered.
func TestEntryIntoAnEndedAgency(t *testing.T) {
	t.Parallel()
	w := newCorrecting(t)
	w.exec("UPDATE organization.agency_versions SET valid_to = '2026-08-01' WHERE agency_id = ?", w.dept)
	w.seal(halfOf2026, yearOf2026)
	_, err := w.moveBack("2026-06-01")
	wantFault(t, err, ErrAgencyEnded)
}

// What stood beside another before, as two entries of one person that were merged may, does not hinder leaving.
func TestLeaveFromPostingsThatOverlap(t *testing.T) {
	t.Parallel()
	w := newCorrecting(t)
	w.exec("UPDATE organization.postings SET valid_to = '2026-10-01' WHERE id = ?", w.right)
	done, err := w.leave("2026-09-01")
	ok(t, err)
	if diff := cmp.Diff("dept 2026-01-05 2026-09-01, second 2026-03-01 2026-09-01", w.allPostings()); diff != "" || done.HoldsFrom != nil {
		t.Errorf("%s %+v", diff, done)
	}
}

func (w *correcting) addFirst(from string) (PostingEntry, error) {
	w.who = as(access.FocalPoint, w.dept, w.second, w.first)
	t := terms(w.first, from)
	t.Counts = false
	_, done, err := w.AddPosting(w.t.Context(), w.who, AddPosting{PersonID: w.person, Terms: t, Reason: "Kiêm nhiệm"})
	return done, err
}

func (w *correcting) addSomebody(from string) (PostingEntry, error) {
	_, done, err := w.AddPerson(w.t.Context(), w.who, AddPerson{Kind: Officer, FullName: "Lê Thị Bình", Terms: terms(w.dept, from)})
	return done, err
}

func (w *correcting) moveBack(from string) (PostingEntry, error) {
	_, done, err := w.MovePerson(w.t.Context(), w.who, MovePerson{PersonID: w.person, Terms: terms(w.dept, from), Reason: "Điều động"})
	return done, err
}

// takeBack moves the person by the word of both agencies.
func (w *correcting) takeBack(from string) (PostingEntry, error) {
	offered, _, err := w.MovePerson(w.t.Context(), as(access.FocalPoint, w.second), MovePerson{PersonID: w.person, Terms: terms(w.dept, from), Reason: "Điều động"})
	ok(w.t, err)
	return w.DecideTransfer(w.t.Context(), as(access.FocalPoint, w.dept), DecideTransfer{ID: offered, State: TransferAccepted, Terms: terms(w.dept, from)})
}

func (w *correcting) leave(on string) (PostingEntry, error) {
	return w.LeavePerson(w.t.Context(), w.who, LeavePerson{PersonID: w.person, On: day(on), Reason: "Nghỉ hưu"})
}

func (w *correcting) comeBack(from string) (PostingEntry, error) {
	return w.ReturnPerson(w.t.Context(), w.who, ReturnPerson{PersonID: w.person, Terms: terms(w.dept, from), Reason: "Trở lại"})
}

// everyDay is who is where as what on every day of a period.
func (w *school) everyDay(p ClosedPeriod) []string {
	w.t.Helper()
	var days []string
	ok(w.t, w.owner.NewRaw(`SELECT d::date || ' ' || o.person_id || ' ' || o.agency_id || ' ' || o.position_group || ' ' || o.staffing || ' ' || o.counts
		FROM generate_series(?::date, ?::date, '1 day') d JOIN organization.postings o ON o.valid_from <= d AND (o.valid_to IS NULL OR o.valid_to > d)
		ORDER BY 1`, p.From, p.To).Scan(w.t.Context(), &days))
	return days
}

// allPostings are the postings of everybody in one line, the earliest first.
func (w *correcting) allPostings() (text string) {
	ok(w.t, w.owner.NewRaw(`SELECT string_agg(CASE agency_id WHEN ? THEN 'dept' WHEN ? THEN 'second' ELSE 'first' END || ' ' || valid_from || ' ' || COALESCE(valid_to::text, ''), ', '
		ORDER BY valid_from) FROM organization.postings`, w.dept, w.second).Scan(w.t.Context(), &text))
	return text
}

// linesOf are the agencies of the lines, which are all of the year of 2026 and the act, and name nobody.
func (w *correcting) linesOf(t *testing.T, act string) []string {
	t.Helper()
	names := map[uuid.UUID]string{w.dept: "dept", w.second: "second", w.first: "first"}
	var agencies []string
	for _, r := range w.restated {
		if r.PeriodID != yearOf2026.ID || r.Act != act || r.ActorID == uuid.Nil || r.Document+r.Reason != "" {
			t.Errorf("a line is %+v", r)
		}
		agencies = append(agencies, names[r.AgencyID])
	}
	slices.Sort(agencies)
	return agencies
}

// TestSealedDaysOfAnyEntry holds, for any postings before and after and any closed periods, day by day: before the
// day from which an entry holds everything is as it was, from it on as it was entered; that day comes after every
// period that would be another, and exactly the agencies whose days would be others in a period get a line.
func TestSealedDaysOfAnyEntry(t *testing.T) {
	t.Parallel()
	agencies := []uuid.UUID{uuid.New(), uuid.New()}
	rapid.Check(t, func(t *rapid.T) {
		begin := dayOf(2026, 1, 1)
		date := func(n int) time.Time { return begin.AddDate(0, 0, n) }
		draw := rapid.Custom(func(t *rapid.T) Posting {
			from := rapid.IntRange(0, 40).Draw(t, "from")
			p := Posting{ID: uuid.New(), AgencyID: rapid.SampledFrom(agencies).Draw(t, "agency"), PositionGroup: "officer",
				Staffing: rapid.SampledFrom([]string{"none", "dedicated"}).Draw(t, "staffing"), Counts: true, ValidFrom: date(from)}
			if rapid.Bool().Draw(t, "ends") {
				to := date(rapid.IntRange(from+1, 50).Draw(t, "to"))
				p.ValidTo = &to
			}
			return p
		})
		was := rapid.SliceOfN(draw, 0, 3).Draw(t, "was")
		next := rapid.SliceOfN(draw, 0, 3).Draw(t, "next")
		for i := range min(len(was), len(next)) { // some go on
			if rapid.Bool().Draw(t, "same") {
				next[i].ID, next[i].AgencyID = was[i].ID, was[i].AgencyID
			}
		}
		var closed []ClosedPeriod
		for range rapid.IntRange(0, 3).Draw(t, "periods") {
			from := rapid.IntRange(0, 40).Draw(t, "opens")
			closed = append(closed, ClosedPeriod{ID: uuid.New(), From: date(from), To: date(rapid.IntRange(from, 45).Draw(t, "closes"))})
		}
		done, lines := reachOf(was, next, closed)
		after := partAt(done.HoldsFrom, was, next)
		for n := range 60 {
			wanted := next
			if done.HoldsFrom != nil && date(n).Before(*done.HoldsFrom) {
				wanted = was
			}
			if diff := cmp.Diff(onDay(wanted, date(n)), onDay(after, date(n))); diff != "" {
				t.Fatalf("%s: %s", date(n), diff)
			}
		}
		for _, period := range closed {
			for _, agency := range agencies {
				differs := false
				for d := period.From; !d.After(period.To); d = d.AddDate(0, 0, 1) {
					differs = differs || !slices.Equal(onDay(was, d, agency), onDay(next, d, agency))
				}
				kept := slices.ContainsFunc(lines, func(r Restatement) bool { return r.PeriodID == period.ID && r.AgencyID == agency })
				if differs != kept || differs && done.HoldsFrom.Before(period.end()) {
					t.Fatalf("period %v: differs %v, a line %v, holds from %v", period, differs, kept, done.HoldsFrom)
				}
			}
		}
	})
}

// onDay is what counts on a day, in some agencies or in all, each once.
func onDay(postings []Posting, day time.Time, agencies ...uuid.UUID) []string {
	var held []string
	for _, p := range postings {
		if p.holdsOn(day) && (len(agencies) == 0 || slices.Contains(agencies, p.AgencyID)) {
			held = append(held, p.AgencyID.String()+" "+p.Staffing)
		}
	}
	slices.Sort(held)
	return slices.Compact(held)
}
