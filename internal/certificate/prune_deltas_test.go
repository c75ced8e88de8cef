package certificate

import "testing"

// TestPruneDeltas: only changes that are older than a week go.
func TestPruneDeltas(t *testing.T) {
	w := setup(t, false)
	for range 2 {
		who, event := w.complete(t, w.department, 845)
		w.issue(t, who, event)
	}
	w.exec(t, `UPDATE certificate.deltas SET at = now() - interval '8 days' WHERE id = (SELECT min(id) FROM certificate.deltas)`)
	if err := w.PruneDeltas(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := w.count(t, `SELECT count(*) FROM certificate.deltas WHERE at > now() - interval '1 day'`); n != 1 || n != w.count(t, `SELECT count(*) FROM certificate.deltas`) {
		t.Errorf("%d young changes are left", n)
	}
}
