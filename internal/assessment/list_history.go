package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// ListOwnHistory returns how the result of the caller's own attempt came about, the oldest change first;
// fault.ErrNotFound for another's.
func (s *Service) ListOwnHistory(ctx context.Context, who access.Principal, attempt uuid.UUID) ([]PointChange, error) {
	var changes []PointChange
	err := s.db.Read(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		if _, err := findAttempt(ctx, tx, attempt, who.PersonID); err != nil {
			return err
		}
		var err error
		changes, err = listChanges(ctx, tx, attempt)
		return err
	})
	return changes, err
}

// ListHistory returns how a result came about, for examiners and inspectors within their reach. Each opening is
// recorded, and shown to the person. It needs grading.history; fault.ErrNotFound.
func (s *Service) ListHistory(ctx context.Context, who access.Principal, attempt uuid.UUID) ([]PointChange, error) {
	scope, err := gradingScope(who, access.ReadGradeHistory)
	if err != nil {
		return nil, err
	}
	var changes []PointChange
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var a Attempt
		if err := tx.NewSelect().Model(&a).Column("id", "person_id", "agency_id").Where("id = ?", attempt).Scan(ctx); err != nil {
			return err
		}
		if err := who.RequireAt(access.ReadGradeHistory, a.AgencyID); err != nil {
			return err
		}
		if err := audit.RecordReadsTx(ctx, tx, who.PersonID, a.AgencyID, "grade_history", []uuid.UUID{a.PersonID}); err != nil {
			return err
		}
		changes, err = listChanges(ctx, tx, attempt)
		return err
	})
	return changes, err
}

// maxChanges bounds the history of one attempt.
const maxChanges = 500

func listChanges(ctx context.Context, tx bun.IDB, attempt uuid.UUID) ([]PointChange, error) {
	var changes []PointChange
	err := tx.NewSelect().Model(&changes).Where("attempt_id = ?", attempt).Order("created_at", "id").Limit(maxChanges).Scan(ctx)
	return changes, err
}

// FindDecided returns an attempt for telling its learner.
func (s *Service) FindDecided(ctx context.Context, id uuid.UUID) (Attempt, error) {
	var a Attempt
	err := s.db.Read(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&a).ExcludeColumn("paper").Where("id = ?", id).Scan(ctx)
	})
	return a, err
}
