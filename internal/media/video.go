package media

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/audit"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// Video (video trong kho) is a video in the library of an agency, from which lessons are made.
type Video struct {
	bun.BaseModel `bun:"table:media.videos"`
	ID            uuid.UUID `bun:"id"`
	AgencyID      uuid.UUID `bun:"agency_id"`
	Title         string    `bun:"title"`
	FoldedTitle   string    `bun:"folded_title"` // as it is searched
	FileID        uuid.UUID `bun:"file_id"`
	PosterID      uuid.UUID `bun:"poster_id,nullzero"` // the author's own; uuid.Nil without one
	CreatedAt     time.Time `bun:"created_at,nullzero,default:now()"`
	UpdatedAt     time.Time `bun:"updated_at,nullzero,default:now()"`
}

// newVideo is a video that is not in the library yet.
func newVideo(agency uuid.UUID, title string, file uuid.UUID) Video {
	return Video{ID: audit.NewID(), AgencyID: agency, Title: title, FoldedTitle: vietnamese.Fold(title), FileID: file}
}

// FindVideo returns a video of an agency in which the caller makes courses; fault.ErrNotFound for any other.
func (s *Service) FindVideo(ctx context.Context, who access.Principal, id uuid.UUID) (Video, error) {
	var v Video
	err := s.db.Read(ctx, authors(who), func(ctx context.Context, tx bun.Tx) error {
		var err error
		v, err = findVideo(ctx, tx, who, id)
		return err
	})
	return v, err
}

// findVideo returns a video of an agency in which the caller makes courses; sql.ErrNoRows for any other.
func findVideo(ctx context.Context, tx bun.IDB, who access.Principal, id uuid.UUID) (Video, error) {
	var v Video
	err := tx.NewSelect().Model(&v).Where("id = ? AND agency_id IN (?)", id, bun.List(who.AgenciesFor(access.ManageCourses))).Scan(ctx)
	return v, err
}

// authors is the scope of the videos that the caller may work on.
func authors(who access.Principal) postgres.Scope {
	return postgres.Agencies(who.AgenciesFor(access.ManageCourses)...)
}
