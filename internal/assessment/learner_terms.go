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

const selectTerms postgres.Prepared = `SELECT person_id, plain_items, 0 AS extra_percent FROM assessment.learner_settings WHERE person_id = ANY ($1::uuid[])
	UNION ALL (SELECT DISTINCT ON (person_id) person_id, false, percent FROM assessment.extra_times
		WHERE person_id = ANY ($1::uuid[]) AND ended_at IS NULL AND valid_until >= $2 ORDER BY person_id, given_at DESC)`

// termsOf reads them as of today, by person, under a scope that sees the learners.
func (s *Service) termsOf(ctx context.Context, tx bun.IDB, persons []uuid.UUID) (map[uuid.UUID]learnerTerms, error) {
	var rows []struct {
		PersonID     uuid.UUID
		PlainItems   bool
		ExtraPercent int
	}
	err := selectTerms.Scan(ctx, tx, &rows, persons, organization.Day(s.now()))
	terms := map[uuid.UUID]learnerTerms{}
	for _, row := range rows {
		t := terms[row.PersonID]
		terms[row.PersonID] = learnerTerms{PlainItems: t.PlainItems || row.PlainItems, ExtraPercent: t.ExtraPercent + row.ExtraPercent}
	}
	return terms, err
}

// extraTime is what a learner has beyond the minutes of a test; a begun second counts.
func (t learnerTerms) extraTime(minutes int) time.Duration {
	return time.Duration((minutes*60*t.ExtraPercent+99)/100) * time.Second
}
