package demo

import (
	"context"

	"github.com/uptrace/bun"
)

// sumDeltas writes the figures' deltas: one per agency, course, day and kind, each the sum of what
// the domains would have appended one by one.
var sumDeltas = []string{
	`INSERT INTO learning.deltas (agency_id, course_id, day, what, amount)
	SELECT agency_id, course_id, (enrolled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'enrolled', count(*) FROM learning.enrollments GROUP BY 1, 2, 3`,
	`INSERT INTO learning.deltas (agency_id, course_id, day, what, amount)
	SELECT agency_id, course_id, (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'started', count(*) FROM learning.enrollments
	WHERE started_at IS NOT NULL GROUP BY 1, 2, 3`,
	`INSERT INTO learning.deltas (agency_id, course_id, day, what, amount)
	SELECT c.agency_id, c.course_id, c.completed_on, k.what, CASE k.what WHEN 'completed' THEN count(*) ELSE sum(c.periods) END
	FROM learning.completions c CROSS JOIN (VALUES ('completed'), ('periods')) AS k(what) GROUP BY 1, 2, 3, k.what`,
	`INSERT INTO certificate.deltas (agency_id, course_id, day, what, amount)
	SELECT agency_id, course_id, issued_on, 'issued', count(*) FROM certificate.certificates GROUP BY 1, 2, 3`,
}

func addDeltas(ctx context.Context, tx bun.Tx) error {
	for _, statement := range sumDeltas {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
