package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/organization"
	"taphuan/internal/postgres"
)

// learnerTerms are what a learner brings along to every test.
type learnerTerms struct {
	PlainItems   bool
	ExtraPercent int
}

const selectTerms postgres.Prepared = `SELECT COALESCE((SELECT plain_items FROM assessment.learner_settings WHERE person_id = $1), false) AS plain_items,
	COALESCE((SELECT percent FROM assessment.extra_times WHERE person_id = $1 AND ended_at IS NULL AND valid_until >= $2
		ORDER BY given_at DESC LIMIT 1), 0) AS extra_percent`

// termsOf reads them as of today, under a scope that sees the learner.
func (s *Service) termsOf(ctx context.Context, tx bun.IDB, person uuid.UUID) (learnerTerms, error) {
	var terms learnerTerms
	err := selectTerms.Scan(ctx, tx, &terms, person, organization.Day(s.now()))
	return terms, err
}

// extraTime is what a learner has beyond the minutes of a test; a begun second counts.
func (t learnerTerms) extraTime(minutes int) time.Duration {
	return time.Duration((minutes*60*t.ExtraPercent+99)/100) * time.Second
}
