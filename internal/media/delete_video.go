package media

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
)

// DeleteVideo takes a video out of the library. Lessons that show it keep its file, as each names it by itself; a file
// that nobody names is collected later. fault.ErrNotFound for a video of an agency in which the caller makes no
// courses.
func (s *Service) DeleteVideo(ctx context.Context, who access.Principal, id uuid.UUID) error {
	return s.changeVideo(ctx, who, id, func(ctx context.Context, tx bun.Tx, v Video) (audit.Entry, error) {
		_, err := tx.NewDelete().Model(&v).Where("id = ?", v.ID).Exec(ctx)
		return audit.Entry{Action: "delete_video", Before: map[string]any{"title": v.Title}}, err
	})
}
