package assessment

import (
	"context"

	"github.com/uptrace/bun"

	"taphuan/internal/postgres"
)

// uploadDays is how long what authors bring to a bank waits to be used.
const uploadDays = 30

// ForgetUploads deletes what authors brought to their banks and did not use within 30 days: files of questions that were
// to be looked through, and pictures that no version of a question of the course shows. Their bytes are then nobody's
// and go with the next collection of media. It is a duty.
func (s *Service) ForgetUploads(ctx context.Context) error {
	before := s.now().AddDate(0, 0, -uploadDays)
	return s.db.RunInTx(ctx, postgres.System(postgres.ForgetUploads), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM assessment.bank_imports WHERE created_at < ?`, before); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM assessment.bank_images i WHERE created_at < ? AND NOT EXISTS (
			SELECT FROM assessment.question_files f JOIN assessment.question_versions v ON v.id = f.question_version_id
				JOIN assessment.questions q ON q.id = v.question_id WHERE f.file_id = i.file_id AND q.course_id = i.course_id)`, before)
		return err
	})
}
