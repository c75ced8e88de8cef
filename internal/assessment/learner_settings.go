package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
)

// LearnerSettings (cách làm bài) are what a learner chooses about the own tests, without proof and without anybody else
// being told.
type LearnerSettings struct {
	PlainItems bool // no questions that need dragging or an image, where the bank has an equivalent
}

// FindLearnerSettings returns the caller's own.
func (s *Service) FindLearnerSettings(ctx context.Context, who access.Principal) (LearnerSettings, error) {
	var terms map[uuid.UUID]learnerTerms
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) (err error) {
		terms, err = s.termsOf(ctx, tx, []uuid.UUID{who.PersonID})
		return err
	})
	return LearnerSettings{PlainItems: terms[who.PersonID].PlainItems}, err
}

// SaveLearnerSettings keeps the caller's own for tests that are started from now on.
func (s *Service) SaveLearnerSettings(ctx context.Context, who access.Principal, settings LearnerSettings) error {
	return s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO assessment.learner_settings (person_id, plain_items) VALUES (?, ?)
			ON CONFLICT (person_id) DO UPDATE SET plain_items = EXCLUDED.plain_items, updated_at = now()`, who.PersonID, settings.PlainItems)
		return err
	})
}
