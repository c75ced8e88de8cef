package assessment

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/fault"
	"taphuan/internal/question"
)

// loadBodies returns the bodies of question versions, from memory or else from the database. All
// of them must exist: papers name only stored versions.
func (s *Service) loadBodies(ctx context.Context, tx bun.IDB, ids []uuid.UUID) (map[uuid.UUID]question.Body, error) {
	bodies := make(map[uuid.UUID]question.Body, len(ids))
	var missing []uuid.UUID
	for _, id := range ids {
		body, kept := s.bodies.get(id)
		if !kept {
			missing = append(missing, id)
			continue
		}
		bodies[id] = body
	}
	if len(missing) == 0 {
		return bodies, nil
	}
	var rows []struct {
		ID   uuid.UUID
		Body json.RawMessage `bun:"type:jsonb"`
	}
	if err := tx.NewRaw(`SELECT id, body FROM assessment.question_versions WHERE id IN (?)`, bun.List(missing)).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	for _, row := range rows {
		body, err := question.ParseBody(row.Body)
		if err != nil {
			return nil, fault.ErrInternal.Because(fmt.Errorf("question version %s: %w", row.ID, err))
		}
		bodies[row.ID] = body
		s.bodies.put(row.ID, body)
	}
	if len(rows) < len(missing) {
		return nil, fault.ErrInternal.Because(fmt.Errorf("%d question versions of a paper are missing", len(missing)-len(rows)))
	}
	return bodies, nil
}
