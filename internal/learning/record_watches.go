package learning

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// watchRules: messages of players come every ten seconds and nobody waits for their answers, so that many share a
// transaction; one for ten of them costs little more than one for each.
var watchRules = postgres.GroupRules{Most: 256, Crowd: 32, Gather: 400 * time.Millisecond, Waiting: 2048, Patience: 20 * time.Second}

// watchMessage is a message of somebody's player.
type watchMessage struct {
	RecordWatch
	PersonID uuid.UUID
}

// recordWatches credits the messages of many players in one transaction.
func (s *Service) recordWatches(ctx context.Context, messages []watchMessage) ([]postgres.Outcome[WatchState], error) {
	persons := make([]uuid.UUID, len(messages))
	for i, m := range messages {
		persons[i] = m.PersonID
	}
	var outcomes []postgres.Outcome[WatchState]
	err := s.db.RunInTx(ctx, postgres.Persons(persons...), func(ctx context.Context, tx bun.Tx) error {
		round := watchRound{service: s, tx: tx, views: map[viewKey]*view{}}
		if err := round.read(ctx, messages); err != nil {
			return err
		}
		outcomes = round.credit()
		return round.write(ctx)
	})
	return outcomes, err
}

// watchRound is one transaction of recordWatches.
type watchRound struct {
	service *Service
	tx      bun.Tx
	told    []*told
	views   map[viewKey]*view
	order   []*view // in the order of the messages
}

// told is a message with what is known about it.
type told struct {
	watchMessage
	view     *view
	playback playbackOf
	known    map[int]bool // sequence numbers that arrived before
	counting []Segment
	err      error
}

type viewKey struct{ enrollment, lesson uuid.UUID }

// view is a viewing as it is stored.
type view struct {
	viewing
	enrollment Enrollment
	lesson     uuid.UUID
	positionMs int
	moved      bool // the position
	done       bool
}

// read finds out everything that decides about the messages, and locks their enrollments.
func (r *watchRound) read(ctx context.Context, messages []watchMessage) error {
	enrollments, err := lockEnrollments(ctx, r.tx, messages)
	if err != nil {
		return err
	}
	for _, m := range messages {
		t := &told{watchMessage: m, known: map[int]bool{}}
		r.told = append(r.told, t)
		if t.view, t.err = r.viewOf(ctx, enrollments, m); t.err != nil && !errors.Is(t.err, sql.ErrNoRows) {
			return t.err
		}
	}
	if err := r.readProgress(ctx); err != nil {
		return err
	}
	if err := r.readPlaybacks(ctx); err != nil {
		return err
	}
	return r.readSequences(ctx)
}

// viewOf returns the viewing that a message is about; sql.ErrNoRows when there is none of that person.
func (r *watchRound) viewOf(ctx context.Context, enrollments map[uuid.UUID]Enrollment, m watchMessage) (*view, error) {
	e, exists := enrollments[m.EnrollmentID]
	if !exists || e.PersonID != m.PersonID {
		return nil, sql.ErrNoRows
	}
	key := viewKey{m.EnrollmentID, m.LessonID}
	if v, known := r.views[key]; known {
		return v, nil
	}
	film, err := r.service.filmOf(ctx, r.tx, e, m.LessonID)
	if err != nil {
		return nil, err
	}
	v := &view{viewing: viewing{film: film}, enrollment: e, lesson: m.LessonID}
	r.views[key], r.order = v, append(r.order, v)
	return v, nil
}

// credit decides about each message and returns the outcomes.
func (r *watchRound) credit() []postgres.Outcome[WatchState] {
	outcomes := make([]postgres.Outcome[WatchState], len(r.told))
	for i, t := range r.told {
		if t.err != nil || !t.playback.Named {
			outcomes[i].Err = fault.ErrNotFound
			continue
		}
		v := t.view
		t.counting = v.viewing.credit(t.Segments, t.known)
		if t.playback.Newest {
			v.positionMs, v.moved = min(max(t.PositionMs, 0), v.DurationMs), true
		}
		outcomes[i].Answer = WatchState{WatchedMs: Length(v.Watched), PositionMs: v.positionMs, Done: v.done || v.enough(),
			Missing: Missing(v.Watched, v.DurationMs), Ended: t.playback.Ended}
	}
	return outcomes
}

// write stores what was decided, and finishes the lessons of which enough was watched.
func (r *watchRound) write(ctx context.Context) error {
	if err := r.storeSegments(ctx); err != nil {
		return err
	}
	if err := r.storeProgress(ctx); err != nil {
		return err
	}
	for _, v := range r.order {
		if v.done || !v.enough() {
			continue
		}
		if err := r.service.finish(ctx, r.tx, v.enrollment, v.lesson, "watched"); err != nil {
			return err
		}
	}
	return nil
}
