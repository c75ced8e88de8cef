package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// CopyTestsTx gives a new version of a course the tests of another, with the questions from which they draw but for those
// that are retired. Errors: question.ErrCannotDraw when what is left cannot fill a blueprint.
func CopyTestsTx(ctx context.Context, tx bun.IDB, from, to uuid.UUID) error {
	tests, err := readTests(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, t := range tests {
		pool, err := t.versions()
		if err != nil {
			return err
		}
		t.CourseVersionID = to
		if _, err := StoreTestTx(ctx, tx, t.Test, pool); err != nil {
			return err
		}
	}
	return nil
}

// versions are the question versions from which the test draws.
func (t pooledTest) versions() ([]uuid.UUID, error) {
	ids := make([]uuid.UUID, len(t.pool))
	for i, candidate := range t.pool {
		var err error
		if ids[i], err = uuid.Parse(candidate.ID); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
