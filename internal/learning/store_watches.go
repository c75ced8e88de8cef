package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// lockEnrollments holds the enrollments of the messages until the commit, always in the same order.
func lockEnrollments(ctx context.Context, tx bun.IDB, messages []watchMessage) (map[uuid.UUID]Enrollment, error) {
	ids := make([]uuid.UUID, len(messages))
	for i, m := range messages {
		ids[i] = m.EnrollmentID
	}
	var rows []Enrollment
	err := tx.NewSelect().Model(&rows).Where("id = ANY (?::uuid[])", pgdialect.Array(ids)).Order("id").For("NO KEY UPDATE").Scan(ctx)
	byID := make(map[uuid.UUID]Enrollment, len(rows))
	for _, e := range rows {
		byID[e.ID] = e
	}
	return byID, err
}

// readProgress reads what counted before of each viewing. Here and below rows are found by lists of ids: joined
// to a list alone, under row-level security, the planner reads whole tables.
func (r *watchRound) readProgress(ctx context.Context) error {
	var rows []struct {
		EnrollmentID uuid.UUID
		LessonID     uuid.UUID
		Done         bool
		PositionMs   int
		Watched      ranges
	}
	enrollments, lessons := r.viewIDs()
	err := r.tx.NewRaw(`SELECT enrollment_id, lesson_id, state = 'done' AS done, position_ms, watched::text AS watched
		FROM learning.lesson_progress WHERE enrollment_id = ANY (?::uuid[]) AND lesson_id = ANY (?::uuid[])`, enrollments, lessons).Scan(ctx, &rows)
	for _, p := range rows {
		if v := r.views[viewKey{p.EnrollmentID, p.LessonID}]; v != nil { // else one person's enrollment with another's lesson
			v.done, v.positionMs, v.Watched = p.Done, p.PositionMs, p.Watched
		}
	}
	return err
}

func (r *watchRound) viewIDs() (enrollments, lessons *pgdialect.ArrayValue) {
	e, l := make([]uuid.UUID, len(r.order)), make([]uuid.UUID, len(r.order))
	for i, v := range r.order {
		e[i], l[i] = v.enrollment.ID, v.lesson
	}
	return pgdialect.Array(e), pgdialect.Array(l)
}

// playbackOf is what the playbacks of a lesson say to a message of one of them.
type playbackOf struct {
	OpenMs     int  // for how long they were open, one at a time
	CreditedMs int  // what they credited
	Named      bool // the one of the message is among them
	Newest     bool // and was opened last
	Ended      bool // and is over: a later one, of whatever lesson, was opened, or a day has passed
}

// readPlaybacks adds up the time for which the playbacks of each viewing were open.
func (r *watchRound) readPlaybacks(ctx context.Context) error {
	var rows []struct {
		N int
		playbackOf
	}
	n, enrollments, lessons, playbacks := r.asked()
	err := r.tx.NewRaw(`SELECT a.n,
		sum(extract(epoch FROM LEAST(COALESCE(p.ended_at, clock_timestamp()), p.expires_at) - p.opened_at) * 1000)::bigint AS open_ms,
		sum(p.credited_ms) AS credited_ms, bool_or(p.id = a.playback_id) AS named,
		(array_agg(p.id ORDER BY p.opened_at DESC, p.id DESC))[1] = a.playback_id AS newest,
		bool_or(p.id = a.playback_id AND (p.ended_at IS NOT NULL OR p.expires_at < clock_timestamp())) AS ended
		FROM unnest(?0::integer[], ?1::uuid[], ?2::uuid[], ?3::uuid[]) AS a(n, enrollment_id, lesson_id, playback_id)
		JOIN learning.playbacks p ON p.enrollment_id = a.enrollment_id AND p.lesson_id = a.lesson_id
		WHERE p.enrollment_id = ANY (?1::uuid[]) GROUP BY a.n, a.playback_id`, n, enrollments, lessons, playbacks).Scan(ctx, &rows)
	for _, p := range rows {
		t := r.told[p.N]
		t.playback = p.playbackOf
		t.view.OpenMs, t.view.CreditedMs = p.OpenMs, p.CreditedMs
	}
	return err
}

// asked lists the messages that are about a viewing.
func (r *watchRound) asked() (n, enrollments, lessons, playbacks *pgdialect.ArrayValue) {
	var ns []int
	var es, ls, ps []uuid.UUID
	for i, t := range r.told {
		if t.err == nil {
			ns, es, ls, ps = append(ns, i), append(es, t.EnrollmentID), append(ls, t.LessonID), append(ps, t.PlaybackID)
		}
	}
	return pgdialect.Array(ns), pgdialect.Array(es), pgdialect.Array(ls), pgdialect.Array(ps)
}

