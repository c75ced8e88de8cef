package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/media"
	"taphuan/internal/postgres"
)

const (
	// MaxSpeed is the fastest playback that counts, in hundredths (200 = twice).
	MaxSpeed = 200
	// RequiredShare is the part of a video that must have been watched, in percent.
	RequiredShare = 95
	// watchSlack forgives clocks and buffering, once for a lesson.
	watchSlack = 2 * time.Second
	// maxSegments bounds what one message of the player may carry.
	maxSegments = 200
)

// Segment is one stretch that the player showed without a jump. Sequence numbers grow within a
// playback; a segment that arrives twice counts once.
type Segment struct {
	Sequence int
	Interval
}

// WatchState is what the server has credited.
type WatchState struct {
	WatchedMs  int
	PositionMs int
	Done       bool
	Missing    []Interval
	Ended      bool // the playback ended, since another was opened: what is played on in it no longer counts
}

// RecordWatch is a message of the player.
type RecordWatch struct {
	EnrollmentID uuid.UUID
	LessonID     uuid.UUID
	PlaybackID   uuid.UUID
	Segments     []Segment // at most maxSegments count
	PositionMs   int
}

// RecordWatch credits watched segments: never more than the time for which the person's playbacks
// of this lesson were open, times MaxSpeed, and only within the video; of a segment for which that is not enough
// the beginning counts. Segments that came late over a lost line count while they fit into the time before the
// playback ended.
// Errors: fault.ErrNotFound for another person's playback and for a lesson without a video.
func (s *Service) RecordWatch(ctx context.Context, who access.Principal, w RecordWatch) (WatchState, error) {
	var state WatchState
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := lockOwn(ctx, tx, w.EnrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		film, err := findFilm(ctx, tx, e, w.LessonID)
		if err != nil {
			return err
		}
		playback, err := findPlayback(ctx, tx, w)
		if err != nil {
			return err
		}
		if err := credit(ctx, tx, e, w, playback.BudgetMs, film.DurationMs); err != nil {
			return err
		}
		if state, err = watched(ctx, tx, e.ID, w.LessonID, film.DurationMs); err != nil {
			return err
		}
		state.Ended = playback.Ended
		state.PositionMs = min(max(w.PositionMs, 0), film.DurationMs)
		if state.PositionMs, err = savePosition(ctx, tx, e, w.LessonID, state, playback.Newest); err != nil {
			return err
		}
		state.Done, err = s.finishWatched(ctx, tx, e, w.LessonID, state.WatchedMs, film.DurationMs)
		return err
	})
	return state, err
}

// findFilm returns the video of a lesson of the enrollment's course version; sql.ErrNoRows when
// the lesson has none.
func findFilm(ctx context.Context, tx bun.IDB, e Enrollment, lessonID uuid.UUID) (media.File, error) {
	lesson, err := findLesson(ctx, tx, e, lessonID)
	if err != nil {
		return media.File{}, err
	}
	return media.FindFile(ctx, tx, lesson.VideoID)
}

// watched derives what a person has seen of a lesson from every credited segment.
func watched(ctx context.Context, tx bun.IDB, enrollment, lesson uuid.UUID, duration int) (WatchState, error) {
	var rows []struct{ FromMs, ToMs int }
	err := tx.NewRaw(`SELECT g.from_ms, LEAST(g.to_ms, ?) AS to_ms FROM learning.watch_segments g
		JOIN learning.playbacks p ON p.id = g.playback_id WHERE p.enrollment_id = ? AND p.lesson_id = ?`, duration, enrollment, lesson).Scan(ctx, &rows)
	intervals := make([]Interval, len(rows))
	for i, r := range rows {
		intervals[i] = Interval{r.FromMs, r.ToMs}
	}
	union := Union(intervals)
	return WatchState{WatchedMs: Length(union), Missing: Missing(union, duration)}, err
}

// savePosition keeps where to go on, and the credit, which outlives the segments it rests on. It returns where to go
// on: what comes late from an older playback moves it no more.
func savePosition(ctx context.Context, tx bun.Tx, e Enrollment, lesson uuid.UUID, state WatchState, newest bool) (int, error) {
	var position int
	err := tx.NewRaw(`INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, person_id, agency_id, state, position_ms, watched_ms)
		VALUES (?0, ?1, ?2, ?3, 'started', ?4, ?5)
		ON CONFLICT (enrollment_id, lesson_id) DO UPDATE SET position_ms = CASE WHEN ?6 THEN EXCLUDED.position_ms ELSE lesson_progress.position_ms END,
			watched_ms = GREATEST(lesson_progress.watched_ms, EXCLUDED.watched_ms), updated_at = now() RETURNING position_ms`,
		e.ID, lesson, e.PersonID, e.AgencyID, state.PositionMs, state.WatchedMs, newest).Scan(ctx, &position)
	return position, err
}

func (s *Service) finishWatched(ctx context.Context, tx bun.Tx, e Enrollment, lesson uuid.UUID, watchedMs, durationMs int) (bool, error) {
	if durationMs == 0 || watchedMs*100 < durationMs*RequiredShare {
		return isDone(ctx, tx, e.ID, lesson)
	}
	return true, s.finish(ctx, tx, e, lesson, "watched")
}
