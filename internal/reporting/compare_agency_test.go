package reporting

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// A merged unit is the sum of its predecessors in both years; one that comes out of a division without a
// ratio says that it cannot be compared.
func TestCompareAgency(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agency(province, "province", "", "2020-01-01", "")
	for _, name := range []string{"Xã một", "Xã hai", "Xã chia"} {
		w.agency(name, "commune", province, "2020-01-01", "2025-07-01")
	}
	for _, name := range []string{"Xã gộp", "Xã nửa"} {
		w.agency(name, "commune", province, "2025-07-01", "")
	}
	w.event("merge", "2025-07-01", []string{"Xã một", "Xã hai"}, []string{"Xã gộp"})
	w.event("split", "2025-07-01", []string{"Xã chia"}, []string{"Xã nửa", "Xã gộp"})
	w.closeTree()
	w.course("an1", "cybersecurity", 700, 800)
	for person, from := range map[string]string{"an": "Xã một", "binh": "Xã hai"} {
		w.officer(person, "officer", "none", [3]string{from, "2023-01-01", "2025-07-01"}, [3]string{"Xã gộp", "2025-07-01", ""})
		w.enroll(person, "an1", from, "2025-01-10", "")
		w.complete(person, "an1", from, "2025-02-10", 900)
	}
	s := w.service()
	standing := w.as(access.StandingAgency, province)
	c, err := s.CompareAgency(t.Context(), standing, w.id("Xã gộp"), on("2025-10-31"))
	if err != nil {
		t.Fatal(err)
	}
	var members []string
	for _, u := range c.Members {
		members = append(members, u.Name)
	}
	slices.Sort(members)
	if !slices.Equal(members, []string{"Xã hai", "Xã một"}) || len(c.Divided) != 1 || c.Divided[0].Name != "Xã chia" {
		t.Errorf("sum of %v, divided %v", members, c.Divided)
	}
	for _, line := range c.Lines {
		if line.Code == "B3" && (line.Value == nil || *line.Value != 2 || line.Previous != nil || line.Note != whyNotCompared) {
			t.Errorf("B3: %v %v %q", line.Value, line.Previous, line.Note.VI)
		}
	}
	half, err := s.CompareAgency(t.Context(), standing, w.id("Xã nửa"), on("2025-10-31"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range half.Lines {
		if line.Note.VI != "Không so sánh được" {
			t.Errorf("%s of a divided unit: %+v", line.Code, line)
		}
	}
	for name, who := range map[string]access.Principal{"another agency": w.as(access.FocalPoint, "Xã nửa"), "a learner": w.as(access.Learner, "Xã gộp"), "nobody": {}} {
		if _, err := s.CompareAgency(t.Context(), who, w.id("Xã gộp"), on("2025-10-31")); err == nil {
			t.Errorf("%s sees figures", name)
		}
	}
	if _, err := s.CompareAgency(t.Context(), standing, uuid.New(), on("2025-10-31")); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
}
