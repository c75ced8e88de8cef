package reporting

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/access"
	"taphuan/internal/planning"
)

// values are the lines of a report as [value, previous, cumulative]; -1 stands for none.
func values(r Results) map[string][3]int64 {
	of := func(n *int64) int64 {
		if n == nil {
			return -1
		}
		return *n
	}
	found := map[string][3]int64{}
	for _, line := range r.Lines {
		found[line.Code] = [3]int64{of(line.Value), of(line.Previous), of(line.Cumulative)}
	}
	return found
}

func TestResultsOfTheProvince(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	r, err := w.service().FindResults(t.Context(), w.as(access.StandingAgency, police), FindResults{w.id(province), w.plan(planning.Year, 2025)})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][3]int64{
		"A1": {15, 15, -1}, "A2.1": {1, 1, -1}, "A2.2": {1, 1, -1}, "B1": {1, 1, 2}, "B1.1": {1, 0, 1}, "B1.2": {0, 1, 1}, "B1.3": {0, 0, 0},
		"B2": {9, 1, 10}, "B3": {7, 1, 8}, "B4": {4000, 667, 4667},
		"B5.1": {6, 1, 7}, "B5.2": {7500, 10000, 7778},
		"B6.1": {600, -1, 600}, "B6.2": {820, -1, 820}, "B6.3": {220, -1, 220},
		"B7.1": {7500, 10000, 7778}, "B7.2": {2, 0, 2},
		"B8.1": {7, 1, 8}, "B8.2": {1, 0, 1}, "B9.1": {4000, 600, 4600}, "B9.2": {3000, 450, 3450},
		"B10.1": {4, 0, 4}, "B10.2": {2, 1, 3}, "B10.3": {1, 0, 1}, "B10.4": {1, 0, 1},
		"B2.HS": {2, 0, 2}, "B3.HS": {1, 0, 1}, "B5.HS": {5000, -1, 5000}, "B8.HS": {1, 0, 1},
	}
	if diff := cmp.Diff(want, values(r)); diff != "" {
		t.Error(diff)
	}
	b2, b4 := r.Line("B2"), r.Line("B4")
	if *b2.Absolute != 8 || *b2.Percent != 80000 || *b4.Absolute != 3333 || b4.Percent != nil || r.Line("B8.2").Percent != nil {
		t.Errorf("changes: B2 %d %d, B4 %d %v, B8.2 %v", *b2.Absolute, *b2.Percent, *b4.Absolute, b4.Percent, r.Line("B8.2").Percent)
	}
	parts := map[string][3]int64{}
	for _, p := range append(r.ByField, r.ByAudience...) {
		parts[p.Part] = [3]int64{p.Turns, p.Completions, p.People}
	}
	wantParts := map[string][3]int64{
		"it": {}, "cybersecurity": {8, 6, 6}, "pedagogy": {1, 1, 1}, "psychology": {},
		"leader": {1, 1, 1}, "officer": {4, 3, 3}, "teacher": {1, 1, 1}, "commune_staff": {3, 2, 2}, "clerk": {}, "youth_union": {}, "student": {2, 1, 1},
	}
	if diff := cmp.Diff(wantParts, parts); diff != "" {
		t.Error(diff)
	}
}

// The merged commune is the sum of its predecessors: in the same period of the year before, and for
// what they did in this period before they merged.
func TestResultsOfTheMergedCommune(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	r, err := w.service().FindResults(t.Context(), w.as(access.FocalPoint, communeN), FindResults{w.id(communeN), w.plan(planning.Year, 2025)})
	if err != nil {
		t.Fatal(err)
	}
	got := values(r)
	for code, want := range map[string][3]int64{
		"A1": {9, 7, -1}, "B2": {3, 1, 4}, "B3": {2, 1, 3}, "B4": {3333, 1429, 4444}, "B8.1": {2, 1, 3}, "B5.2": {6667, 10000, 7500},
	} {
		if got[code] != want {
			t.Errorf("%s: %v, want %v", code, got[code], want)
		}
	}
}

