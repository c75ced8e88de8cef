package learning

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// checkDerived: what is kept as watched is the union of the stored segments, within the film, and no playback credited
// more than its segments.
func (w *world) checkDerived(t *testing.T) {
	t.Helper()
	if n := w.count(t, `SELECT count(*) FROM learning.lesson_progress lp WHERE lp.watched <> COALESCE(
		(SELECT range_agg(int4range(g.from_ms, LEAST(g.to_ms, ?))) FROM learning.watch_segments g JOIN learning.playbacks p ON p.id = g.playback_id
			WHERE p.enrollment_id = lp.enrollment_id AND p.lesson_id = lp.lesson_id), '{}')`, filmMs); n != 0 {
		t.Errorf("%d lessons keep something else than their segments say", n)
	}
	if n := w.count(t, `SELECT count(*) FROM learning.playbacks p WHERE credited_ms <>
		COALESCE((SELECT sum(to_ms - from_ms) FROM learning.watch_segments g WHERE g.playback_id = p.id), 0)`); n != 0 {
		t.Errorf("%d playbacks credited something else than their segments", n)
	}
}

// TestParallelMessages: fifty messages at once, of one player and of copies of it, credit no more than the true time,
// and each segment once.
func TestParallelMessages(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	playback := w.open(t, w.anna, id, 10)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() { w.watch(t, id, playback, segment(1+i%5, i*1000, i*1000+30_000)) })
	}
	wg.Wait()
	state := w.watch(t, id, playback)
	if state.WatchedMs > 26_000 || state.WatchedMs < 10_000 { // (10 s + 2 s of slack + the time of the test) at twice the speed
		t.Errorf("%d ms credited", state.WatchedMs)
	}
	w.checkDerived(t)
}

// TestManyPlayers: messages of many people in one transaction are each judged by their own playback; one that is
// wrong harms nobody else.
func TestManyPlayers(t *testing.T) {
	t.Parallel()
	w := setup(t)
	type player struct {
		who                access.Principal
		enrollment, opened uuid.UUID
	}
	players := make([]player, 20)
	for i := range players {
		who := w.officer(t, w.agencyA)
		id := w.enroll(t, who)
		players[i] = player{who, id, w.open(t, who, id, 61)}
	}
	var batch []watchMessage
	for i, p := range players {
		end := (i + 1) * 2000
		batch = append(batch,
			watchMessage{PersonID: p.who.PersonID, RecordWatch: RecordWatch{EnrollmentID: p.enrollment, LessonID: w.video, PlaybackID: p.opened, PositionMs: end, Segments: []Segment{segment(1, 0, end)}}},
			watchMessage{PersonID: p.who.PersonID, RecordWatch: RecordWatch{EnrollmentID: p.enrollment, LessonID: w.video, PlaybackID: p.opened, PositionMs: end, Segments: []Segment{segment(1, 0, end), segment(2, end, end+1000)}}},
			watchMessage{PersonID: p.who.PersonID, RecordWatch: RecordWatch{EnrollmentID: players[(i+1)%20].enrollment, LessonID: w.video, PlaybackID: players[(i+1)%20].opened, Segments: []Segment{segment(9, 0, filmMs)}}},
			watchMessage{PersonID: p.who.PersonID, RecordWatch: RecordWatch{EnrollmentID: p.enrollment, LessonID: w.video, PlaybackID: players[(i+1)%20].opened, Segments: []Segment{segment(9, 0, filmMs)}}},
			watchMessage{PersonID: p.who.PersonID, RecordWatch: RecordWatch{EnrollmentID: p.enrollment, LessonID: w.text, PlaybackID: p.opened, Segments: []Segment{segment(9, 0, filmMs)}}})
	}
	answers, err := w.service.recordWatches(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range players {
		first, second := answers[5*i], answers[5*i+1]
		want := (i + 1) * 2000
		if first.Err != nil || first.Answer.WatchedMs != want || second.Err != nil || second.Answer.WatchedMs != want+1000 || second.Answer.PositionMs != want {
			t.Errorf("player %d: %+v, %+v", i, first, second)
		}
		for what, a := range map[string]postgres.Outcome[WatchState]{"another's enrollment": answers[5*i+2], "another's playback": answers[5*i+3], "another lesson": answers[5*i+4]} {
			if fault.KindOf(a.Err) != fault.NotFound {
				t.Errorf("player %d, %s: %v", i, what, a.Err)
			}
		}
		if n := w.count(t, `SELECT watched_ms FROM learning.lesson_progress WHERE enrollment_id = ? AND lesson_id = ?`, p.enrollment, w.video); n != want+1000 {
			t.Errorf("player %d keeps %d ms", i, n)
		}
	}
	w.checkDerived(t)
}

// TestPlaybackOfAnotherLesson: the token of one lesson's playback counts nothing in another, though both are the
// person's own.
func TestPlaybackOfAnotherLesson(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	playback := w.open(t, w.anna, id, 60)
	w.exec(t, `UPDATE learning.playbacks SET lesson_id = ? WHERE id = ?`, w.text, playback)
	_, err := w.service.RecordWatch(t.Context(), w.anna, RecordWatch{EnrollmentID: id, LessonID: w.video, PlaybackID: playback, Segments: []Segment{segment(1, 0, 10_000)}})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("%v, want not found", err)
	}
}

