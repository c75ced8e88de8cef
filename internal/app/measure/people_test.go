package measure

import (
	"testing"

	"taphuan/internal/pgtest"
)

// TestPeople measures a small world: every part runs, and the search finds somebody.
func TestPeople(t *testing.T) {
	t.Parallel()
	figures, err := People(t.Context(), pgtest.URL(t), 4000)
	if err != nil {
		t.Fatal(err)
	}
	if len(figures) < 6 {
		t.Errorf("only %d figures", len(figures))
	}
	for _, f := range figures {
		t.Logf("%s\t%.3g\t%s\t%s", f.Name, f.Value, f.Unit, f.Goal)
	}
}
