package media

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/fault"
	"taphuan/internal/vietnamese"
)

// RenameVideo gives a video another title: fault.ErrInvalid for an empty or a too long one, fault.ErrNotFound for a
// video of an agency in which the caller makes no courses.
func (s *Service) RenameVideo(ctx context.Context, who access.Principal, id uuid.UUID, title string) error {
	title = vietnamese.Normalize(title)
	if err := fault.ErrInvalid.CheckText("body.title", title, 1, maxTitleLength).OrNil(); err != nil {
		return err
	}
	return s.changeVideo(ctx, who, id, func(ctx context.Context, tx bun.Tx, v Video) (audit.Entry, error) {
		before := v.Title
		v.Title, v.FoldedTitle = title, vietnamese.Fold(title)
		_, err := tx.NewUpdate().Model(&v).Column("title", "folded_title").Set("updated_at = now()").Where("id = ?", v.ID).Exec(ctx)
		return audit.Entry{Action: "rename_video", Before: map[string]any{"title": before}, After: map[string]any{"title": title}}, err
	})
}

// changeVideo runs a change of a video that the caller may work on, and notes who made it.
func (s *Service) changeVideo(ctx context.Context, who access.Principal, id uuid.UUID, change func(ctx context.Context, tx bun.Tx, v Video) (audit.Entry, error)) error {
	return s.db.RunInTx(ctx, authors(who), func(ctx context.Context, tx bun.Tx) error {
		v, err := findVideo(ctx, tx, who, id)
		if err != nil {
			return err
		}
		entry, err := change(ctx, tx, v)
		if err != nil {
			return err
		}
		entry.ActorID, entry.ActorRole, entry.AgencyID = who.PersonID, string(who.RoleAt(access.ManageCourses, v.AgencyID)), v.AgencyID
		entry.ObjectType, entry.ObjectID = "video", v.ID
		return audit.RecordTx(ctx, tx, entry)
	})
}