// TestClocksOfDevices: a clock that is set forward or back buys nothing.
func TestClocksOfDevices(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	playback := w.open(t, w.anna, id, 5)
	ahead, behind := segment(1, 0, filmMs), segment(2, 0, filmMs)
	ahead.PlayedAt, behind.PlayedAt = time.Now().Add(10*365*24*time.Hour), time.Now().Add(-24*time.Hour)
	if state := w.watch(t, id, playback, ahead, behind); state.WatchedMs > 15_000 {
		t.Errorf("%d ms credited after 5 s", state.WatchedMs)
	}
}

// TestExpiredPlayback: time after a playback expired does not count, and the player is told to open another.
func TestExpiredPlayback(t *testing.T) {
	t.Parallel()
	w := setup(t)
	id := w.enroll(t, w.anna)
	playback := w.open(t, w.anna, id, 0)
	w.exec(t, `UPDATE learning.playbacks SET opened_at = now() - interval '1 hour', expires_at = now() - interval '1 hour' + interval '3 seconds' WHERE id = ?`, playback)
	if state := w.watch(t, id, playback, segment(1, 0, 50_000)); state.WatchedMs > 10_000 || !state.Ended { // (3 s + 2 s of slack) at twice the speed
		t.Errorf("%+v", state)
	}
}

// TestCourseDecides: a course may ask for more, and for less speed.
func TestCourseDecides(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.exec(t, `ALTER TABLE catalog.course_versions DISABLE TRIGGER keep_published`)
	w.exec(t, `UPDATE catalog.course_versions SET watch_share = 100, watch_max_speed = 100`)
	w.exec(t, `ALTER TABLE catalog.course_versions ENABLE TRIGGER keep_published`)
	id := w.enroll(t, w.anna)
	playback := w.open(t, w.anna, id, 40)
	fast := segment(1, 0, 10_000)
	fast.Speed = 150
	if state := w.watch(t, id, playback, fast, segment(2, 0, 58_000)); state.WatchedMs < 42_000 || state.WatchedMs > 43_500 {
		t.Errorf("after 40 s at the usual speed: %+v", state)
	}
	w.exec(t, `UPDATE learning.playbacks SET opened_at = opened_at - interval '10 minutes'`)
	if state := w.watch(t, id, playback, segment(3, 42_000, 59_000)); state.Done {
		t.Errorf("done without the last second: %+v", state)
	}
	if state := w.watch(t, id, playback, segment(4, 59_000, filmMs)); !state.Done {
		t.Errorf("watched whole: %+v", state)
	}
}
