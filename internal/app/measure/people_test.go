package measure

import (
	"testing"

	"taphuan/internal/pgtest"
)

// TestPeople measures a small world: every part runs, and the search finds somebody.
func TestPeople(t *testing.T) {
	t.Parallel()
	figures := map[string]float64{}
	err := People(t.Context(), pgtest.URL(t), 2500, func(f Figure) {
		figures[f.Name] = f.Value
		t.Logf("%s\t%.3g\t%s\t%s", f.Name, f.Value, f.Unit, f.Goal)
	})
	if err != nil {
		t.Fatal(err)
	}
	everybody := 2500 + figures["import_rows"]
	if figures["audience_province_people"] != everybody || figures["denominators_province_duties"] != everybody || figures["import_rows"] != 125 || figures["search_everybody_p95"] == 0 || figures["list_everybody_first_page_p95"] == 0 {
		t.Errorf("figures are %v", figures)
	}
}
