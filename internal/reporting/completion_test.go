package reporting

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/planning"
)

func TestCountCompletion(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s, year := w.service(), w.plan(planning.Year, 2025)
	standing := w.as(access.StandingAgency, police)
	type row = CompletionFigures
	for name, c := range map[string]struct {
		q     CountCompletion
		total row
		rows  map[string]row
	}{
		"every duty of the province at the end of the year": {CountCompletion{AgencyID: w.id(province), PeriodID: year},
			row{Required: 18, Done: 7, NotDone: 7, Overdue: 3, NotCounted: 1, People: 15, PeopleDone: 5},
			map[string]row{
				department: {Required: 6, Done: 2, NotDone: 1, Overdue: 3, People: 5, PeopleDone: 1},
				communeN:   {Required: 9, Done: 4, NotDone: 5, People: 9, PeopleDone: 4},
				school:     {Required: 2, Done: 1, NotDone: 1, People: 1},
				police:     {Required: 1, NotCounted: 1},
			}},
		"one course": {CountCompletion{AgencyID: w.id(province), PeriodID: year, CourseKey: "sp1"},
			row{Required: 2, Done: 1, NotDone: 1, People: 2, PeopleDone: 1},
			map[string]row{department: {Required: 1, NotDone: 1, People: 1}, school: {Required: 1, Done: 1, People: 1, PeopleDone: 1}, communeN: {}, police: {}}},
		"today, after the due date": {CountCompletion{AgencyID: w.id(communeN)},
			row{Required: 9, Done: 5, Overdue: 4, People: 9, PeopleDone: 5},
			map[string]row{communeN: {Required: 9, Done: 5, Overdue: 4, People: 9, PeopleDone: 5}}},
	} {
		got, err := s.CountCompletion(t.Context(), standing, c.q)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		rows := map[string]row{}
		for _, r := range got.Rows {
			rows[r.Name] = r.CompletionFigures
		}
		if diff := cmp.Diff(c.rows, rows); diff != "" {
			t.Errorf("%s, rows: %s", name, diff)
		}
		if diff := cmp.Diff(c.total, got.Total); diff != "" {
			t.Errorf("%s, total: %s", name, diff)
		}
	}
}

// The day before the merger the old communes stand there with their own people.
func TestCompletionBeforeTheMerger(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	w.today = on("2025-06-30")
	got, err := w.service().CountCompletion(t.Context(), w.as(access.ProvinceManager, province), CountCompletion{AgencyID: w.id(province), CourseKey: "an1"})
	if err != nil {
		t.Fatal(err)
	}
	required := map[string]int64{}
	for _, row := range got.Rows {
		required[row.Name] = row.Required
	}
	want := map[string]int64{communeA: 5, communeB: 3, department: 6, school: 1, police: 1} // the mover is in A since 15/6
	if diff := cmp.Diff(want, required); diff != "" {
		t.Error(diff)
	}
}

// An agency role and a province role see the same figures, though the agency's scope shows only its own
// units: what its people did elsewhere counts, even of one who has left since the closing day.
func TestBothRolesCountTheSame(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	w.officer("gone", "officer", "none", [3]string{department, "2022-01-01", "2025-07-10"}, [3]string{communeN, "2025-07-10", "2025-11-02"}, [3]string{school, "2025-11-02", ""})
	w.enroll("gone", "an1", department, "2025-05-01", "")
	w.complete("gone", "an1", department, "2025-05-05", 800)
	s, year := w.service(), w.plan(planning.Year, 2025)
	for _, agency := range []string{department, communeN, school} {
		own, err := s.CountCompletion(t.Context(), w.as(access.FocalPoint, agency), CountCompletion{AgencyID: w.id(agency), PeriodID: year})
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := s.CountCompletion(t.Context(), w.as(access.ProvinceManager, province), CountCompletion{AgencyID: w.id(agency), PeriodID: year})
		if diff := cmp.Diff(theirs, own, cmpopts.IgnoreFields(Completion{}, "Ancestors")); err != nil || diff != "" {
			t.Errorf("completion of %s: %v %s", agency, err, diff)
		}
		results, err := s.FindResults(t.Context(), w.as(access.AgencyLeader, agency), FindResults{w.id(agency), year})
		if err != nil {
			t.Fatal(err)
		}
		theirResults, err := s.FindResults(t.Context(), w.as(access.StandingAgency, police), FindResults{w.id(agency), year})
		if diff := cmp.Diff(values(theirResults), values(results)); err != nil || diff != "" {
			t.Errorf("results of %s: %v %s", agency, err, diff)
		}
	}
}

func TestCompletionRefuses(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	focal := w.as(access.FocalPoint, department)
	for name, c := range map[string]struct {
		who  access.Principal
		q    CountCompletion
		want error
	}{
		"another agency's focal point":    {focal, CountCompletion{AgencyID: w.id(communeN)}, fault.ErrNotFound},
		"the agency above":                {focal, CountCompletion{AgencyID: w.id(province)}, fault.ErrNotFound},
		"a learner":                       {w.as(access.Learner, department), CountCompletion{AgencyID: w.id(department)}, fault.ErrForbidden},
		"a class teacher":                 {w.as(access.ClassTeacher, school), CountCompletion{AgencyID: w.id(school)}, fault.ErrForbidden},
		"nobody":                          {access.Principal{}, CountCompletion{AgencyID: w.id(department)}, fault.ErrSignInRequired},
		"an agency that ended":            {w.as(access.ProvinceManager, province), CountCompletion{AgencyID: w.id(communeA)}, fault.ErrNotFound},
		"an unknown course":               {focal, CountCompletion{AgencyID: w.id(department), CourseKey: "xx"}, fault.ErrNotFound},
		"an unknown period":               {focal, CountCompletion{AgencyID: w.id(department), PeriodID: uuid.New()}, fault.ErrNotFound},
		"an agency that never was":        {w.as(access.StandingAgency, police), CountCompletion{AgencyID: uuid.New()}, fault.ErrNotFound},
		"before the password was changed": {access.Principal{PersonID: uuid.New(), Grants: focal.Grants, Restricted: true}, CountCompletion{AgencyID: w.id(department)}, fault.ErrForbidden},
	} {
		if _, err := s.CountCompletion(t.Context(), c.who, c.q); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// A pasted address names the units above: all of them for the province, those within reach for an agency.
func TestCompletionNamesTheAgenciesAbove(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	s := w.service()
	w.agency("Phòng Tổng hợp", "unit", department, "2022-01-01", "")
	deep := w.id("Phòng Tổng hợp")
	w.closeTree()
	for name, c := range map[string]struct {
		who    access.Principal
		agency uuid.UUID
		want   []string
	}{
		"the province":               {w.as(access.StandingAgency, police), deep, []string{province, department}},
		"the province's own figures": {w.as(access.ProvinceManager, province), w.id(province), nil},
		"a department's focal point": {w.as(access.FocalPoint, department), deep, []string{department}},
		"its own figures":            {w.as(access.AgencyLeader, department), w.id(department), nil},
	} {
		got, err := s.CountCompletion(t.Context(), c.who, CountCompletion{AgencyID: c.agency})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var above []string
		for _, a := range got.Ancestors {
			above = append(above, a.Name)
		}
		if diff := cmp.Diff(c.want, above); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
