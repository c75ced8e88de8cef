package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/learning"
	"taphuan/internal/postgres"
)

// SubmitAttempt ends the caller's own attempt, grades it and notes a pass with what follows from
// it, all in one transaction. Submitting again returns the same result. Another's attempt is
// fault.ErrNotFound.
func (s *Service) SubmitAttempt(ctx context.Context, who access.Principal, id uuid.UUID) (Result, error) {
	var result Result
	err := s.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		attempt, err := lockAttempt(ctx, tx, id, who.PersonID)
		if err != nil {
			return err
		}
		if attempt.State == Started {
			if err := s.gradeTx(ctx, tx, &attempt); err != nil {
				return err
			}
		}
		result, err = s.resultOf(ctx, tx, attempt)
		return err
	})
	return result, err
}

// gradeTx grades a locked, running attempt.
func (s *Service) gradeTx(ctx context.Context, tx bun.Tx, a *Attempt) error {
	_, test, err := s.contextOf(ctx, tx, *a)
	if err != nil {
		return err
	}
	bodies, err := s.loadBodies(ctx, tx, a.Paper.versions())
	if err != nil {
		return err
	}
	answers, err := listAnswers(ctx, tx, *a)
	if err != nil {
		return err
	}
	g, err := gradePaper(a.Paper, bodies, answers, test.PassMark)
	if err != nil {
		return err
	}
	if err := storePoints(ctx, tx, *a, g.points); err != nil {
		return err
	}
	if err := storeGrade(ctx, tx, a, g); err != nil {
		return err
	}
	if g.passed {
		if _, err := s.learning.RecordTestPassTx(ctx, tx, a.EnrollmentID, learning.TestKind(a.Kind), g.scaled); err != nil {
			return err
		}
	}
	return s.outbox.AppendTx(ctx, tx, AttemptGraded{AttemptID: a.ID})
}
