package learning

import "testing"

// TestForgetWatching: what players reported goes 90 days after completion, the credit stays, and
// watching again takes nothing of it away.
func TestForgetWatching(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id, other := w.enroll(t, w.anna), w.enroll(t, w.binh)
	w.watch(t, id, w.open(t, w.anna, id, 61), segment(1, 0, filmMs))
	w.open(t, w.binh, other, 1) // not completed: stays
	forget := func(completed string, left int) {
		t.Helper()
		w.exec(t, `UPDATE learning.enrollments SET completed_at = now() - ?::interval WHERE id = ?`, completed, id)
		if err := w.service.ForgetWatching(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := w.count(t, `SELECT count(*) FROM learning.playbacks`); n != left {
			t.Errorf("%s after completion %d playbacks are left, want %d", completed, n, left)
		}
	}
	forget("89 days", 2)
	forget("91 days", 1)
	if n := w.count(t, `SELECT count(*) FROM learning.watch_segments`); n != 0 {
		t.Errorf("%d segments are left", n)
	}
	if state := w.watch(t, id, w.open(t, w.anna, id, 9), segment(1, 0, 5_000)); !state.Done {
		t.Errorf("after watching again: %+v", state)
	}
	if n := w.count(t, `SELECT watched_ms FROM learning.lesson_progress WHERE enrollment_id = ? AND state = 'done'`, id); n != filmMs {
		t.Errorf("the credit is %d ms", n)
	}
}

// TestPruneDeltas: only changes that are older than a week go, however many they are.
func TestPruneDeltas(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.enroll(t, w.anna)
	w.exec(t, `INSERT INTO learning.deltas (at, agency_id, course_id, day, what, amount)
		SELECT now() - interval '8 days', ?, ?, '2026-11-01', 'started', 1 FROM generate_series(1, ?)`, w.agencyA, w.course.ID, 2*forgetBatch+1)
	if err := w.service.PruneDeltas(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.deltas`); n != 1 {
		t.Errorf("%d changes are left", n)
	}
}
