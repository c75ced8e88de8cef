package reporting

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"taphuan/internal/access"
	"taphuan/internal/planning"
)

// The class list explains B1: as many rows as B1 says, the same for the province and for the host, who
// counts people of other agencies too; nobody stands in it.
func TestClassesExplainB1(t *testing.T) {
	t.Parallel()
	w := smallWorld(t)
	for name, c := range map[string]struct {
		who    access.Principal
		agency string
	}{
		"province":            {w.as(access.StandingAgency, police), province},
		"province, of a unit": {w.as(access.ProvinceManager, province), department},
		"the host":            {w.as(access.AgencyLeader, department), department},
	} {
		r, err := w.service().FindResults(t.Context(), c.who, FindResults{w.id(c.agency), w.plan(planning.Year, 2025)})
		if err != nil {
			t.Fatal(err)
		}
		if n := *r.Line("B1").Value; n != int64(len(r.Classes)) || n != 1 {
			t.Fatalf("%s: B1 is %d, %d classes", name, n, len(r.Classes))
		}
		got := r.Classes[0]
		numbers := []int64{got.Called, got.Attended, got.Completed, *got.Score, got.Certificates, *got.Spent}
		// d1 completed after the class began; a1 had before; d3 never did.
		if diff := cmp.Diff([]int64{3, 2, 1, 850, 1, 5000000}, numbers); diff != "" || got.Name != "Lớp một" || got.Host != department {
			t.Errorf("%s: %+v %s", name, got, diff)
		}
	}
	merged, err := w.service().FindResults(t.Context(), w.as(access.FocalPoint, communeN), FindResults{w.id(communeN), w.plan(planning.Year, 2025)})
	if err != nil {
		t.Fatal(err)
	}
	if b1 := values(merged)["B1"]; b1 != [3]int64{0, 1, 1} || len(merged.Classes) != 0 {
		t.Errorf("the merged commune: %v, %d classes", b1, len(merged.Classes))
	}
}
