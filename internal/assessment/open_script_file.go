package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// OpenScriptFile returns a file of an answer that the caller holds to mark it: a name that is not the
// learner's, its media type and bytes without what names them. Errors:
// fault.ErrForbidden; fault.ErrNotFound for an answer out of their reach or one that they do not hold.
func (s *Service) OpenScriptFile(ctx context.Context, who access.Principal, script, id uuid.UUID) (name, mime string, data []byte, err error) {
	scope, err := gradingScope(who, access.MarkAnswers)
	if err != nil {
		return "", "", nil, err
	}
	var file answerFileRow
	err = s.db.Read(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var row scriptRow
		err := tx.NewRaw(`SELECT *, now() AS read_at FROM assessment.scripts WHERE id = ?`, script).Scan(ctx, &row)
		if err != nil {
			return err
		}
		if !row.heldBy(who.PersonID) {
			return fault.ErrNotFound
		}
		return tx.NewSelect().Model(&file).Where("id = ? AND attempt_id = ? AND position = ?", id, row.AttemptID, row.Position).Scan(ctx)
	})
	if err != nil {
		return "", "", nil, err
	}
	return s.readNameless(ctx, file)
}
