package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// NoteAway notes how often and how long, in seconds, the page of the caller's own running final test was left so far.
// Totals only grow, whatever order they arrive in. Of another's attempt, another kind or one that has ended nothing is
// noted: it is no error, as saving answers must never fail by it.
func (s *Service) NoteAway(ctx context.Context, who access.Principal, attempt uuid.UUID, times, seconds int) error {
	if times < 1 {
		return nil
	}
	return s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO assessment.observations AS o (attempt_id, person_id, agency_id, course_id, away_times, away_seconds)
			SELECT id, person_id, agency_id, course_id, ?2::int, ?3::int FROM assessment.attempts
			WHERE id = ?0 AND person_id = ?1 AND kind = 'final' AND state = 'started'
			ON CONFLICT (attempt_id) DO UPDATE SET away_times = GREATEST(o.away_times, EXCLUDED.away_times), away_seconds = GREATEST(o.away_seconds, EXCLUDED.away_seconds)`,
			attempt, who.PersonID, times, seconds)
		return err
	})
}
