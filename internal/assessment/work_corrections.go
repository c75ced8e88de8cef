package assessment

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/learning"
	"taphuan/internal/postgres"
)

// What one turn of WorkCorrections does at most.
const (
	correctionBatch   = 100 // attempts in one transaction
	correctionBatches = 50
)

// WorkCorrections counts what proposed corrections would change and applies those that were approved, in batches of
// one commit each. Every batch notes how far it came: after a crash the next turn goes on there, and an attempt that
// was done is not changed again. It is a duty that comes back every few seconds.
func (s *Service) WorkCorrections(ctx context.Context) error {
	for range correctionBatches {
		worked := false
		err := s.db.RunInTx(ctx, postgres.System(postgres.CorrectKeys), func(ctx context.Context, tx bun.Tx) error {
			var c Correction
			err := tx.NewSelect().Model(&c).Where("state IN ('counting', 'applying')").Order("proposed_at", "id").Limit(1).For("UPDATE SKIP LOCKED").Scan(ctx)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
			worked = true
			return s.workBatch(ctx, tx, c)
		})
		if err != nil || !worked {
			return err
		}
	}
	return nil
}

// workBatch does the next attempts of a correction and moves its cursor, or notes its end.
func (s *Service) workBatch(ctx context.Context, tx bun.Tx, c Correction) error {
	attempts, err := lockConcerned(ctx, tx, c)
	if err != nil {
		return err
	}
	if len(attempts) == 0 {
		return finishRun(ctx, tx, c)
	}
	if c.State == CorrectionCounting {
		err = s.countEffects(ctx, tx, c, attempts)
	} else {
		err = s.regradeTx(ctx, tx, attempts, PointChange{Cause: ByCorrection, CauseID: &c.ID, Reason: c.Reason, ChangedBy: c.ProposedBy, ApprovedBy: c.DecidedBy})
	}
	if err != nil {
		return err
	}
	last := attempts[len(attempts)-1]
	_, err = tx.ExecContext(ctx, `UPDATE assessment.corrections SET cursor_test = ?, cursor_attempt = ?, attempts = attempts + ? WHERE id = ?`,
		last.TestID, last.ID, len(attempts), c.ID)
	return err
}

// lockConcerned locks the next graded attempts whose papers have the question version, in the order of the index.
func lockConcerned(ctx context.Context, tx bun.IDB, c Correction) ([]*Attempt, error) {
	var attempts []*Attempt
	err := tx.NewRaw(`SELECT `+attemptColumns+` FROM assessment.attempts
		WHERE test_id IN (SELECT test_id FROM assessment.test_pool WHERE question_version_id = ?0) AND (test_id, id) > (?1::uuid, ?2::uuid)
		AND state = 'graded' AND paper -> 'items' @> jsonb_build_array(jsonb_build_object('version', ?0::text))
		ORDER BY test_id, id LIMIT ?3 FOR UPDATE`, c.VersionID, orZero(c.CursorTest), orZero(c.CursorAttempt), correctionBatch).Scan(ctx, &attempts)
	return attempts, err
}

func orZero(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

// finishRun notes that every attempt is done.
func finishRun(ctx context.Context, tx bun.IDB, c Correction) error {
	next := CorrectionCounted
	if c.State == CorrectionApplying {
		next = CorrectionApplied
	}
	_, err := tx.ExecContext(ctx, `UPDATE assessment.corrections SET state = ?, finished_at = now() WHERE id = ?`, string(next), c.ID)
	return err
}

// effectRow is what a correction would change of one attempt.
type effectRow struct {
	bun.BaseModel `bun:"table:assessment.correction_effects"`
	CorrectionID  uuid.UUID `bun:"correction_id"`
	AttemptID     uuid.UUID `bun:"attempt_id"`
	PersonID      uuid.UUID `bun:"person_id"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	EnrollmentID  uuid.UUID `bun:"enrollment_id"`
	SubmittedOn   string    `bun:"submitted_on,type:date"`
	ScaledBefore  int       `bun:"scaled_before"`
	ScaledAfter   int       `bun:"scaled_after"`
	Passes        bool      `bun:"passes"`
	Keeps         bool      `bun:"keeps"`
}

// countEffects notes which of the attempts the correction would change, and changes none.
func (s *Service) countEffects(ctx context.Context, tx bun.IDB, c Correction, attempts []*Attempt) error {
	key, err := s.keyOf(ctx, tx, c)
	if err != nil {
		return err
	}
	all, err := s.regradings(ctx, tx, attempts, map[uuid.UUID]correctedKey{c.VersionID: key})
	if err != nil {
		return err
	}
	var rows []effectRow
	for _, r := range all {
		if !r.changes() {
			continue
		}
		a := r.attempt
		rows = append(rows, effectRow{CorrectionID: c.ID, AttemptID: a.ID, PersonID: a.PersonID, AgencyID: a.AgencyID, EnrollmentID: a.EnrollmentID,
			SubmittedOn: learning.DayOf(*a.SubmittedAt).Format("2006-01-02"), ScaledBefore: *a.Scaled, ScaledAfter: r.grade.scaled,
			Passes: r.passed() && !*a.Passed, Keeps: r.keeps()})
	}
	return insertMany(ctx, tx, rows)
}