// The rows of the province add up to it, and distinct people only after the printed line.
func TestUnitsAddUp(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	// One more turn of the mover, completed in the new commune: one person in two units.
	w.enroll("mover", "sp1", communeN, "2025-09-01", "")
	w.complete("mover", "sp1", communeN, "2025-09-20", 800)
	r, err := w.service().FindResults(t.Context(), w.as(access.ProvinceManager, province), FindResults{w.id(province), w.plan(planning.Year, 2025)})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"A1", "A2.1", "A2.2", "B1", "B1.1", "B1.2", "B1.3", "B2", "B5.1", "B7.2", "B8.1", "B8.2", "B9.1", "B10.1", "B10.2", "B10.3", "B10.4"} {
		var sum int64
		for _, unit := range r.Units {
			if n := unit.Value(code); n != nil { // the police do not publish their strength
				sum += *n
			}
		}
		if sum != *r.Line(code).Value {
			t.Errorf("%s: units %d, whole %d", code, sum, *r.Line(code).Value)
		}
	}
	if shared := r.Shared(); shared != 1 || *r.Line("B3").Value != 7 {
		t.Errorf("B3 %d, %d people in two units", *r.Line("B3").Value, shared)
	}
}

func TestComparisonOutsideAndSplit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agency(province, "province", "", "2022-01-01", "")
	w.agency("Tỉnh Kon Tum", "province", "", "2022-01-01", "2025-07-01")
	w.agency("Xã Ia Đal", "commune", "Tỉnh Kon Tum", "2022-01-01", "2025-07-01") // moves with its name
	w.agency("Xã Ia Đal", "commune", province, "2025-07-01", "")
	w.agency("Xã Cũ", "commune", "Tỉnh Kon Tum", "2022-01-01", "2025-07-01")
	w.agency("Xã Mới", "commune", province, "2025-07-01", "")
	w.agency("Xã Trà Bùi", "commune", province, "2022-01-01", "2025-07-01")
	w.agency("Xã Cà Đam", "commune", province, "2025-07-01", "")
	w.agency("Xã Tây Trà Bồng", "commune", province, "2025-07-01", "")
	w.agency("Xã Lập Mới", "commune", province, "2025-12-01", "")
	w.event("merge", "2025-07-01", []string{"Tỉnh Kon Tum"}, []string{province})
	w.event("merge", "2025-07-01", []string{"Xã Cũ"}, []string{"Xã Mới"})
	w.event("split", "2025-07-01", []string{"Xã Trà Bùi"}, []string{"Xã Cà Đam", "Xã Tây Trà Bồng"})
	w.closeTree()
	w.course("an1", "cybersecurity", 700, 600)
	w.today = on("2026-11-05")
	for i, agency := range []string{"Xã Ia Đal", "Xã Cũ", "Xã Trà Bùi"} {
		name := string(rune('e' + i))
		w.officer(name, "officer", "none", [3]string{agency, "2022-01-01", "2025-07-01"})
		w.enroll(name, "an1", agency, "2025-02-01", "")
		w.complete(name, "an1", agency, "2025-03-01", 800)
	}
	s, who := w.service(), w.as(access.StandingAgency, province)
	year2025, year2026 := w.plan(planning.Year, 2025), w.plan(planning.Year, 2026)
	for name, c := range map[string]struct {
		agency string
		year   FindResults
		why    string
		b3     [3]int64
	}{
		"moved in with its name":        {"Xã Ia Đal", FindResults{PeriodID: year2026}, "Ngoài phạm vi kế hoạch", [3]int64{0, -1, 0}},
		"merged out of the other side":  {"Xã Mới", FindResults{PeriodID: year2026}, "Ngoài phạm vi kế hoạch", [3]int64{0, -1, 0}},
		"part of a divided unit":        {"Xã Cà Đam", FindResults{PeriodID: year2026}, "Không so sánh được", [3]int64{0, -1, -1}},
		"new":                           {"Xã Lập Mới", FindResults{PeriodID: year2026}, "Chưa thành lập", [3]int64{0, -1, 0}},
		"the province counts its own":   {province, FindResults{PeriodID: year2026}, "", [3]int64{0, 1, 1}},
		"the divided unit in the whole": {province, FindResults{PeriodID: year2025}, "", [3]int64{1, 0, 1}},
	} {
		c.year.AgencyID = w.id(c.agency)
		r, err := s.FindResults(t.Context(), who, c.year)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := values(r)["B3"]; got != c.b3 || r.Line("B3").Note.VI != c.why {
			t.Errorf("%s: B3 %v %q, want %v %q", name, got, r.Line("B3").Note.VI, c.b3, c.why)
		}
	}
}
