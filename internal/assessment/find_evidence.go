package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
	"taphuan/internal/question"
)

// holdKeys makes approvals of corrections wait until the transaction ends: what it grades by the keys of now is graded
// before them, and their run over graded attempts finds it.
const holdKeys postgres.Prepared = `SELECT pg_advisory_xact_lock_shared(hashtext('assessment.corrections'))`

// replaceKeys waits until every transaction that grades has ended, and makes new ones wait.
const replaceKeys postgres.Prepared = `SELECT pg_advisory_xact_lock(hashtext('assessment.corrections'))`

const selectKeys postgres.Prepared = `SELECT DISTINCT ON (question_version_id) question_version_id, kind, new_version_id
	FROM assessment.corrections WHERE question_version_id = ANY ($1::uuid[]) AND state IN ('applying', 'applied')
	ORDER BY question_version_id, decided_at DESC, id DESC`

// correctedKeys returns what is corrected of question versions: the latest correction that was approved counts.
func (s *Service) correctedKeys(ctx context.Context, tx bun.IDB, versions []uuid.UUID) (map[uuid.UUID]correctedKey, error) {
	var rows []Correction
	if err := selectKeys.Scan(ctx, tx, &rows, versions); err != nil {
		return nil, err
	}
	keys := make(map[uuid.UUID]correctedKey, len(rows))
	for _, row := range rows {
		key, err := s.keyOf(ctx, tx, row)
		if err != nil {
			return nil, err
		}
		keys[row.VersionID] = key
	}
	return keys, nil
}

func (s *Service) keyOf(ctx context.Context, tx bun.IDB, c Correction) (correctedKey, error) {
	if c.NewVersionID == nil {
		return correctedKey{kind: c.Kind}, nil
	}
	bodies, err := s.loadBodies(ctx, tx, []uuid.UUID{*c.NewVersionID})
	return correctedKey{kind: c.Kind, body: bodies[*c.NewVersionID]}, err
}

const selectFinalMarks postgres.Prepared = `SELECT attempt_id, position, part, points FROM assessment.scripts
	WHERE attempt_id = ANY ($1::uuid[]) AND state = 'final'`

const selectByHand postgres.Prepared = `SELECT attempt_id, points_position AS position, points FROM assessment.appeals
	WHERE attempt_id = ANY ($1::uuid[]) AND state = 'changed' ORDER BY decided_at, id`

// findEvidence returns what the grades of attempts that were handed in rest on.
func findEvidence(ctx context.Context, tx bun.IDB, attempts []*Attempt, about about) (map[uuid.UUID]evidence, error) {
	found, ids := make(map[uuid.UUID]evidence, len(attempts)), idsOf(attempts)
	for _, a := range attempts {
		found[a.ID] = evidence{answers: about.answers[a.ID], keys: about.keys, marks: map[place]int{}, byHand: map[int]int{}}
	}
	var rows []struct {
		AttemptID uuid.UUID
		Position  int
		Part      int
		Points    int
	}
	if err := selectFinalMarks.Scan(ctx, tx, &rows, ids); err != nil {
		return nil, err
	}
	for _, row := range rows {
		found[row.AttemptID].marks[place{row.Position, row.Part}] = row.Points
	}
	rows = nil
	if err := selectByHand.Scan(ctx, tx, &rows, ids); err != nil {
		return nil, err
	}
	for _, row := range rows {
		found[row.AttemptID].byHand[row.Position] = row.Points
	}
	return found, nil
}

func bodyOf(item PaperItem, bodies map[uuid.UUID]question.Body, keys map[uuid.UUID]correctedKey) question.Body {
	return keyBody(bodies[item.VersionID], keys[item.VersionID])
}
