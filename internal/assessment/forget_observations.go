package assessment

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// observationsKept is how long what is noted stays after the result is final.
const observationsKept = 90 * 24 * time.Hour

// forgetBatch bounds what one transaction deletes.
const forgetBatch = 2000

// finalBefore are attempts whose results were final at an instant: the time for appeals was over, every appeal was
// answered, and no correction of a key of the course was under way. A result that changes later is decided again, and its time for appeals begins anew.
const finalBefore = `SELECT a.id FROM assessment.attempts a JOIN assessment.tests t ON t.id = a.test_id
	WHERE a.id IN (SELECT attempt_id FROM assessment.observations UNION SELECT attempt_id FROM assessment.similarities) AND a.state = 'graded'
	AND COALESCE(a.graded_at, a.submitted_at) + make_interval(days => t.appeal_days) < ?0
	AND NOT EXISTS (SELECT FROM assessment.appeals p WHERE p.attempt_id = a.id
		AND (p.state IN ('open', 'proposed') OR COALESCE(p.decided_at, p.answered_at) >= ?0))
	AND NOT EXISTS (SELECT FROM assessment.corrections c WHERE c.course_id = a.course_id AND c.state IN ('counting', 'counted', 'applying'))
	LIMIT ?1`

// ForgetObservations deletes what is noted about attempts whose results have been final for 90 days, the learners' replies
// included. It is a duty: it goes on until nothing is left.
func (s *Service) ForgetObservations(ctx context.Context) error {
	for {
		var deleted int
		err := s.db.RunInTx(ctx, postgres.System(postgres.ForgetObservations), func(ctx context.Context, tx bun.Tx) error {
			return tx.NewRaw(`WITH over AS (`+finalBefore+`),
				alike AS (DELETE FROM assessment.similarities s USING over WHERE s.attempt_id = over.id OR s.other_attempt_id = over.id),
				gone AS (DELETE FROM assessment.observations o USING over WHERE o.attempt_id = over.id)
				SELECT count(*) FROM over`, s.now().Add(-observationsKept), forgetBatch).Scan(ctx, &deleted)
		})
		if err != nil || deleted < forgetBatch {
			return err
		}
	}
}
