package learning

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// filmMs is the length of the video in milliseconds.
const filmMs = 60_000

func (w *world) open(t *testing.T, who access.Principal, enrollment uuid.UUID, secondsAgo int) uuid.UUID {
	t.Helper()
	id, err := w.service.OpenPlayback(t.Context(), who, enrollment, w.video)
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE learning.playbacks SET opened_at = now() - make_interval(secs => ?) WHERE id = ?`, secondsAgo, id)
	return id
}

func (w *world) watch(t *testing.T, enrollment, playback uuid.UUID, segments ...Segment) WatchState {
	t.Helper()
	state, err := w.service.RecordWatch(t.Context(), w.anna, RecordWatch{EnrollmentID: enrollment, LessonID: w.video, PlaybackID: playback,
		Segments: segments, PositionMs: 30_000})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func segment(sequence, from, to int) Segment {
	return Segment{Sequence: sequence, Interval: Interval{from, to}, Speed: 100}
}

// TestHonestWatching: a minute of watching in pieces completes the lesson.
func TestHonestWatching(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	playback := w.open(t, w.anna, id, 61)
	state := w.watch(t, id, playback, segment(1, 0, 20_000))
	if state.Done || state.WatchedMs != 20_000 || state.PositionMs != 30_000 || state.Missing[0] != (Interval{20_000, filmMs}) {
		t.Errorf("after 20 s: %+v", state)
	}
	state = w.watch(t, id, playback, segment(2, 20_000, 40_000), segment(3, 40_000, filmMs))
	if !state.Done || len(state.Missing) != 0 {
		t.Errorf("after the whole film: %+v", state)
	}
}

// TestForgedWatching: whatever is sent, credit never exceeds the time since the playback opened
// at the fastest speed.
func TestForgedWatching(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	for name, c := range map[string]struct {
		age      int
		segments []Segment
		most     int
	}{
		"everything at once":  {0, []Segment{segment(1, 0, filmMs)}, 5_000},
		"sixteen times":       {4, []Segment{segment(1, 0, filmMs)}, 13_000}, // (4 s + 2 s of slack) at twice the speed, and the time of the test
		"many small ones":     {5, []Segment{segment(1, 0, 9_000), segment(2, 9_000, 18_000), segment(3, 18_000, 27_000)}, 14_500},
		"negative":            {30, []Segment{segment(1, -20_000, 10_000)}, 0},
		"backwards":           {30, []Segment{segment(1, 20_000, 10_000)}, 0},
		"beyond the end":      {600, []Segment{segment(1, 0, 10*filmMs)}, 0},
		"replayed":            {30, []Segment{segment(1, 0, 10_000), segment(1, 10_000, 20_000), segment(1, 20_000, 30_000)}, 10_000},
		"the same over again": {30, []Segment{segment(1, 0, 10_000), segment(2, 0, 10_000), segment(3, 0, 10_000)}, 10_000},
	} {
		w.exec(t, `DELETE FROM learning.playbacks`)
		w.exec(t, `DELETE FROM learning.lesson_progress`)
		state := w.watch(t, id, w.open(t, w.anna, id, c.age), c.segments...)
		if state.Done || state.WatchedMs > c.most {
			t.Errorf("%s: %d ms credited, done %v; at most %d ms are true", name, state.WatchedMs, state.Done, c.most)
		}
	}
}

// TestOneStream: opening on a second device ends the first, whose later time no longer counts.
func TestOneStream(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	first := w.open(t, w.anna, id, 10)
	if state := w.watch(t, id, first); state.Ended {
		t.Error("the only playback is called ended")
	}
	w.open(t, w.anna, id, 0)
	w.exec(t, `UPDATE learning.playbacks SET opened_at = opened_at - interval '1 hour', ended_at = ended_at - interval '1 hour' WHERE id = ?`, first)
	if state := w.watch(t, id, first, segment(1, 0, 10_000)); state.WatchedMs != 10_000 || !state.Ended {
		t.Errorf("what came late over a lost line was not credited: %d ms", state.WatchedMs)
	}
	if state := w.watch(t, id, first, segment(2, 0, 50_000)); state.WatchedMs > 24_000 { // (10 s + 2 s of slack) at twice the speed
		t.Errorf("the ended playback of 10 s credited %d ms", state.WatchedMs)
	}
}

// TestSlowFirstMessage: of a first segment that began before its playback could be opened, what time allows counts.
func TestSlowFirstMessage(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	playback := w.open(t, w.anna, id, 4)
	if state := w.watch(t, id, playback, segment(1, 0, 20_000)); state.WatchedMs < 12_000 || state.WatchedMs > 13_000 {
		t.Errorf("after 4 s: %d ms", state.WatchedMs)
	}
}

// TestLatePositionMovesNothing: what an older playback sends late counts and does not take the newer one back.
func TestLatePositionMovesNothing(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	older := w.open(t, w.anna, id, 20)
	newer := w.open(t, w.anna, id, 10)
	position := func(playback uuid.UUID, sequence, at int) int {
		state, err := w.service.RecordWatch(t.Context(), w.anna, RecordWatch{EnrollmentID: id, LessonID: w.video, PlaybackID: playback,
			Segments: []Segment{segment(sequence, at-2000, at)}, PositionMs: at})
		if err != nil {
			t.Fatal(err)
		}
		return state.PositionMs
	}
	if at := position(newer, 1, 40_000); at != 40_000 {
		t.Errorf("the newest playback: %d", at)
	}
	if at := position(older, 1, 10_000); at != 40_000 {
		t.Errorf("late, from an older playback: %d", at)
	}
	if at := position(newer, 2, 12_000); at != 12_000 {
		t.Errorf("the newest playback goes back: %d", at)
	}
}

// TestForeignPlayback: another person's playback cannot be used.
func TestForeignPlayback(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	other := w.enroll(t, w.binh)
	foreign := w.open(t, w.binh, other, 60)
	_, err := w.service.RecordWatch(t.Context(), w.anna, RecordWatch{EnrollmentID: id, LessonID: w.video, PlaybackID: foreign,
		Segments: []Segment{segment(1, 0, 10_000)}})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("%v, want not found", err)
	}
}

// TestManyPlaybacks: opening again and again gives no more than the time that passed, and in a
// race one playback stays open.
func TestManyPlaybacks(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	begin, credited := time.Now(), 0
	for i := range 15 {
		credited = w.watch(t, id, w.open(t, w.anna, id, 0), segment(1, i*4_000, (i+1)*4_000)).WatchedMs
	}
	if most := 2 * (time.Since(begin) + watchSlack).Milliseconds(); int64(credited) > most {
		t.Errorf("15 playbacks credited %d ms, more than %d", credited, most)
	}
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := w.service.OpenPlayback(t.Context(), w.anna, id, w.video); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := w.count(t, `SELECT count(*) FROM learning.playbacks WHERE ended_at IS NULL`); n != 1 {
		t.Errorf("%d playbacks are open", n)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.playbacks WHERE ended_at < opened_at`); n != 0 {
		t.Errorf("%d playbacks ended before they began", n)
	}
}

// TestLongPlayback: a player that slept for a year is still answered.
func TestLongPlayback(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	playback := w.open(t, w.anna, id, 366*86_400)
	if state := w.watch(t, id, playback, segment(1, 0, filmMs)); !state.Done {
		t.Errorf("%+v", state)
	}
	if state := w.watch(t, id, playback); !state.Done || state.WatchedMs != filmMs {
		t.Errorf("a message without segments: %+v", state)
	}
}

// TestTextHasNoPlayback: a lesson without a video is not watched.
func TestTextHasNoPlayback(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	if _, err := w.service.OpenPlayback(t.Context(), w.anna, id, w.text); fault.KindOf(err) != fault.NotFound {
		t.Errorf("open: %v", err)
	}
	_, err := w.service.RecordWatch(t.Context(), w.anna, RecordWatch{EnrollmentID: id, LessonID: w.text, PlaybackID: w.open(t, w.anna, id, 1)})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("watch: %v", err)
	}
}
