package media

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/postgres"
	"taphuan/internal/vietnamese"
)

// ListVideos asks for one page of the videos of an agency's library.
type ListVideos struct {
	AgencyID      uuid.UUID // uuid.Nil: every agency in reach
	Query         string    // words of the title, in any order, without accents
	Limit, Offset int64
}

// LibraryVideo is a video with what is known of its file and of what was made of it.
type LibraryVideo struct {
	Video
	File     File
	Encoding *Encoding // nil: nothing was asked for
}

// ListVideos returns a page of videos, the newest first, and how many there are. It needs course.manage; an agency out
// of reach is fault.ErrNotFound.
func (s *Service) ListVideos(ctx context.Context, who access.Principal, q ListVideos) ([]LibraryVideo, int, error) {
	agencies := who.AgenciesFor(access.ManageCourses)
	if q.AgencyID != uuid.Nil {
		if err := who.RequireAt(access.ManageCourses, q.AgencyID); err != nil {
			return nil, 0, err
		}
		agencies = []uuid.UUID{q.AgencyID}
	}
	if len(agencies) == 0 {
		return nil, 0, who.Require(access.ManageCourses)
	}
	var list []LibraryVideo
	var total int
	err := s.db.Read(ctx, postgres.Agencies(agencies...), func(ctx context.Context, tx bun.Tx) error {
		var videos []Video
		sel := tx.NewSelect().Model(&videos).Where("agency_id IN (?)", bun.List(agencies))
		for _, word := range vietnamese.Tokens(q.Query) {
			sel = sel.Where("folded_title LIKE ?", postgres.Containing(word))
		}
		n, err := sel.OrderExpr("created_at DESC, id DESC").Limit(q.Limit).Offset(q.Offset).ScanAndCount(ctx)
		if err != nil {
			return err
		}
		total = int(n)
		list, err = withFiles(ctx, tx, videos)
		return err
	})
	return list, total, err
}

// withFiles adds what is known of the videos' files.
func withFiles(ctx context.Context, tx bun.IDB, videos []Video) ([]LibraryVideo, error) {
	list := make([]LibraryVideo, len(videos))
	if len(videos) == 0 {
		return list, nil
	}
	ids := make([]uuid.UUID, len(videos))
	for i, v := range videos {
		ids[i] = v.FileID
	}
	var files []File
	var encodings []Encoding
	if err := tx.NewSelect().Model(&files).Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, err
	}
	if err := tx.NewSelect().Model(&encodings).Where("file_id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, err
	}
	fileOf, encodingOf := map[uuid.UUID]File{}, map[uuid.UUID]*Encoding{}
	for _, f := range files {
		fileOf[f.ID] = f
	}
	for i := range encodings {
		encodingOf[encodings[i].FileID] = &encodings[i]
	}
	for i, v := range videos {
		list[i] = LibraryVideo{Video: v, File: fileOf[v.FileID], Encoding: encodingOf[v.FileID]}
	}
	return list, nil
}

// FindLibraryVideo returns a video with its file and its renditions, the smallest first; fault.ErrNotFound for one of
// an agency in which the caller makes no courses.
func (s *Service) FindLibraryVideo(ctx context.Context, who access.Principal, id uuid.UUID) (LibraryVideo, []Rendition, error) {
	var found LibraryVideo
	var renditions []Rendition
	err := s.db.Read(ctx, authors(who), func(ctx context.Context, tx bun.Tx) error {
		video, err := findVideo(ctx, tx, who, id)
		if err != nil {
			return err
		}
		file, err := FindFile(ctx, tx, video.FileID)
		if err != nil {
			return err
		}
		found = LibraryVideo{Video: video, File: file}
		found.Encoding, renditions, err = FindEncoding(ctx, tx, video.FileID)
		return err
	})
	return found, renditions, err
}
