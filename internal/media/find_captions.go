package media

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"taphuan/internal/access"
	"taphuan/internal/media/caption"
)

// FindCaptions returns the captions of a video in a language, and what is known of the video. Nobody needs to have
// saved any. fault.ErrNotFound for a video of an agency in which the caller makes no courses.
func (s *Service) FindCaptions(ctx context.Context, who access.Principal, video uuid.UUID, locale string) (Captions, caption.Video, error) {
	var c Captions
	var sound caption.Video
	if err := requireLocale(locale); err != nil {
		return c, sound, err
	}
	err := s.db.Read(ctx, authors(who), func(ctx context.Context, tx bun.Tx) error {
		_, file, err := findVideoFile(ctx, tx, who, video)
		if err != nil {
			return err
		}
		if sound, err = findSound(ctx, tx, file); err != nil {
			return err
		}
		c, err = findCaptionsIn(ctx, tx, video, locale)
		return err
	})
	return c, sound, err
}

// findVideoFile returns a video of an agency in which the caller makes courses, and its file.
func findVideoFile(ctx context.Context, tx bun.IDB, who access.Principal, id uuid.UUID) (Video, File, error) {
	video, err := findVideo(ctx, tx, who, id)
	if err != nil {
		return Video{}, File{}, err
	}
	file, err := FindFile(ctx, tx, video.FileID)
	return video, file, err
}
