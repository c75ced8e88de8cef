package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/catalog"
	"taphuan/internal/postgres"
)

const (
	// MaxSpeed is the fastest playback that counts, in hundredths (200 = twice).
	MaxSpeed = 200
	// RequiredShare is the part of a video that must have been watched, in percent.
	RequiredShare = 95
	// watchSlack forgives clocks and buffering at the edges of a playback.
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
}

// RecordWatch is a message of the player.
type RecordWatch struct {
	EnrollmentID uuid.UUID
	LessonID     uuid.UUID
	PlaybackID   uuid.UUID
	Segments     []Segment
	PositionMs   int
	DurationMs   int // of the video, from the catalogue
}

// RecordWatch credits watched segments: at most the playback's own age times MaxSpeed, only
// within the video. Segments that came late over a lost line count while they fit into the time
// before the playback ended. Errors: fault.ErrNotFound for another person's playback.
func (s *Service) RecordWatch(ctx context.Context, who access.Principal, w RecordWatch) (WatchState, error) {
	var state WatchState
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		e, err := findOwn(ctx, tx, w.EnrollmentID, who.PersonID)
		if err != nil {
			return err
		}
		lesson, err := findLesson(ctx, tx, e, w.LessonID)
		if err != nil {
			return err
		}
		if err := credit(ctx, tx, who.PersonID, w); err != nil {
			return err
		}
		state, err = watched(ctx, tx, e.ID, w.LessonID, w.DurationMs)
		if err != nil {
			return err
		}
		state.PositionMs = min(max(w.PositionMs, 0), w.DurationMs)
		if err := s.savePosition(ctx, tx, e, lesson, state); err != nil {
			return err
		}
		state.Done, err = s.finishWatched(ctx, tx, e, lesson, state.WatchedMs, w.DurationMs)
		return err
	})
	return state, err
}

// credit stores the segments that fit into the playback's time budget.
func credit(ctx context.Context, tx bun.Tx, person uuid.UUID, w RecordWatch) error {
	var playback struct {
		AgeMs      int
		CreditedMs int
	}
	err := tx.NewRaw(`SELECT (extract(epoch FROM COALESCE(ended_at, clock_timestamp()) - opened_at) * 1000)::int AS age_ms, credited_ms
		FROM learning.playbacks WHERE id = ? AND person_id = ? AND enrollment_id = ? AND lesson_id = ? FOR UPDATE`,
		w.PlaybackID, person, w.EnrollmentID, w.LessonID).Scan(ctx, &playback)
	if err != nil {
		return err
	}
	budget := (playback.AgeMs+int(watchSlack.Milliseconds()))*MaxSpeed/100 - playback.CreditedMs
	for _, segment := range w.Segments[:min(len(w.Segments), maxSegments)] {
		length := segment.To - segment.From
		if segment.From < 0 || length <= 0 || segment.To > w.DurationMs+1000 || length > budget {
			continue
		}
		res, err := tx.ExecContext(ctx, `INSERT INTO learning.watch_segments (playback_id, sequence, person_id, from_ms, to_ms)
			VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, w.PlaybackID, segment.Sequence, person, segment.From, segment.To)
		if err != nil {
			return err
		}
		if stored, _ := res.RowsAffected(); stored == 1 {
			budget -= length
			playback.CreditedMs += length
		}
	}
	_, err = tx.ExecContext(ctx, `UPDATE learning.playbacks SET credited_ms = ? WHERE id = ?`, playback.CreditedMs, w.PlaybackID)
	return err
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

func (s *Service) savePosition(ctx context.Context, tx bun.Tx, e Enrollment, lesson catalog.Lesson, state WatchState) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, person_id, agency_id, state, position_ms, watched_ms)
		VALUES (?, ?, ?, ?, 'started', ?, ?)
		ON CONFLICT (enrollment_id, lesson_id) DO UPDATE SET position_ms = EXCLUDED.position_ms, watched_ms = EXCLUDED.watched_ms, updated_at = now()`,
		e.ID, lesson.ID, e.PersonID, e.AgencyID, state.PositionMs, state.WatchedMs)
	return err
}

func (s *Service) finishWatched(ctx context.Context, tx bun.Tx, e Enrollment, lesson catalog.Lesson, watchedMs, durationMs int) (bool, error) {
	if durationMs == 0 || watchedMs*100 < durationMs*RequiredShare {
		return isDone(ctx, tx, e.ID, lesson.ID)
	}
	return true, s.finish(ctx, tx, e, lesson.ID, "watched")
}
