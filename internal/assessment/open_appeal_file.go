package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
)

// OpenAppealFile returns a file that was handed in with what an appeal is about: the question appealed, or any of the
// paper; a name that is not the learner's, its media type and bytes without what names them. Each opening is recorded, and
// shown to the learner. It needs grading.manage at the learner's agency. Errors: fault.ErrNotFound also for a file of another
// question, ErrAppealOwn.
func (s *Service) OpenAppealFile(ctx context.Context, who access.Principal, appeal, id uuid.UUID) (name, mime string, data []byte, err error) {
	scope, err := gradingScope(who, access.ManageGrading)
	if err != nil {
		return "", "", nil, err
	}
	var file answerFileRow
	err = s.db.RunInTx(ctx, scope, func(ctx context.Context, tx bun.Tx) error {
		var a Appeal
		if err := tx.NewSelect().Model(&a).Where("id = ?", appeal).Scan(ctx); err != nil {
			return err
		}
		if err := a.may(who, a.State); err != nil {
			return err
		}
		if err := tx.NewSelect().Model(&file).Where("id = ? AND attempt_id = ?", id, a.AttemptID).Scan(ctx); err != nil {
			return err
		}
		if a.Position != 0 && a.Position != file.Position {
			return fault.ErrNotFound
		}
		return audit.RecordReadsTx(ctx, tx, who.PersonID, a.AgencyID, "appeal_file", []uuid.UUID{a.PersonID})
	})
	if err != nil {
		return "", "", nil, err
	}
	return s.readNameless(ctx, file)
}