// readSequences finds out which segments arrived before. Messages of one playback share the answer, so that a segment
// in two of them counts once.
func (r *watchRound) readSequences(ctx context.Context) error {
	known := map[uuid.UUID]map[int]bool{}
	var playbacks []uuid.UUID
	var sequences []int
	for _, t := range r.told {
		if !t.playback.Named {
			continue
		}
		if known[t.PlaybackID] == nil {
			known[t.PlaybackID] = t.known
		}
		t.known = known[t.PlaybackID]
		for _, g := range t.Segments {
			playbacks, sequences = append(playbacks, t.PlaybackID), append(sequences, g.Sequence)
		}
	}
	if len(sequences) == 0 {
		return nil
	}
	var rows []struct {
		PlaybackID uuid.UUID
		Sequence   int
	}
	err := r.tx.NewRaw(`SELECT playback_id, sequence FROM learning.watch_segments
		WHERE playback_id = ANY (?::uuid[]) AND sequence = ANY (?::integer[])`, pgdialect.Array(playbacks), pgdialect.Array(sequences)).Scan(ctx, &rows)
	for _, g := range rows {
		known[g.PlaybackID][g.Sequence] = true
	}
	return err
}

// watchSegment is a credited stretch as it is stored.
type watchSegment struct {
	bun.BaseModel `bun:"table:learning.watch_segments"`
	PlaybackID    uuid.UUID `bun:"playback_id"`
	Sequence      int       `bun:"sequence"`
	PersonID      uuid.UUID `bun:"person_id"`
	FromMs        int       `bun:"from_ms"`
	ToMs          int       `bun:"to_ms"`
	PlayedAt      time.Time `bun:"played_at,nullzero"`
	Speed         int       `bun:"speed"`
	Visible       bool      `bun:"visible"`
}

// storeSegments stores the segments that count, and how much their playbacks credited.
func (r *watchRound) storeSegments(ctx context.Context) error {
	var rows []watchSegment
	credited := map[uuid.UUID]int{}
	for _, t := range r.told {
		for _, g := range t.counting {
			rows = append(rows, watchSegment{PlaybackID: t.PlaybackID, Sequence: g.Sequence, PersonID: t.PersonID, FromMs: g.From, ToMs: g.To,
				PlayedAt: g.PlayedAt, Speed: g.Speed, Visible: !g.Hidden})
			credited[t.PlaybackID] += g.To - g.From
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := r.tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
		return err
	}
	var playbacks []uuid.UUID
	var lengths []int
	for id, ms := range credited {
		playbacks, lengths = append(playbacks, id), append(lengths, ms)
	}
	_, err := r.tx.ExecContext(ctx, `UPDATE learning.playbacks p SET credited_ms = credited_ms + n.ms
		FROM unnest(?0::uuid[], ?1::integer[]) AS n(id, ms) WHERE p.id = n.id AND p.id = ANY (?0::uuid[])`, pgdialect.Array(playbacks), pgdialect.Array(lengths))
	return err
}

// storeProgress keeps where to go on, and the credit, which outlives the segments that it rests on. What comes late
// from an older playback moves no position.
func (r *watchRound) storeProgress(ctx context.Context) error {
	if len(r.order) == 0 {
		return nil
	}
	n := len(r.order)
	persons, agencies := make([]uuid.UUID, n), make([]uuid.UUID, n)
	positions, lengths, moved, watched := make([]int, n), make([]int, n), make([]bool, n), make([]string, n)
	for i, v := range r.order {
		persons[i], agencies[i] = v.enrollment.PersonID, v.enrollment.AgencyID
		positions[i], lengths[i], moved[i], watched[i] = v.positionMs, Length(v.Watched), v.moved, ranges(v.Watched).String()
	}
	enrollments, lessons := r.viewIDs()
	_, err := r.tx.ExecContext(ctx, `INSERT INTO learning.lesson_progress AS p (enrollment_id, lesson_id, person_id, agency_id, state, position_ms, watched_ms, watched)
		SELECT n.enrollment_id, n.lesson_id, n.person_id, n.agency_id, 'started', n.position_ms, n.watched_ms, n.watched::int4multirange
		FROM unnest(?0::uuid[], ?1::uuid[], ?2::uuid[], ?3::uuid[], ?4::integer[], ?5::integer[], ?6::text[]) AS n(enrollment_id, lesson_id, person_id, agency_id, position_ms, watched_ms, watched)
		ON CONFLICT (enrollment_id, lesson_id) DO UPDATE SET position_ms = EXCLUDED.position_ms,
			watched_ms = GREATEST(p.watched_ms, EXCLUDED.watched_ms), watched = EXCLUDED.watched, updated_at = now()`,
		enrollments, lessons, pgdialect.Array(persons), pgdialect.Array(agencies), pgdialect.Array(positions), pgdialect.Array(lengths), pgdialect.Array(watched))
	return err
}
