package notify

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"taphuan/internal/audit"
	"taphuan/internal/postgres"
)

// Tell writes notices; one whose person, event and step stand already is left as it is. Reactions
// call it, so it is idempotent.
func (s *Service) Tell(ctx context.Context, notices ...Notice) error {
	return s.DB.RunInTx(ctx, postgres.System(postgres.WriteNotices), func(ctx context.Context, tx bun.Tx) error {
		return s.insertNotices(ctx, tx, notices)
	})
}

// insertBatch bounds how many notices one statement writes.
const insertBatch = 1_000

func (s *Service) insertNotices(ctx context.Context, tx bun.IDB, notices []Notice) error {
	for start := 0; start < len(notices); start += insertBatch {
		batch := notices[start:min(start+insertBatch, len(notices))]
		for i := range batch {
			batch[i].ID = audit.NewID()
			if slices.Contains(alarms, batch[i].Kind) {
				batch[i].NeededBy = new(s.Now().Add(headStart))
			}
		}
		_, err := tx.NewInsert().Model(&batch).Column("id", "person_id", "kind", "event", "step", "facts", "needed_by").
			On("CONFLICT (person_id, event, step) DO NOTHING").Returning("NULL").Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}
