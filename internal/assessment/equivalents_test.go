package assessment

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"taphuan/internal/question"
)

// TestEquivalentFaults names the questions whose equivalent is missing, gone, moved or no help, and what to do.
func TestEquivalentFaults(t *testing.T) {
	t.Parallel()
	pool := bankPool{versions: map[uuid.UUID]poolVersion{}}
	add := func(key, equivalent string, difficulty int, types ...question.Type) {
		pool.versions[uuid.New()] = poolVersion{Key: key, Topic: "m1", Difficulty: difficulty, Types: types, Equivalent: equivalent}
	}
	add("plain", "", 1, "single")
	add("order-alone", "", 1, "ordering") // the keyboard does
	add("fine", "plain", 1, "hotspot")
	add("case", "", 1, "case_study", "single", "hotspot")
	add("gone", "retired", 1, "hotspot")
	add("itself", "itself", 1, "ordering")
	add("moved", "plain", 2, "categorize")
	add("no-help", "order-alone", 1, "hotspot")
	want := map[string]question.EquivalentWhy{"case": question.EquivalentMissing, "gone": question.EquivalentGone, "itself": question.EquivalentGone, "moved": question.EquivalentMoved, "no-help": question.EquivalentByHand}
	found := pool.equivalentFaults()
	for i, f := range found {
		if f.Why != want[f.Key] || (i > 0 && found[i-1].Key >= f.Key) {
			t.Errorf("%d: %+v", i, f)
		}
		for _, text := range []string{f.Text().VI, f.Text().EN} {
			if !strings.Contains(text, f.Key) || !strings.Contains(text, f.Equivalent) || strings.Contains(text, "%!") {
				t.Errorf("%s: %q", f.Key, text)
			}
		}
	}
	if len(found) != len(want) {
		t.Errorf("%d faults, want %d", len(found), len(want))
	}
}
