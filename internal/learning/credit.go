package learning

import (
	"context"
	"database/sql"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// edgeMs is how far a segment may reach beyond the video: players round its end differently.
const edgeMs = 1000

// watchSegment is a credited stretch as it is stored.
type watchSegment struct {
	bun.BaseModel `bun:"table:learning.watch_segments"`
	PlaybackID    uuid.UUID `bun:"playback_id"`
	Sequence      int       `bun:"sequence"`
	PersonID      uuid.UUID `bun:"person_id"`
	FromMs        int       `bun:"from_ms"`
	ToMs          int       `bun:"to_ms"`
}

// credit stores the segments, as far as they fit into the time budget. The caller has locked the enrollment.
func credit(ctx context.Context, tx bun.Tx, e Enrollment, w RecordWatch, budget, durationMs int) error {
	if len(w.Segments) == 0 {
		return nil
	}
	segments := w.Segments[:min(len(w.Segments), maxSegments)]
	known, err := knownSequences(ctx, tx, w.PlaybackID, segments)
	if err != nil {
		return err
	}
	var rows []watchSegment
	credited := 0
	for _, g := range segments {
		length := min(g.To-g.From, budget-credited)
		if known[g.Sequence] || g.Sequence < 1 || g.From < 0 || length <= 0 || g.To > durationMs+edgeMs {
			continue
		}
		known[g.Sequence] = true
		credited += length
		rows = append(rows, watchSegment{PlaybackID: w.PlaybackID, Sequence: g.Sequence, PersonID: e.PersonID, FromMs: g.From, ToMs: g.From + length})
	}
	return storeSegments(ctx, tx, w.PlaybackID, rows, credited)
}

// playbackOf is what the playbacks of a lesson say to a message of one of them.
type playbackOf struct {
	BudgetMs int  // how much may still be credited
	Newest   bool // no playback of the lesson was opened later
	Ended    bool // a later one, of whatever lesson, was opened
}

// findPlayback asks how many milliseconds may still be credited: the time for which the playbacks of the lesson were
// open (one at a time, each counted for a day at most), times MaxSpeed, less what was credited. sql.ErrNoRows when
// the playback is not one of them.
func findPlayback(ctx context.Context, tx bun.IDB, w RecordWatch) (playbackOf, error) {
	var sum struct {
		OpenMs     int
		CreditedMs int
		Named      bool
		Newest     bool
		Ended      bool
	}
	err := tx.NewRaw(`SELECT COALESCE(sum(LEAST(extract(epoch FROM COALESCE(ended_at, clock_timestamp()) - opened_at), 86400)) * 1000, 0)::bigint AS open_ms,
		COALESCE(sum(credited_ms), 0) AS credited_ms, COALESCE(bool_or(id = ?0), false) AS named,
		COALESCE((array_agg(id ORDER BY opened_at DESC, id DESC))[1] = ?0, false) AS newest,
		COALESCE(bool_or(id = ?0 AND ended_at IS NOT NULL), false) AS ended
		FROM learning.playbacks WHERE enrollment_id = ?1 AND lesson_id = ?2`, w.PlaybackID, w.EnrollmentID, w.LessonID).Scan(ctx, &sum)
	if err == nil && !sum.Named {
		err = sql.ErrNoRows
	}
	return playbackOf{BudgetMs: (sum.OpenMs+int(watchSlack.Milliseconds()))*MaxSpeed/100 - sum.CreditedMs, Newest: sum.Newest, Ended: sum.Ended}, err
}

// knownSequences returns which of the segments arrived before.
func knownSequences(ctx context.Context, tx bun.IDB, playback uuid.UUID, segments []Segment) (map[int]bool, error) {
	asked := make([]int, len(segments))
	for i, g := range segments {
		asked[i] = g.Sequence
	}
	var stored []int
	err := tx.NewRaw(`SELECT sequence FROM learning.watch_segments WHERE playback_id = ? AND sequence IN (?)`, playback, bun.List(asked)).Scan(ctx, &stored)
	known := make(map[int]bool, len(stored))
	for _, sequence := range stored {
		known[sequence] = true
	}
	return known, err
}

func storeSegments(ctx context.Context, tx bun.IDB, playback uuid.UUID, rows []watchSegment, credited int) error {
	if len(rows) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE learning.playbacks SET credited_ms = credited_ms + ? WHERE id = ?`, credited, playback)
	return err
}
