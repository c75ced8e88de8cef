package media

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/postgres"
)

// CancelUpload forgets an upload of the caller that is no video yet; fault.ErrNotFound for any other. What has arrived
// of it is collected later.
func (u *Uploads) CancelUpload(ctx context.Context, who access.Principal, id uuid.UUID) error {
	return u.db.RunInTx(ctx, postgres.Persons(who.PersonID), func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewDelete().Model((*Upload)(nil)).Where("id = ? AND person_id = ? AND state <> ?", id, who.PersonID, UploadDone).Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fault.ErrNotFound
		}
		return nil
	})
}
