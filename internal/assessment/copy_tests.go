package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/audit"
)

// CopyTestsTx gives a new version of a course the tests of another, with the questions from which they draw.
func CopyTestsTx(ctx context.Context, tx bun.IDB, from, to uuid.UUID) error {
	tests, err := selectTests(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, t := range tests {
		origin := t.ID
		t.ID, t.CourseVersionID = audit.NewID(), to
		if err := insertTest(ctx, tx, t.Test); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO assessment.test_pool (test_id, question_version_id, fixed_position)
			SELECT ?, question_version_id, fixed_position FROM assessment.test_pool WHERE test_id = ?`, t.ID, origin)
		if err != nil {
			return err
		}
	}
	return nil
}
