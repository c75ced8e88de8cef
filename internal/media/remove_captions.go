package media

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/fault"
)

// RemoveCaptions leaves nothing of the captions of a video in a language. Errors as of SaveCaptions; fault.ErrNotFound
// also when there is nothing to remove.
func (s *Service) RemoveCaptions(ctx context.Context, who access.Principal, video uuid.UUID, locale string, revision int) error {
	return s.db.RunInTx(ctx, authors(who), func(ctx context.Context, tx bun.Tx) error {
		v, err := findVideo(ctx, tx, who, video)
		if err != nil {
			return err
		}
		before, err := findCaptionsIn(ctx, tx, video, locale)
		if err != nil {
			return err
		}
		if before.IsEmpty() {
			return fault.ErrNotFound
		}
		after, err := storeCaptions(ctx, tx, v, Captions{VideoID: video, Locale: locale, Revision: revision})
		if err != nil {
			return err
		}
		return recordCaptions(ctx, tx, who, "remove_captions", v, after)
	})
}
