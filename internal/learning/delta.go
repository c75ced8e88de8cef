package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// delta is a change of a figure.
type delta struct {
	agency, course uuid.UUID
	what           string
	amount         int
}

const insertDeltas postgres.Prepared = `INSERT INTO learning.deltas (day, agency_id, course_id, what, amount)
	SELECT $1, agency_id, course_id, what, amount
	FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[]) AS d(agency_id, course_id, what, amount)`

// addDeltas appends changes of figures in the business transaction; reporting folds them. Changes of one figure add
// up to one row.
func addDeltas(ctx context.Context, tx bun.IDB, day time.Time, changes []delta) error {
	sums := map[delta]int{}
	for _, c := range changes {
		amount := c.amount
		c.amount = 0
		sums[c] += amount
	}
	var agencies, courses []uuid.UUID
	var whats []string
	var amounts []int
	for c, amount := range sums {
		agencies, courses = append(agencies, c.agency), append(courses, c.course)
		whats, amounts = append(whats, c.what), append(amounts, amount)
	}
	if len(sums) == 0 {
		return nil
	}
	_, err := insertDeltas.Exec(ctx, tx, day, agencies, courses, whats, amounts)
	return err
}

// addDelta appends one change.
func addDelta(ctx context.Context, tx bun.IDB, agency, course uuid.UUID, day time.Time, what string, amount int) error {
	return addDeltas(ctx, tx, day, []delta{{agency, course, what, amount}})
}

// deltasKeptDays is how long changes of figures stay; reporting folds them within seconds.
const deltasKeptDays = 7

// PruneDeltas deletes changes of figures that were folded long ago. It is a duty.
func (s *Service) PruneDeltas(ctx context.Context) error {
	return s.deleteInBatches(ctx, postgres.System(postgres.PruneDeltas), `DELETE FROM learning.deltas WHERE id IN (
		SELECT id FROM learning.deltas WHERE at < now() - make_interval(days => ?) ORDER BY id LIMIT ?)`, deltasKeptDays)
}
